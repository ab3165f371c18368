// What every channel has of its own: norms, activations, slopes and biases, forward and backward.

import type { Activation } from '../../../model/layers/activations';
import type { Shape } from '../../../model/layers/kind';
import type { AffineStep, ConvStep, LayerNormStep, PreluStep } from '../../steps';
import { activationWords, bitsOf } from '../convolution';
import { isAtMostRelu } from '../programs';
import { type Dispatch, imageGroups, type Room } from './dispatch';

/**
 * What a step multiplies and shifts its channels by, [member][channel] pairs, as its forward has left them.
 */
export type Affine = {
  pairs: GPUBuffer;
  /** What is taken from a value first, and one over the deviation. */
  statistics: GPUBuffer;
};

type Owner = { weight: string; bias: string | null };

/** The tensors of a step with channels of its own; null where it has none. */
function ownerOf(step: AffineStep | LayerNormStep | PreluStep): Owner | null {
  if (step.kind === 'prelu') return { weight: `${step.name}.weight`, bias: null };
  if (step.kind === 'layerNorm') return { weight: `${step.name}.weight`, bias: `${step.name}.bias` };
  if (!step.norm) return null;
  const isBiased = step.norm.kind === 'batchNorm' || step.norm.bias;
  return { weight: `${step.norm.name}.weight`, bias: isBiased ? `${step.norm.name}.bias` : null };
}

/** Where a step's weights and biases begin, whether it has biases, and how many weights. */
function placesOf({ layout }: Room, { weight, bias }: Owner): number[] {
  const weights = layout.places.get(weight)!;
  return [
    weights.first,
    bias === null ? 0 : layout.places.get(bias)!.first,
    bias === null ? 0 : 1,
    weights.count,
  ];
}

const BATCH_NORM = 1;
const SLOPES = 2;
const BIAS_ALONE = 3;
const GIVEN = 4;

/** Room for a step's pairs and statistics: identity until they are written. */
export function createAffine({ work, members }: Room, { channels }: Shape): Affine {
  const identity = (pair: [number, number]) =>
    Float32Array.from({ length: members * channels * 2 }, (_, i) => pair[i % 2]);
  return {
    pairs: work.arena.upload('scale and shift', identity([1, 0])),
    statistics: work.arena.upload('statistics', identity([0, 1])),
  };
}

/**
 * Writes a step's pairs from the networks' values and, for a BatchNorm, the batch's moments. Null where it
 * has no own.
 */
export function writePairs(
  room: Room,
  step: AffineStep | LayerNormStep | PreluStep,
  { pairs, statistics }: Affine,
  moments: GPUBuffer | null,
): Dispatch | null {
  const owner = ownerOf(step);
  if (!owner) return null;
  const { work, members, layout, values, images4 } = room;
  const { channels, height, width } = step.output;
  const norm = step.kind === 'affine' && step.norm?.kind === 'batchNorm' ? step.norm : null;
  const mode = norm ? BATCH_NORM : 0;
  const count = images4 * 4 * height * width;
  const shape = work.arena.uniform('pairs', [
    channels,
    layout.size,
    ...placesOf(room, owner),
    mode,
    count,
    bitsOf(norm?.epsilon ?? 0),
    members,
  ]);
  return {
    kernel: 'pairs',
    bindings: [shape, values.masked, moments ?? work.arena.storage('no moments', 8), pairs, statistics],
    workgroups: [Math.ceil((members * channels) / work.programs.lanes), 1, 1],
  };
}

/** Values by channel, and the gradient by what comes of them. */
type Passing = {
  shape: Shape;
  activation: Activation | null;
  input: GPUBuffer;
  gradient: GPUBuffer;
  affine: Affine;
};

function words(
  room: Room,
  shape: Shape,
  mode: number,
  activation: number[],
  places: number[],
  adds: boolean,
) {
  const { channels, height, width } = shape;
  const pixels = height * width;
  const all = room.images4 * 4 * pixels;
  return [
    channels,
    pixels,
    mode,
    ...activation,
    room.layout.size,
    ...places,
    all,
    room.members,
    adds ? 1 : 0,
  ];
}

/**
 * Sums over images and pixels into the gradients of what the channels own, and the factors of what passes.
 */
function ownGradients(
  room: Room,
  { shape, activation, input, gradient, affine }: Passing,
  uniform: GPUBuffer,
  factors: GPUBuffer,
): Dispatch[] {
  const { work, members, activations, values, images4 } = room;
  const rows = members * shape.channels;
  const sums = work.arena.storage('sums', rows * images4 * 32);
  const { tile } = activations;
  return [
    {
      kernel: isAtMostRelu(activation) ? 'channelSumsPlain' : 'channelSums',
      bindings: [tile, uniform, input, gradient, affine.pairs, affine.statistics, sums],
      workgroups: [imageGroups(room), 1, rows],
    },
    {
      kernel: 'channelFactors',
      bindings: [tile, uniform, sums, affine.pairs, affine.statistics, values.gradients, factors],
      workgroups: [Math.ceil(rows / work.programs.lanes), 1, 1],
    },
  ];
}

function createFactors({ work, members }: Room, { channels }: Shape): GPUBuffer {
  const values = Float32Array.from({ length: members * channels * 4 }, (_, i) => (i % 4 === 0 ? 1 : 0));
  return work.arena.upload('factors', values);
}

/**
 * Through a norm, an activation, or slopes: gradients of their own, and that by the input into `output` where
 * there is one.
 */
export function affineGradient(
  room: Room,
  step: AffineStep | PreluStep,
  input: GPUBuffer,
  gradient: GPUBuffer,
  affine: Affine,
  output: GPUBuffer | null,
  adds: boolean,
): Dispatch[] {
  const { work, members, activations } = room;
  const owner = ownerOf(step);
  const isBatchNorm = step.kind === 'affine' && step.norm?.kind === 'batchNorm';
  const mode = step.kind === 'prelu' ? SLOPES : isBatchNorm ? BATCH_NORM : 0;
  const activation = step.kind === 'affine' ? step.activation : null;
  const places = owner ? placesOf(room, owner) : [0, 0, 0, 0];
  const shape = step.output;
  const uniform = work.arena.uniform(
    'channels',
    words(room, shape, mode, activationWords(activation), places, adds),
  );
  const factors = createFactors(room, shape);
  const passing = { shape, activation, input, gradient, affine };
  const own = owner ? ownGradients(room, passing, uniform, factors) : [];
  if (!output) return own;
  const through: Dispatch = {
    kernel: isAtMostRelu(activation) ? 'channelGradientPlain' : 'channelGradient',
    bindings: [activations.tile, uniform, input, gradient, affine.pairs, affine.statistics, factors, output],
    workgroups: [imageGroups(room), shape.height * shape.width, members * shape.channels],
  };
  return [...own, through];
}

/** The gradient of a convolution's bias, given that by its output. */
export function biasGradient(room: Room, step: ConvStep, gradient: GPUBuffer): Dispatch[] {
  const { work } = room;
  const { first } = room.layout.places.get(`${step.name}.bias`)!;
  const places = [0, first, 1, step.output.channels];
  const uniform = work.arena.uniform('bias', words(room, step.output, BIAS_ALONE, [0, 0, 0], places, false));
  const affine = createAffine(room, step.output);
  const passing = { shape: step.output, activation: null, input: gradient, gradient, affine };
  return ownGradients(room, passing, uniform, createFactors(room, step.output));
}

/** Through a LayerNorm, as `affineGradient`. */
export function layerNormGradient(
  room: Room,
  step: LayerNormStep,
  input: GPUBuffer,
  gradient: GPUBuffer,
  affine: Affine,
  output: GPUBuffer | null,
  adds: boolean,
): Dispatch[] {
  const { work, members, activations, images4 } = room;
  const { channels, height, width } = step.output;
  const size = members * channels * height * width * images4 * 16;
  const centred = work.arena.storage('centred', size);
  const through = output ?? work.arena.storage('unused', size);
  const shape = work.arena.uniform('layer norm', [
    channels,
    height * width,
    bitsOf(step.epsilon),
    adds ? 1 : 0,
  ]);
  const places = placesOf(room, ownerOf(step)!);
  const uniform = work.arena.uniform('channels', words(room, step.output, GIVEN, [0, 0, 0], places, false));
  const identity = createAffine(room, step.output);
  const passing = { shape: step.output, activation: null, input: centred, gradient, affine: identity };
  return [
    {
      kernel: 'layerNormGradient',
      bindings: [activations.tile, shape, input, gradient, affine.pairs, centred, through],
      workgroups: [imageGroups(room), height * width, members],
    },
    ...ownGradients(room, passing, uniform, createFactors(room, step.output)),
  ];
}
