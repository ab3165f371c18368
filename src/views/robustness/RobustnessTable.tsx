import { type Change, type CorruptionChange, changeUnder } from '../../audit/levels/robustness';
import { ChartTable } from '../../charts/ChartTable';
import { corruptionIds, corruptionTitle } from '../../corruptions/corrupt';
import { bracketed, count, decimal, percent, range, signed } from '../../text/format';
import { changeAt, imagesFixed, type RobustnessLevel } from './robustnessWords';

function top1(estimate: CorruptionChange['top1']['dense']): string {
  const ends = bracketed(estimate.interval, (end) => decimal(100 * end));
  return percent(estimate.value) + ends;
}

function points(change: CorruptionChange['points']): string {
  return `${signed(change.value)}${bracketed(change.interval, (end) => signed(end))}`;
}

function percents(change: Change | null): string {
  if (!change) return '–';
  return `${signed(change.value)}%${bracketed(change.interval, decimal)}`;
}

function cells({
  top1: both,
  points: apart,
  relative,
  relativeCrossed,
  added,
  addedCrossed,
  lost,
}: CorruptionChange): string[] {
  return [
    top1(both.dense),
    top1(both.compressed),
    points(lost.dense),
    points(lost.compressed),
    points(apart),
    percents(relative),
    range(relativeCrossed, (end) => signed(end)),
    points(added),
    range(addedCrossed, (end) => signed(end)),
  ];
}

/** Every corruption and severity that is known of one population, a row each, means first. */
export function RobustnessCells({ level }: { level: RobustnessLevel }) {
  const { robustness, name } = level;
  const { clean, cells: known } = robustness;
  const means = corruptionIds.flatMap((id) => {
    const change = changeAt(robustness, id, 0);
    return change ? [{ key: id, cells: [corruptionTitle(id), 'mean', ...cells(change), '–', '–'] }] : [];
  });
  const all = changeAt(robustness, null, 0);
  const fixed = imagesFixed(robustness);
  return (
    <ChartTable
      caption={
        `${name} against dense, ${count(robustness.images)} images, ` +
        `${count(clean.right.dense.length)} and ${count(clean.right.compressed.length)} networks. ` +
        'Points are of top-1, compressed minus dense; in brackets 95% intervals over networks, these ' +
        'images.' +
        (fixed ? ` ${fixed}` : '')
      }
      columns={[
        'Corruption',
        'Severity',
        'Dense top-1',
        'Compressed top-1',
        'Dense lost, points',
        'Compressed lost, points',
        'Difference, points',
        'Relative to dense',
        'Relative, 95%, images too',
        'Added by corruption, points',
        'Added, 95%, images too',
        'PIEs',
        'Also PIEs clean',
      ]}
      rows={[
        {
          key: 'clean',
          cells: [
            'None',
            '–',
            ...cells(changeUnder(robustness, clean)),
            count(clean.pies),
            count(clean.pies),
          ],
        },
        ...(all ? [{ key: 'all', cells: ['All corruptions', 'mean', ...cells(all), '–', '–'] }] : []),
        ...means,
        ...corruptionIds.flatMap((id) =>
          known
            .filter(({ corruption }) => corruption === id)
            .map(({ severity, right, hits, pies }) => ({
              key: `${id} ${severity}`,
              cells: [
                corruptionTitle(id),
                String(severity),
                ...cells(changeUnder(robustness, { right, hits })),
                count(pies?.count),
                count(pies?.alsoClean),
              ],
            })),
        ),
      ]}
    />
  );
}
