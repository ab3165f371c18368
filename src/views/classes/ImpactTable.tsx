import { memo } from 'react';
import type { ClassImpact, Findings } from '../../audit/findings';
import { ChartTable } from '../../charts/ChartTable';
import { bracketed, count, decimal, percent, pValue, range, signed } from '../../text/format';

function ratioCell({ errorOdds: odds }: ClassImpact): string {
  return odds ? decimal(odds.ratio, 2) + bracketed(odds.interval, (end) => decimal(end, 2)) : '–';
}

const points = (value: number) => signed(value, 2);

type ImpactTableProps = { findings: Findings; classes: string[] };

/**
 * Every class with both its intervals, both its scales and its tests; not drawn again with a chart: it is
 * long.
 */
export const ImpactTable = memo(function ImpactTable({ findings, classes }: ImpactTableProps) {
  return (
    <ChartTable
      caption="Recall of every class, its change in points, and Welch's test of the change beyond the model"
      columns={[
        ['Class', (impact) => classes[impact.class] ?? impact.class],
        ['Images', ({ images }) => count(images)],
        ['Dense', ({ recall }) => percent(recall.dense)],
        ['Compressed', ({ recall }) => percent(recall.compressed)],
        ['Change', ({ absolute }) => signed(absolute, 2)],
        ['Beyond model', ({ normalised }) => signed(normalised, 2)],
        ['95%, networks vary', ({ normalisedInterval }) => range(normalisedInterval, points)],
        ['95%, images too', ({ crossed }) => range(crossed?.interval ?? null, points)],
        // By what factor the odds of an error grow in the class and in the model.
        ['Error odds, class', ({ errorOdds }) => decimal(errorOdds?.group, 2)],
        ['model', ({ errorOdds }) => decimal(errorOdds?.model, 2)],
        ['ratio (95%)', ratioCell],
        ['t', ({ welch }) => signed(welch.t, 2)],
        ['df', ({ welch }) => signed(welch.df, 1).replace('+', '')],
        ['p', ({ welch }) => pValue(welch.p)],
        ['Adjusted p', ({ pAdjusted }) => pValue(pAdjusted)],
        findings.paired && ['Paired p', ({ paired }) => pValue(paired?.p)],
      ]}
      rows={findings.classImpact}
    />
  );
});
