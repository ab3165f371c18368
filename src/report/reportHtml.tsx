import { renderToStaticMarkup } from 'react-dom/server';
import type { Findings } from '../audit/findings';
import type { Retraining } from '../audit/retraining/retraining';
import { MARGIN } from '../audit/retraining/verdict';
import figureStyle from '../charts/figure.css?inline';
import marksStyle from '../charts/marks.css?inline';
import themeStyle from '../charts/theme.css?inline';
import type { Variant } from '../model/variant';
import { count } from '../text/format';
import { plainText, sentence } from '../views/headline/sentence';
import levelsStyle from '../views/levels/levels.css?inline';
import type { LevelEntry } from '../views/levels/levelWords';
import { Sources } from '../views/methods/Sources';
import { ClassesSection } from './ClassesSection';
import { bibtex, release } from './citation';
import { ExemplarsSection } from './ExemplarsSection';
import type { Exemplar } from './exemplars';
import { LevelsSection } from './LevelsSection';
import { MethodsSection } from './MethodsSection';
import reportStyle from './report.css?inline';

/** All that a report says. */
export type ReportInput = {
  /** What the data are called, and the population that is compared with the dense one. */
  data: string;
  compressed: string;
  findings: Findings;
  /** Whether the PIEs are more than retraining alone gives; left out where that is not counted. */
  retraining?: Retraining;
  /** What was done to the compressed population; null where that is not known. */
  variant: Variant | null;
  /** Whether the networks are the reader's own, of which it is not known how their numbers were kept. */
  own?: boolean;
  classNames: string[];
  /** Every population known, dense first. */
  levels: LevelEntry[];
  exemplars: Exemplar[];
  /** What the page shows beyond it, in one sentence. */
  leftOut?: string;
  /** Where the answers came from and what was asked, name and value. */
  provenance: [string, string][];
};

/** Nothing may be fetched and nothing may run, whatever a name in the data says. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * A report as one HTML file that needs nothing else: styles, charts and pictures inside, no script, no
 * request. Every name is escaped. The same input gives the same text.
 */
export function reportHtml(input: ReportInput): string {
  const styles = [themeStyle, marksStyle, figureStyle, levelsStyle, reportStyle].join('\n');
  return `<!doctype html>\n${renderToStaticMarkup(<Report input={input} styles={styles} />)}\n`;
}

function Report({ input, styles }: { input: ReportInput; styles: string }) {
  const { data, compressed, findings, variant, own, classNames, levels, exemplars, provenance } = input;
  const said = sentence(findings, variant, classNames, { own, retraining: input.retraining });
  const title = `${data}, ${compressed}: what was forgotten`;
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta httpEquiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content={`Lacuna ${release.version}`} />
        <title>{title}</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our style sheets, not to be escaped */}
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p className="claim">{plainText(said)}</p>
          <p className="how">
            An image is called a PIE, a Pruning Identified Exemplar, where most networks give it another label
            than before. How all figures are made stands under Methods.
          </p>
          <ul className="kept">
            {said.details.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <ClassesSection findings={findings} classNames={classNames} />
          <LevelsSection data={data} levels={levels} />
          <ExemplarsSection findings={findings} exemplars={exemplars} />
          {input.leftOut && <p className="how">{input.leftOut}</p>}
          <MethodsSection
            findings={findings}
            margin={input.retraining?.permutation?.equivalence.share ?? MARGIN}
          />
          <section>
            <h2>Sources</h2>
            <Sources />
          </section>
          <section>
            <h2>Provenance</h2>
            <dl>
              {[
                ...provenance,
                ['Images', count(findings.images)],
                [
                  'Networks',
                  `${count(findings.members.dense)} dense, ${count(findings.members.compressed)} compressed`,
                ],
                ['Ties', `to the ${findings.options.ties} class`],
                ['Flagged at', `p ≤ ${findings.options.alpha}`],
                ['Seed of draws', String(findings.options.seed)],
                ['Written by', `Lacuna ${release.version}`],
              ].map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <h3>To cite</h3>
            <pre>{bibtex()}</pre>
          </section>
        </main>
      </body>
    </html>
  );
}
