import { memo } from 'react';
import type { ClassImpact, Findings } from '../../audit/findings';
import { ChartTable } from '../../charts/ChartTable';
import { bracketed, count, decimal, percent, pValue, range, signed } from '../../text/format';

/** By what factor the odds of an error grow in a class and in the model, and the ratio of both. */
function oddsCells({ errorOdds }: ClassImpact): string[] {
  if (!errorOdds) return ['–', '–', '–'];
  const { group, model, ratio, interval } = errorOdds;
  const ends = bracketed(interval, (value) => decimal(value, 2));
  return [decimal(group, 2), decimal(model, 2), decimal(ratio, 2) + ends];
}

type ImpactTableProps = { findings: Findings; classes: string[] };

/**
 * Every class with both its intervals, both its scales and its tests; not drawn again with a chart: it is
 * long.
 */
export const ImpactTable = memo(function ImpactTable({ findings, classes }: ImpactTableProps) {
  const paired = findings.paired ? ['Paired p'] : [];
  return (
    <ChartTable
      caption="Recall of every class, its change in points, and Welch's test of the change beyond the model"
      columns={[
        'Class',
        'Images',
        'Dense',
        'Compressed',
        'Change',
        'Beyond model',
        '95%, networks vary',
        '95%, images too',
        'Error odds, class',
        'model',
        'ratio (95%)',
        't',
        'df',
        'p',
        'Adjusted p',
        ...paired,
      ]}
      rows={findings.classImpact.map((impact) => ({
        key: String(impact.class),
        cells: () => [
          classes[impact.class] ?? impact.class,
          count(impact.images),
          percent(impact.recall.dense),
          percent(impact.recall.compressed),
          signed(impact.absolute, 2),
          signed(impact.normalised, 2),
          range(impact.normalisedInterval, (value) => signed(value, 2)),
          range(impact.crossed?.interval ?? null, (value) => signed(value, 2)),
          ...oddsCells(impact),
          signed(impact.welch.t, 2),
          signed(impact.welch.df, 1).replace('+', ''),
          pValue(impact.welch.p),
          pValue(impact.pAdjusted),
          ...(findings.paired ? [pValue(impact.paired?.p)] : []),
        ],
      }))}
    />
  );
});
