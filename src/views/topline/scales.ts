import { type At, along } from '../../charts/along';
import type { Point } from './levels';

/** Keeps the logarithm finite for a perfect network. */
const PERFECT = 0.002;

/**
 * Top-1 accuracy (0..1) to px, logarithmic in the error, so that a loss of one point and a collapse to chance
 * are both legible in one figure. `ticks` are round accuracies at least 24 px apart.
 */
export function accuracyScale(points: Point[], bottom: number, top: number): { y: At; ticks: number[] } {
  const values = points.flatMap(({ top1 }) => [...top1.perMember, top1.mean.value]);
  const low = Math.max(0, Math.min(...values, 1) - 0.004);
  const high = Math.min(1, Math.max(...values, 0) + 0.004);
  const error = (accuracy: number) => 1 - accuracy + PERFECT;
  const scale = along(
    { domain: values.length ? [error(low), error(high)] : [1, 0.1], kind: 'log' },
    bottom,
    top,
  );
  const y = (accuracy: number) => scale(error(accuracy));
  const ticks: number[] = [];
  for (const step of [20, 10, 5, 2, 1, 0.5]) {
    for (let value = Math.ceil((100 * low) / step) * step; value <= 100 * high + 1e-9; value += step) {
      const accuracy = value / 100;
      if (ticks.every((tick) => Math.abs(y(tick) - y(accuracy)) >= 24)) ticks.push(accuracy);
    }
  }
  return { y, ticks: values.length ? ticks.sort((a, b) => a - b) : [] };
}

/** PIE counts to px on a square-root scale from 0. `ticks` are round counts at least 22 px apart. */
export function pieScale(points: Point[], bottom: number, top: number): { y: At; ticks: number[] } {
  const most = Math.max(1, ...points.map(({ pies }) => pies ?? 0));
  const y = along({ domain: [0, most * 1.05], kind: 'sqrt' }, bottom, top);
  const ticks: number[] = [0];
  for (let power = Math.floor(Math.log10(most)); power >= 0; power -= 1) {
    for (const lead of [1, 5, 2]) {
      const tick = lead * 10 ** power;
      if (tick <= most && ticks.every((other) => Math.abs(y(other) - y(tick)) >= 22)) ticks.push(tick);
    }
  }
  return { y, ticks: ticks.sort((a, b) => a - b) };
}

/**
 * Where levels stand across: linear in sparsity from the dense networks on, the null population left
 * of them; with `aside`, room at the right for what has no sparsity.
 */
export function levelScale(
  left: number,
  right: number,
  aside = false,
): (point: { series: string; sparsity: number }) => number {
  const step = Math.min(110, (right - left) * 0.16);
  const x = along({ domain: [0, 1] }, left + 1.5 * step, aside ? right - step : right);
  return ({ series, sparsity }) => {
    if (series === 'null') return left + step / 2;
    return series === 'aside' ? right - 0.45 * step : x(sparsity);
  };
}
