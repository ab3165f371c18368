import { expect, test } from 'vitest';
import { type TrainingMeasured, trainingFigures } from './trainingFigures';

const line = { slope: 1, intercept: 0, r2: 0.99 };
const fit = { what: 'networks', points: [], line };
const measured: TrainingMeasured = {
  training: {
    batch: 256,
    images: 2560,
    threads: 2,
    multiplyAddsPerImage: 3,
    dense: [20, 10],
    sparse: [100, 60],
    peak: [100, 60],
    runs: { epochs: 7, images: 2560, dense: [4, 9], gradual: [2, 3] },
    finetune: { members: 10, images: 10_000, seconds: [7, 9] },
    members: fit,
    byImages: { ...fit, line: { ...line, r2: 0.9 } },
  },
  trainingMemory: {
    population: 'dense',
    members: 10,
    images: 2560,
    samples: [9],
    webAssembly: [100],
    megabytes: 109,
  },
  trainingProfile: null,
  trainingGpu: { adapter: 'a', members: 10, batch: 64, difference: 1e-6, ours: [20, 30], tfjs: [1, 2] },
  trainingJax: {
    wasm: { ours: [6, 8], sparse: [20, 40], jax: [1, 2], tried: { 32: 1 }, difference: 0 },
    webgpu: null,
  },
  pytorch: {
    version: '1.13',
    batch: 64,
    tried: { 64: 8, 256: 5 },
    dense: [6, 7],
    masked: [10, 9],
    ours: { dense: [10, 5], sparse: [50, 30] },
  },
};

test('ratios are of one round or beside the other library at its fastest, PyTorch a core each', () => {
  const medians = Object.entries(trainingFigures(measured)).map(([name, spread]) => [name, spread?.median]);
  expect(Object.fromEntries(medians)).toEqual({
    trainDenseOfPeak: (0.6 + 0.5) / 2,
    trainSparse90VsDense: 5.5,
    trainGradualVsDense: 2.5,
    trainWebgpuVsTfjs: 12.5,
    trainDenseVsJaxJs: 3.5,
    trainSparse90VsJaxJs: 15,
    trainWebgpuVsJaxJs: undefined,
    trainSparse90VsPyTorch: (50 + 30) / 2 / 10,
    trainDenseVsPyTorch: (10 + 5) / 2 / 8,
    finetuneSeconds: 8,
    fitTrainMembers: 0.99,
    fitTrainImages: 0.9,
    trainMemoryMb: 109,
  });
});

test('what was measured on fewer networks or images than a bar is for is no figure of it', () => {
  const { training, trainingMemory } = measured;
  const less = {
    ...measured,
    training: training && { ...training, finetune: { ...training.finetune, images: 320 } },
    trainingMemory: trainingMemory && { ...trainingMemory, members: 4 },
    pytorch: null,
  };
  expect(trainingFigures(less)).toMatchObject({
    finetuneSeconds: null,
    trainMemoryMb: null,
    trainDenseVsPyTorch: null,
  });
});
