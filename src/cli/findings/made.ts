import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Estimate, Interval, Outcome } from '../../audit/findings';
import { paperTables } from '../../audit/levels/paper';
import { pairedScoreInterval } from '../../audit/statistics/pairedScore';
import { count, signed } from '../../text/format';
import { readBytes } from '../files';
import { between, command, markdownTable, withInterval } from './markdown';
import { points, shareOf } from './shared';
import { differencesVerdict, type Verdict } from './verdicts';

type Bounded = { value: number; interval: Interval | null };
type Kind = 'format' | 're-estimated' | 'pruned';

/**
 * A population made of the dense networks, beside another one of the same networks that was treated alike.
 */
type MadePopulation = {
  name: string;
  title: string;
  kind: Kind;
  /**
   * What it is compared with: `dense`, as trained, or the name of a population in which nothing was removed.
   */
  beside: string;
  accuracyChange: Bounded;
  pies: { count: number; outcomes: Record<Outcome, number> };
  flips: Bounded;
  flagged: { raw: number; adjusted: number; tested: number };
  /** PIEs beside the dense networks as trained. */
  piesAsTrained: number;
};

/** docs/made.json, as scripts/made.mjs writes it. */
export type Made = {
  command: string;
  commands: string[];
  images: number;
  networks: number;
  made: MadePopulation[];
  /** PIEs of a pruned population and of a number format, each beside its own: images in one or in both. */
  pairs: { pruned: string; format: string; onlyPruned: number; both: number; onlyFormat: number }[];
};

/** The populations that were made here; null where they were not. */
export async function readMade(root: string): Promise<Made | null> {
  const file = join(root, 'docs/made.json');
  if (!existsSync(file)) return null;
  const made: Made = JSON.parse(new TextDecoder().decode(await readBytes(file)));
  if (!made.made?.every(({ beside, piesAsTrained }) => beside && piesAsTrained >= 0)) {
    throw new Error(
      `${file}: expected what every population is compared with, got some without; run ` +
        'scripts/made.mjs again.',
    );
  }
  return made;
}

/** PIEs of every pruned population minus those of every number format, with score intervals. */
export function prunedOverFormats(known: Made): (Estimate & { pruned: string; format: string })[] {
  return known.pairs.map(({ pruned, format, onlyPruned, onlyFormat }) => ({
    pruned: populationOf(known, pruned).title,
    format: populationOf(known, format).title,
    value: onlyPruned - onlyFormat,
    interval: pairedScoreInterval(onlyPruned, onlyFormat, known.images),
    n: known.images,
  }));
}

/** Whether number formats change fewer images than pruning the same networks does, and the figures. */
export function formatsClaim(known: Made | null): { claim: string; verdict: Verdict; figures: string } {
  const claim = 'Quantisation changes less than pruning.';
  if (!known) return { claim, verdict: 'not told', figures: 'no population was quantised' };
  const counts = (kind: Kind) =>
    known.made
      .filter((one) => one.kind === kind)
      .map(({ pies, title }) => `${count(pies.count)} ${title.replace(/ here$/, '')}`)
      .join(', ');
  const differences = prunedOverFormats(known);
  const more = differences.filter(({ interval }) => interval && interval[0] > 0).length;
  const fewer = differences.filter(({ interval }) => interval && interval[1] < 0).length;
  const least = differences.reduce((one, other) => (other.value < one.value ? other : one));
  return {
    claim,
    verdict: differencesVerdict(differences),
    figures:
      'PIEs of the same networks, each beside networks treated alike but for what is removed or ' +
      `rounded. Formats: ${counts('format')}. Pruned here: ${counts('pruned')}. Of ` +
      `${count(differences.length)} pairs pruning changes measurably more in ${count(more)}, fewer in ` +
      `${count(fewer)}. The least is ${least.pruned} against ${least.format}, ` +
      `${signed(least.value, 0)}${between(least.interval, (end) => signed(end, 0))}. The paper's ` +
      `populations were trained apart: ${paperCounts()}`,
  };
}

/** The paper's PIEs of pruned and of quantised ResNet-50s. */
function paperCounts(): string {
  const [{ rows }] = paperTables;
  return rows.flatMap(({ name, pies }) => (pies === null ? [] : `${count(pies)} ${name}`)).join(', ');
}

function populationOf({ made }: Made, name: string): MadePopulation {
  return made.find((one) => one.name === name)!;
}

/** Number formats and pruning of the trained dense networks. */
export function madeSection(known: Made): string {
  const besides = new Map(known.made.map(({ name, title }) => [name, title]));
  return [
    '## Quantised and pruned here',
    `These are the ${known.networks} dense networks themselves, quantised or pruned after training, on all ` +
      `${count(known.images)} test images. Each population stands beside the same networks treated ` +
      'alike. Number formats stand beside the networks as trained, pruned ones beside networks whose ' +
      'BatchNorm was re-estimated on the same images with nothing removed. So neither retraining nor ' +
      're-estimation has a part in what changes. ' +
      'What re-estimation does by itself has rows of its own. Where a count has it in it, the last column ' +
      'says what the count would be beside the networks as trained. Populations are paired, and intervals ' +
      'are those of paired differences over networks, these images. Flagged classes are by Welch’s test, ' +
      'which is too cautious for pairs.',
    markdownTable(
      [
        'Population',
        'Beside',
        'Top-1, change in points (95%)',
        'PIEs',
        'Share (95%)',
        'Forgotten',
        'Recovered',
        'Traded',
        'Answers a network changes (95%)',
        'Flagged',
        'Adjusted',
        'PIEs beside as trained',
      ],
      known.made.map(({ title, beside, accuracyChange, pies, flips, flagged, piesAsTrained }) => [
        title,
        besides.get(beside) ?? 'as trained',
        points(accuracyChange, 2),
        count(pies.count),
        withInterval(shareOf(pies.count, known.images), 2),
        count(pies.outcomes.forgotten),
        count(pies.outcomes.recovered),
        count(pies.outcomes.traded),
        withInterval({ ...flips, n: known.networks }, 2),
        `${flagged.raw} of ${flagged.tested}`,
        count(flagged.adjusted),
        count(piesAsTrained),
      ]),
      2,
    ),
    `Computed by \`${known.command}\`, which runs these commands and keeps what they say in ` +
      '[made.json](made.json):',
    command(...known.commands),
  ].join('\n\n');
}
