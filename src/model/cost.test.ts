import { expect, test } from 'vitest';
import type { Architecture } from './architecture';
import { compressionCosts, patternBytes } from './cost';

const architecture: Architecture = {
  input: { channels: 3, height: 4, width: 4, mean: [0, 0, 0], std: [1, 1, 1] },
  layers: [
    { kind: 'conv', name: 'a', input: 3, output: 8, kernel: [3, 3], stride: 1, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'n', channels: 8, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: 8, output: 2, bias: true },
  ],
};

test('lists what every compression made here costs one network', () => {
  const costs = compressionCosts(architecture).map(({ variant, cost }) => {
    const name = variant.kind === 'quantised' ? variant.format : variant.method;
    return [name, Math.round(cost.weightsLeft * 232), cost.bytes, cost.multiplyAdds];
  });
  expect(costs).toEqual([
    ['float16', 232, 464, 216 * 16 + 16],
    ['int8', 232, 232 + 40, 216 * 16 + 16],
    ['fixed', 232, 232 + 40, 216 * 16 + 16],
    // 27 weights a channel: three groups of eight and one of three.
    ['4:8', 8 * 15 + 8, 240 + 45 + 16 + 3, 8 * 15 * 16 + 8],
    ['2:4', 8 * 14 + 8, 224 + 28 + 16 + 2, 8 * 14 * 16 + 8],
    ['channels', 6 * 27 + 12, 2 * 174, 162 * 16 + 12],
    ['channels', 4 * 27 + 8, 2 * 116, 108 * 16 + 8],
  ]);
});

test('a kept weight says where in its group it was', () => {
  expect([patternBytes('2:4', 8), patternBytes('4:8', 8), patternBytes('2:4', 1)]).toEqual([18, 19, 3]);
});
