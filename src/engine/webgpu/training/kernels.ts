// The kernels of training, compiled when the first network is trained.

import type { Operation } from '../failure';
import poolShape from '../kernels/poolShape.wgsl?raw';
import tiled from '../kernels/tiled.wgsl?raw';
import factorsSource from '../kernels/training/channelFactors.wgsl?raw';
import channelSource from '../kernels/training/channelGradient.wgsl?raw';
import channelShape from '../kernels/training/channelShape.wgsl?raw';
import sumsHead from '../kernels/training/channelSums.wgsl?raw';
import sumsSource from '../kernels/training/channelSumsPixels.wgsl?raw';
import convolveSource from '../kernels/training/convolve.wgsl?raw';
import copySource from '../kernels/training/copyGradient.wgsl?raw';
import descendSource from '../kernels/training/descend.wgsl?raw';
import gatherSource from '../kernels/training/gather.wgsl?raw';
import inputSource from '../kernels/training/inputGradient.wgsl?raw';
import joinSource from '../kernels/training/joinGradient.wgsl?raw';
import layerNormSource from '../kernels/training/layerNormGradient.wgsl?raw';
import lossSource from '../kernels/training/loss.wgsl?raw';
import pairsSource from '../kernels/training/pairs.wgsl?raw';
import poolSource from '../kernels/training/poolGradient.wgsl?raw';
import shape from '../kernels/training/shape.wgsl?raw';
import partialsSource from '../kernels/training/sumPartials.wgsl?raw';
import weightSource from '../kernels/training/weightGradient.wgsl?raw';
import { compileProgram } from '../programs';

/** What an invocation computes together. */
export type TrainingBlocks = {
  /** Channels that come of a convolution, forward or by its input. */
  wide: number;
  /** vec4s of images in these; a batch has a multiple of four vec4s. */
  vectors: number;
  /** Channels that go into one of their turns: one, or four as a product of a matrix. */
  atOnce: 1 | 4;
  /** Input channels in a gradient by weights at one place of the kernel. */
  inputs: number;
};

/**
 * The blocks for an adapter. A processor keeps few sums in registers anyway, and loads are dear to it: larger
 * blocks need fewer for each product. Still larger ones take it too long to compile.
 */
const blocksFor = (software: boolean): TrainingBlocks =>
  software ? { wide: 16, vectors: 4, atOnce: 4, inputs: 16 } : { wide: 16, vectors: 2, atOnce: 1, inputs: 8 };

/** Output channels of a gradient by weights, and weights of each where they are of several places. */
export const WEIGHT_BLOCK = { outputs: 8, taps: 8 };

const sources = {
  gather: [tiled + gatherSource, 'main'],
  convolve: [tiled + shape + convolveSource, 'main'],
  convolveFew: [tiled + shape + convolveSource, 'main'],
  convolveOne: [tiled + shape + convolveSource, 'main'],
  inputGradient: [tiled + shape + inputSource, 'main'],
  inputGradientFew: [tiled + shape + inputSource, 'main'],
  inputGradientOne: [tiled + shape + inputSource, 'main'],
  weightGradient: [tiled + shape + weightSource, 'main'],
  weightGradientFew: [tiled + shape + weightSource, 'main'],
  weightGradientOne: [tiled + shape + weightSource, 'main'],
  sumPartials: [partialsSource, 'main'],
  pairs: [pairsSource, 'main'],
  channelSums: [tiled + channelShape + sumsHead + sumsSource, 'main'],
  channelSumsPlain: [tiled + channelShape + sumsHead + sumsSource, 'main'],
  channelFactors: [tiled + channelShape + factorsSource, 'main'],
  channelGradient: [tiled + channelShape + sumsHead + channelSource, 'main'],
  channelGradientPlain: [tiled + channelShape + sumsHead + channelSource, 'main'],
  joinGradient: [tiled + joinSource, 'main'],
  copyGradient: [tiled + copySource, 'main'],
  poolGradient: [tiled + poolShape + poolSource, 'main'],
  layerNormGradient: [tiled + layerNormSource, 'main'],
  lossPerImage: [tiled + lossSource, 'perImage'],
  lossPerMember: [tiled + lossSource, 'perMember'],
  descend: [descendSource, 'main'],
  mask: [descendSource, 'mask'],
} as const;

export type TrainingKernel = keyof typeof sources;

/** Compiles kernels when they are first asked for, and keeps them. */
export type TrainingKernels = {
  blocks: TrainingBlocks;
  get(
    names: Iterable<TrainingKernel>,
    operation: Operation,
  ): Promise<Map<TrainingKernel, GPUComputePipeline>>;
};

// Names of kernels for one channel that comes out end so, and of those for few that go in.
const ONE = 'One';
const FEW = 'Few';

/** The source of a kernel for `blocks`, and how often its lines are repeated. */
function shaped(name: TrainingKernel, { wide, vectors, atOnce, inputs }: TrainingBlocks) {
  const isOne = name.endsWith(ONE);
  const isFew = isOne || name.endsWith(FEW);
  const isGradient = name.startsWith('weightGradient');
  const isSingle = isFew || (atOnce === 1 && !isGradient);
  const channels = isOne ? 1 : isGradient ? WEIGHT_BLOCK.outputs : wide;
  const taps = isFew ? WEIGHT_BLOCK.taps : inputs;
  const head = `const vectors = ${vectors}u;\nconst atOnce = ${isSingle ? 1 : atOnce}u;\n`;
  const source = sources[name][0].replaceAll('BLOCK', `${channels}`).replaceAll('TAPS', `${taps}`);
  return { source: head + source, counts: { vectors, single: isSingle ? 1 : 0, quads: isSingle ? 0 : 1 } };
}

/** The training kernels of a device, for workgroups of `lanes` invocations. */
export function createTrainingKernels(device: GPUDevice, lanes: number, software: boolean): TrainingKernels {
  const blocks = blocksFor(software);
  const compiled = new Map<TrainingKernel, Promise<GPUComputePipeline>>();
  const compile = (name: TrainingKernel) => {
    const known = compiled.get(name);
    if (known) return known;
    const { source, counts } = shaped(name, blocks);
    const pipeline = compileProgram(device, name, source, sources[name][1], lanes, counts);
    compiled.set(name, pipeline);
    return pipeline;
  };
  return {
    blocks,
    async get(names, operation) {
      const pipelines = [...new Set(names)].map(
        async (name) => [name, await operation.wait(compile(name))] as const,
      );
      return new Map(await Promise.all(pipelines));
    },
  };
}
