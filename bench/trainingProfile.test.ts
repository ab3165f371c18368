import { expect, test } from 'vitest';
import { partOf, profileOf, profileRows } from './trainingProfile';

test('a step’s parts share its time, and each says at what share of the peak it runs', () => {
  const calls = [
    { part: 'set-up', ms: 50 },
    { part: partOf('convolveBlocks', false), ms: 4 },
    { part: partOf('normSums', true), ms: 1 },
    { part: partOf('kernelGradient', true), ms: 8 },
    { part: partOf('convolveRows', true), ms: 2 },
    { part: 'the rest', ms: 5 },
  ] as const;
  const works = [
    { multiplyAdds: 30, isFirst: true },
    { multiplyAdds: 10, isFirst: false },
  ];
  const profile = profileOf({ calls, works, optimiser: 1, images: 2, peak: 40 });
  expect(profile).toMatchObject({ ms: 20, ofPeak: 180 / 20 / 40 });
  expect(profileRows({ simd: 'plain', peak: 40_000, profiles: { dense: profile } })).toEqual([
    ['part', 'ms', 'share of the time', 'of the peak'],
    ['training, dense', '20.0', '', '23%'],
    ['training, dense: forward', '4.0', '20%', '50%'],
    ['training, dense: input gradient', '2.0', '10%', '25%'],
    ['training, dense: weight gradient', '8.0', '40%', '25%'],
    ['training, dense: BatchNorm and ReLU', '1.0', '5%', ''],
    ['training, dense: other kernels', '0.0', '0%', ''],
    ['training, dense: optimiser', '1.0', '5%', ''],
    ['training, dense: the rest', '4.0', '20%', ''],
    ['training, dense: set-up', '50.0', '', ''],
  ]);
});
