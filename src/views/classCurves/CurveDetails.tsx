import { useMemo } from 'react';
import { intensification, kinship, splitImpacts } from '../../audit/classes/classCurves';
import type { Correlation } from '../../audit/statistics/correlation';
import { ChartTable } from '../../charts/ChartTable';
import { count, decimal, expected, range, signed } from '../../text/format';
import { type CurveLevel, type CurvesData, kinshipSentence, nameOf } from './curveWords';
import { KinshipMatrix } from './KinshipMatrix';
import { StandingChart } from './StandingChart';
import { standingClaim } from './standingWords';

/**
 * At every level, and for retraining alone: how many classes lose and gain, how far, and how many are
 * flagged.
 */
export function SplitTable({ levels, retrained, alpha }: CurvesData) {
  const rows = retrained ? [retrained, ...levels] : levels;
  return (
    <ChartTable
      caption="Classes that lose more than the model, and those that gain on it"
      columns={[
        'Level',
        'Lose',
        'By, points',
        'Gain',
        'By, points ',
        'Flagged',
        'Losing',
        'Adjusted',
        'By chance',
      ]}
      rows={rows.map(({ id, name, impacts, byChance }) => {
        const split = splitImpacts(impacts, alpha);
        const tested = split.tested > 0;
        return {
          key: id,
          cells: [
            name,
            count(split.lose),
            decimal(split.meanLoss, 2),
            count(split.gain),
            decimal(split.meanGain, 2),
            tested ? `${count(split.flagged)} of ${count(split.tested)}` : 'no test',
            count(tested ? split.flaggedLosing : null),
            count(tested ? split.adjusted : null),
            expected(tested ? byChance : null),
          ],
        };
      })}
    />
  );
}

/** How to read the chart of standings, with a retrained population to compare or without. */
export function standingHow({ retrained }: Pick<CurvesData, 'retrained'>): string {
  const end = retrained ? ': compare with the retrained row.' : '.';
  return (
    'Left of the line are the classes that the dense networks knew less well than the average image. ' +
    'Both axes contain the dense recall, with opposite signs, so that noise in it alone makes weak ' +
    `classes seem to gain${end} The chart is in points. The table has the odds of an error too, (1 − ` +
    'recall) / recall, whose growth beyond the model’s does not depend on how much a class had to ' +
    'lose.'
  );
}

/** The rank correlation of standing and change at every level, and for retraining alone. */
export function CorrelationTable({ levels, retrained, denseAccuracy }: CurvesData) {
  const rows = retrained ? [retrained, ...levels] : levels;
  return (
    <ChartTable
      caption={
        'Rank correlation (Spearman) of standing before and change, in points and on the scale of ' +
        'error odds, over classes: above 0 the weak lost more'
      }
      columns={['Level', 'In points', '95% interval', 'Classes', 'On odds', '95% interval ', 'Classes ']}
      rows={rows.map(({ id, name, impacts }) => {
        const { points, odds } = intensification(impacts, denseAccuracy);
        const cells = ({ value, interval, n }: Correlation) => [
          signed(value, 2),
          range(interval, (end) => signed(end, 2)),
          count(n),
        ];
        return { key: id, cells: [name, ...cells(points), ...cells(odds)] };
      })}
    />
  );
}

type IntensificationProps = CurvesData & { level: CurveLevel; chosen: number | null; width: number };

/** Does compression deepen what was already weak? */
export function Intensification(props: IntensificationProps) {
  const { level, denseAccuracy, classes, chosen, width } = props;
  const shown = useMemo(() => intensification(level.impacts, denseAccuracy), [level, denseAccuracy]);
  const { claim, evidence } = standingClaim(level, shown);
  return (
    <details className="curves-detail">
      <summary>Does compression deepen what was already weak?</summary>
      <p>{claim}</p>
      {evidence && <p className="curves-note">{evidence}</p>}
      <StandingChart
        standings={shown.standings}
        flagged={(label) => level.impacts[label].impacted}
        classes={classes}
        chosen={chosen}
        width={width}
      />
      <p className="curves-how">{standingHow(props)}</p>
      <CorrelationTable {...props} />
    </details>
  );
}

/** Classes whose curves move together. */
export function Kin({ levels, classes, width }: Pick<CurvesData, 'levels' | 'classes'> & { width: number }) {
  const kin = useMemo(() => kinship(levels.map(({ impacts }) => impacts)), [levels]);
  if (kin.order.length < 2) return null;
  return (
    <details className="curves-detail">
      <summary>Classes whose curves move together</summary>
      <p>{kinshipSentence(kin)}</p>
      {kin.critical !== null && (
        <>
          <KinshipMatrix kin={kin} classes={classes} width={width} />
          <p className="curves-how">
            Filled: two classes rise and fall together over the levels. Hollow: one rises where the other
            falls. The larger, the closer. Neighbours are alike (average linkage on 1 − r).
          </p>
          <ChartTable
            caption="Correlation of the curves of two classes over the levels"
            columns={['Class', ...kin.order.map((label) => nameOf(classes, label))]}
            rows={kin.order.map((label, row) => ({
              key: String(label),
              cells: [nameOf(classes, label), ...kin.correlations[row].map((r) => signed(r, 2))],
            }))}
          />
        </>
      )}
    </details>
  );
}
