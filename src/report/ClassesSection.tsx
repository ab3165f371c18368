import { shownInterval } from '../audit/classes/shownInterval';
import type { Findings } from '../audit/findings';
import { BarWithDot } from '../charts/BarWithDot';
import { ChartTable } from '../charts/ChartTable';
import { pValue, signed } from '../text/format';
import { ImpactTable } from '../views/classes/ImpactTable';
import { changeDomain, classesClaim, sortedImpacts } from '../views/classes/rows';

const WIDTH = 420;

/** Every class: what it lost, what of it is beyond the model, and its tests on both scales. */
export function ClassesSection({ findings, classNames }: { findings: Findings; classNames: string[] }) {
  const impacts = sortedImpacts(findings.classImpact, 'change', classNames);
  const domain = changeDomain(impacts);
  return (
    <section className="classes">
      <h2>Who pays</h2>
      <p>{classesClaim(findings, classNames).map(({ text }) => text)}</p>
      <p className="how">
        A bar is the change in recall, the share of a class that is right, from the line at no change. A dot
        is what is left of it after each network’s own change over all classes. Its line is the 95% interval
        were other networks trained and other images taken. A dot is filled where Welch’s test, with images
        held fixed, gives p ≤ {findings.options.alpha}. The second table has both intervals, networks alone
        and images too, and the same on the scale of odds.
      </p>
      <ChartTable
        caption="Every class, the one that lost most first"
        columns={[
          ['Class', (impact) => classNames[impact.class]],
          [
            'Change, points',
            (impact) => (
              <BarWithDot
                key="bar"
                bar={impact.absolute}
                dot={impact.normalised}
                interval={shownInterval(impact)}
                flagged={impact.impacted}
                domain={domain}
                width={WIDTH}
              />
            ),
          ],
          ['Change', (impact) => signed(impact.absolute, 2)],
          ['Beyond model', (impact) => signed(impact.normalised, 2)],
          ['p', (impact) => pValue(impact.welch.p)],
          ['Adjusted', (impact) => pValue(impact.pAdjusted)],
        ]}
        rows={impacts}
      />
      <ImpactTable findings={findings} classes={classNames} />
    </section>
  );
}
