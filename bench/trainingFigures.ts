// The figures of training, of the parts that measure it.
import { ratioOf, type Spread, spreadOf } from '../src/model/measurements';
import type { Figure } from './figures';
import type { Fit, MemoryResult } from './results';
import type { TrainingProfileResult } from './trainingProfile';

/**
 * Training in WebAssembly. Rates are images a second of all cores together, round by round; `peak`
 * multiply-adds a second of all cores.
 */
export type TrainingResult = {
  batch: number;
  images: number;
  threads: number;
  /** Of one image: forward, by the weights, and by the inputs of all layers but the first. */
  multiplyAddsPerImage: number;
  dense: number[];
  sparse: number[];
  peak: number[];
  /** Seconds of whole runs of `epochs` epochs, round by round. */
  runs: { epochs: number; images: number; dense: number[]; gradual: number[] };
  finetune: { members: number; images: number; seconds: number[] };
  members: Fit;
  byImages: Fit;
};

/** Steps of `members` networks a second, ours and tfjs-webgpu's one network after the other. */
export type TrainingGpuResult = {
  adapter: string;
  members: number;
  batch: number;
  /** The largest difference of a first step's gradients of a tensor, as a share of its length. */
  difference: number;
  ours: number[];
  tfjs: number[];
};

/** Images a second of all networks together, round by round, and jax-js by (networks mapped x batch). */
type BesideJax = {
  ours: number[];
  sparse: number[];
  jax: number[];
  tried: Record<string, number>;
  difference: number;
};

export type TrainingJaxResult = { wasm: BesideJax; webgpu: BesideJax | null };

/**
 * Ours and PyTorch, by turns on one core: images a second, round by round, PyTorch's at its best batch, dense
 * and multiplied by a mask.
 */
export type PytorchResult = {
  version: string;
  batch: number;
  tried: Record<string, number>;
  dense: number[];
  masked: number[];
  ours: { dense: number[]; sparse: number[] };
};

export type TrainingMeasured = {
  training: TrainingResult | null;
  trainingMemory: MemoryResult | null;
  trainingProfile: TrainingProfileResult | null;
  trainingGpu: TrainingGpuResult | null;
  trainingJax: TrainingJaxResult | null;
  pytorch: PytorchResult | null;
};

/** The networks and images that a figure's bar is for. */
const FINETUNED = { members: 10, images: 10_000 };

type TrainingFigure = Extract<Figure, `train${string}` | `fitTrain${string}` | 'finetuneSeconds'>;

const one = (value: number): Spread => ({ median: value, least: value, most: value, runs: 1 });

/** Rounds of a beside the fastest of b. */
function againstBest(a: readonly number[], b: readonly number[]): Spread {
  const best = Math.max(...b);
  return spreadOf(a.map((value) => value / best));
}

/**
 * Every figure of training; null where it was not measured, or on fewer networks or images than its bar is
 * for.
 */
export function trainingFigures(measured: TrainingMeasured): Record<TrainingFigure, Spread | null> {
  const { training, trainingMemory, trainingGpu, trainingJax, pytorch } = measured;
  const jaxed = (of: BesideJax | null | undefined, side: 'ours' | 'sparse') =>
    of ? againstBest(of[side], [...of.jax, ...Object.values(of.tried)]) : null;
  const theirs = pytorch && [...Object.values(pytorch.tried), ...pytorch.dense];
  const isWhole =
    training &&
    training.finetune.members === FINETUNED.members &&
    training.finetune.images === FINETUNED.images;
  return {
    trainDenseOfPeak:
      training &&
      ratioOf(
        training.dense.map((rate) => rate * training.multiplyAddsPerImage),
        training.peak,
      ),
    trainSparse90VsDense: training && ratioOf(training.sparse, training.dense),
    trainGradualVsDense: training && ratioOf(training.runs.dense, training.runs.gradual),
    trainDenseVsJaxJs: jaxed(trainingJax?.wasm, 'ours'),
    trainSparse90VsJaxJs: jaxed(trainingJax?.wasm, 'sparse'),
    trainWebgpuVsJaxJs: jaxed(trainingJax?.webgpu, 'ours'),
    trainWebgpuVsTfjs: trainingGpu && againstBest(trainingGpu.ours, trainingGpu.tfjs),
    trainSparse90VsPyTorch:
      pytorch && theirs && againstBest(pytorch.ours.sparse, [...theirs, ...pytorch.masked]),
    trainDenseVsPyTorch: pytorch && theirs && againstBest(pytorch.ours.dense, theirs),
    finetuneSeconds: isWhole ? spreadOf(training.finetune.seconds) : null,
    fitTrainMembers: training && one(training.members.line.r2),
    fitTrainImages: training && one(training.byImages.line.r2),
    trainMemoryMb: trainingMemory?.members === FINETUNED.members ? one(trainingMemory.megabytes) : null,
  };
}
