/** Curves of networks that learn, as the charts draw them. */
import type { Ink } from '../../charts/DotStrip';
import type { TrainingPoint } from '../../model/checkpoint';

/**
 * A population that is trained: its name, its colour, the share of weights that it loses, and a curve a
 * network.
 */
export type TrainedSeries = { name: string; ink: Ink; level: number; curves: TrainingPoint[][] };

export type Measure = 'loss' | 'accuracy' | 'sparsity';

/** The mean, step by step, over the networks that have come to that step. */
export function meanCurve(curves: TrainingPoint[][], measure: Measure): [step: number, mean: number][] {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const curve of curves) {
    for (const point of curve) {
      if (!Number.isFinite(point[measure])) continue;
      const entry = sums.get(point.step) ?? { sum: 0, count: 0 };
      sums.set(point.step, { sum: entry.sum + point[measure], count: entry.count + 1 });
    }
  }
  return [...sums]
    .map(([step, { sum, count }]): [number, number] => [step, sum / count])
    .sort(([a], [b]) => a - b);
}

/** A name at the end of a line, px across and down. */
export type EndName = { name: string; ink: Ink; at: number; down: number };

/**
 * Names that would lie on each other moved apart: `line` px from one to the next of those less than `near` px
 * away, from the top down, and where they would leave the plot at `ground`, from there up again.
 */
export function apart(ends: EndName[], { near, line, ground }: Record<'near' | 'line' | 'ground', number>) {
  const names = ends.map((end) => ({ ...end })).sort((a, b) => a.down - b.down);
  const beside = (a: EndName, b: EndName) => Math.abs(a.at - b.at) < near;
  names.forEach((end, i) => {
    const above = names.slice(0, i).filter((other) => beside(end, other));
    end.down = Math.max(end.down, ...above.map(({ down }) => down + line));
  });
  for (let i = names.length - 1; i >= 0; i--) {
    const below = names.slice(i + 1).filter((other) => beside(names[i], other));
    names[i].down = Math.min(names[i].down, ground, ...below.map(({ down }) => down - line));
  }
  return names;
}
