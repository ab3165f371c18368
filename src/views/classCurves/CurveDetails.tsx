import { useMemo } from 'react';
import { intensification, kinship, splitImpacts } from '../../audit/classes/classCurves';
import { ChartTable, type Column } from '../../charts/ChartTable';
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
        ['Level', ({ name }) => name],
        ['Lose', ({ lose }) => count(lose)],
        ['By, points', ({ meanLoss }) => decimal(meanLoss, 2)],
        ['Gain', ({ gain }) => count(gain)],
        ['By, points', ({ meanGain }) => decimal(meanGain, 2)],
        ['Flagged', ({ flagged, tested }) => (tested ? `${count(flagged)} of ${count(tested)}` : 'no test')],
        ['Losing', ({ flaggedLosing, tested }) => count(tested ? flaggedLosing : null)],
        ['Adjusted', ({ adjusted, tested }) => count(tested ? adjusted : null)],
        ['By chance', ({ byChance, tested }) => expected(tested ? byChance : null)],
      ]}
      rows={rows.map(({ name, impacts, byChance }) => ({ name, byChance, ...splitImpacts(impacts, alpha) }))}
    />
  );
}

/** How to read the chart of standings, with a retrained population to compare or without. */
export function standingHow({ retrained }: Pick<CurvesData, 'retrained'>): string {
  const end = retrained ? ': compare with the retrained row.' : '.';
  return (
    'Left of the line are the classes that the dense networks knew less well than the average image. ' +
    'Both axes contain the dense recall, with opposite signs. So noise in it alone makes weak ' +
    `classes seem to gain${end} The chart is in points. The table has the odds of an error too, (1 − ` +
    'recall) / recall. Their growth beyond the model’s does not depend on how much a class had to ' +
    'lose.'
  );
}

const two = (value: number | null) => signed(value, 2);

/** The rank correlation of standing and change at every level, and for retraining alone. */
export function CorrelationTable({ levels, retrained, denseAccuracy }: CurvesData) {
  const rows = retrained ? [retrained, ...levels] : levels;
  return (
    <ChartTable
      caption={
        'Rank correlation (Spearman) of standing before and change, in points and on the scale of ' +
        'error odds, over classes: above 0 the weak lost more'
      }
      columns={[
        ['Level', ({ name }) => name],
        ['In points', ({ points }) => two(points.value)],
        ['95% interval', ({ points }) => range(points.interval, two)],
        ['Classes', ({ points }) => count(points.n)],
        ['On odds', ({ odds }) => two(odds.value)],
        ['95% interval', ({ odds }) => range(odds.interval, two)],
        ['Classes', ({ odds }) => count(odds.n)],
      ]}
      rows={rows.map(({ name, impacts }) => ({ name, ...intensification(impacts, denseAccuracy) }))}
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
            columns={[
              ['Class', (label) => nameOf(classes, label)],
              ...kin.order.map(
                (label, column): Column<number> => [
                  nameOf(classes, label),
                  (_, row) => two(kin.correlations[row][column]),
                ],
              ),
            ]}
            rows={kin.order}
          />
        </>
      )}
    </details>
  );
}
