import { shownInterval } from '../audit/classes/shownInterval';
import type { Findings } from '../audit/findings';
import { BarWithDot } from '../charts/BarWithDot';
import { ChartTable } from '../charts/ChartTable';
import { count, percent, pValue, signed } from '../text/format';
import { changeDomain, classesClaim, sortedImpacts } from '../views/classes/rows';

const WIDTH = 280;

/** Every class: what it lost, what of it is beyond the model, and its test. */
export function ClassesSection({ findings, classNames }: { findings: Findings; classNames: string[] }) {
  const impacts = sortedImpacts(findings.classImpact, 'change', classNames);
  const domain = changeDomain(impacts);
  return (
    <section className="classes">
      <h2>Who pays</h2>
      <p>{classesClaim(findings, classNames).map(({ text }) => text)}</p>
      <p className="how">
        Bars are the change in recall, from the line at no change; dots what is left after each network’s own
        change, with its 95% interval were other networks trained and other images taken. Filled: p ≤{' '}
        {findings.options.alpha}, Welch’s test, images fixed.
      </p>
      <ChartTable
        caption="Every class, the one that lost most first"
        columns={[
          'Class',
          'Change, points',
          'Images',
          'Dense',
          'Compressed',
          'Change',
          'Beyond model',
          'p',
          'Adjusted',
        ]}
        rows={impacts.map((impact) => ({
          key: String(impact.class),
          cells: [
            classNames[impact.class],
            <BarWithDot
              key="bar"
              bar={impact.absolute}
              dot={impact.normalised}
              interval={shownInterval(impact)}
              flagged={impact.impacted}
              domain={domain}
              width={WIDTH}
            />,
            count(impact.images),
            percent(impact.recall.dense),
            percent(impact.recall.compressed),
            signed(impact.absolute, 2),
            signed(impact.normalised, 2),
            pValue(impact.welch.p),
            pValue(impact.pAdjusted),
          ],
        }))}
      />
    </section>
  );
}
