import type { Accuracy, Both, Estimate } from '../findings';
import { pairedTest, welchInterval } from '../statistics/tTest';

/**
 * 100 (mean accuracy compressed - mean accuracy dense), points, with its 95% interval over networks: of the
 * paired differences for paired populations, else Welch's; null with one network on a side. `n` counts the
 * compressed networks.
 */
export function accuracyChange(top1: Both<Accuracy>, paired: boolean): Estimate {
  const [dense, compressed] = [top1.dense.perMember, top1.compressed.perMember];
  const interval = paired ? pairedTest(compressed, dense).interval : welchInterval(compressed, dense);
  return {
    value: 100 * (top1.compressed.mean.value - top1.dense.mean.value),
    interval: interval && [100 * interval[0], 100 * interval[1]],
    n: compressed.length,
  };
}
