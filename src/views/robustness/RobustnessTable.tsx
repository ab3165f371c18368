import { type Change, type CorruptionChange, changeUnder } from '../../audit/levels/robustness';
import { ChartTable } from '../../charts/ChartTable';
import { corruptionIds, corruptionTitle } from '../../corruptions/corrupt';
import { bracketed, count, counted, decimal, percent, range, signed } from '../../text/format';
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

/** A row: what was done to the images, what it changed, and the PIEs where they were counted. */
type Cell = { name: string; severity?: string; change: CorruptionChange; pies?: number; alsoClean?: number };

const ends = (interval: [number, number] | null) => range(interval, (end) => signed(end));

/** Every corruption and severity that is known of one population, a row each, means first. */
export function RobustnessCells({ level }: { level: RobustnessLevel }) {
  const { robustness, name } = level;
  const { clean, cells: known } = robustness;
  const mean = (name: string, corruption: (typeof corruptionIds)[number] | null): Cell[] => {
    const change = changeAt(robustness, corruption, 0);
    return change ? [{ name, severity: 'mean', change }] : [];
  };
  const fixed = imagesFixed(robustness);
  return (
    <ChartTable
      caption={
        `${name} against dense, ${counted(robustness.images, 'image')}, ` +
        `${count(clean.right.dense.length)} and ${counted(clean.right.compressed.length, 'network')}. ` +
        'Points are of top-1, compressed minus dense; in brackets 95% intervals over networks, these ' +
        'images.' +
        (fixed ? ` ${fixed}` : '')
      }
      columns={[
        ['Corruption', ({ name }) => name],
        ['Severity', ({ severity = '–' }) => severity],
        ['Dense top-1', ({ change }) => top1(change.top1.dense)],
        ['Compressed top-1', ({ change }) => top1(change.top1.compressed)],
        ['Dense lost, points', ({ change }) => points(change.lost.dense)],
        ['Compressed lost, points', ({ change }) => points(change.lost.compressed)],
        ['Difference, points', ({ change }) => points(change.points)],
        ['Relative to dense', ({ change }) => percents(change.relative)],
        ['Relative, 95%, images too', ({ change }) => ends(change.relativeCrossed)],
        ['Added by corruption, points', ({ change }) => points(change.added)],
        ['Added, 95%, images too', ({ change }) => ends(change.addedCrossed)],
        ['PIEs', ({ pies }) => count(pies)],
        ['Also PIEs clean', ({ alsoClean }) => count(alsoClean)],
      ]}
      rows={[
        {
          name: 'None',
          change: changeUnder(robustness, clean),
          pies: clean.pies ?? undefined,
          alsoClean: clean.pies ?? undefined,
        },
        ...mean('All corruptions', null),
        ...corruptionIds.flatMap((id) => mean(corruptionTitle(id), id)),
        ...corruptionIds.flatMap((id) =>
          known
            .filter(({ corruption }) => corruption === id)
            .map(
              ({ severity, right, hits, pies }): Cell => ({
                name: corruptionTitle(id),
                severity: String(severity),
                change: changeUnder(robustness, { right, hits }),
                pies: pies?.count,
                alsoClean: pies?.alsoClean,
              }),
            ),
        ),
      ]}
    />
  );
}
