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
