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

/** Channels of a block: of an output or input in convolutions, and of an output in weight gradients. */
export const BLOCKS = { wide: 16, weights: 8, taps: 8 };

/** `source` for blocks of so many channels. */
const blocked = (source: string, channels: number) =>
  source.replaceAll('BLOCK', String(channels)).replaceAll('TAPS', String(BLOCKS.taps));

/** vec4s of images that an invocation has in a convolution; a batch has a multiple of four. */
export const VECTORS = 2;

const head = `const vectors = ${VECTORS}u;\n`;

const sources = {
  gather: [tiled + gatherSource, 'main'],
  convolve: [tiled + shape + blocked(convolveSource, BLOCKS.wide), 'main'],
  convolveOne: [tiled + shape + blocked(convolveSource, 1), 'main'],
  inputGradient: [tiled + shape + blocked(inputSource, BLOCKS.wide), 'main'],
  inputGradientOne: [tiled + shape + blocked(inputSource, 1), 'main'],
  weightGradient: [tiled + shape + blocked(weightSource, BLOCKS.weights), 'main'],
  weightGradientOne: [tiled + shape + blocked(weightSource, 1), 'main'],
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
  get(
    names: Iterable<TrainingKernel>,
    operation: Operation,
  ): Promise<Map<TrainingKernel, GPUComputePipeline>>;
};

/** The training kernels of a device, for workgroups of `lanes` invocations. */
export function createTrainingKernels(device: GPUDevice, lanes: number): TrainingKernels {
  const compiled = new Map<TrainingKernel, Promise<GPUComputePipeline>>();
  const compile = (name: TrainingKernel) => {
    const known = compiled.get(name);
    if (known) return known;
    const [source, entry] = sources[name];
    const pipeline = compileProgram(device, name, head + source, entry, lanes, { vectors: VECTORS });
    compiled.set(name, pipeline);
    return pipeline;
  };
  return {
    async get(names, operation) {
      const pipelines = [...new Set(names)].map(
        async (name) => [name, await operation.wait(compile(name))] as const,
      );
      return new Map(await Promise.all(pipelines));
    },
  };
}
