// Numbers in fewer bits after training: float16, int8 weights, or fixed point.
import { bytes, count } from '../../../text/format';
import { kernelSize, prunableLayers } from '../../architecture';
import { int8Bytes, networkCost } from '../../cost';
import { fixedPointPopulation, quantiseWeights } from '../../quantise';
import type { Making } from './making';

/** Nothing is removed, so as much is multiplied. */
const multiplied = 'as many as before';

/** Kernels in int8: what both formats that have them share. */
const int8Kernels: Pick<Making, 'cost' | 'stored'> = {
  cost: (architecture) => ({
    ...networkCost(architecture, () => 0),
    bytes: int8Bytes(
      prunableLayers(architecture).map((layer) => ({ rows: layer.output, size: kernelSize(layer) })),
    ),
  }),
  stored: (left) => ({
    name: 'Stored as int8',
    bytes: left.bytes.int8,
    note: 'a byte a weight, and a float32 scale an output channel',
  }),
};

/** What is said of int8 kernels in the panel on weights; `activations` are told last. */
const keepsInt8 =
  (activations: string): Making['keeps'] =>
  (total, { bytes: size }, half) => {
    const came = half ? `, and ${bytes(size.float16)} as they came, in float16` : '';
    return (
      `Nothing is removed: ${count(total)} weights are rounded to at most 255 values an output ` +
      `channel. They take ${bytes(size.int8)} instead of ${bytes(size.float32)} in ` +
      `float32${came}. ${activations}.`
    );
  };

export const float16: Making = {
  multiplied,
  make: (dense) => quantiseWeights(dense, 'float16'),
  cost: (architecture) => networkCost(architecture, () => 0),
  stored: (left) => ({ name: 'Stored as float16', bytes: left.bytes.float16, note: '2 bytes a weight' }),
  keeps: (total, _, half) =>
    half
      ? `Nothing is removed: all ${count(total)} weights stay as they are, since they came as ` +
        'float16; biases and normalisation are rounded to it.'
      : `Nothing is removed: ${count(total)} weights are rounded to float16, and so are biases and ` +
        'normalisation.',
  definition: [
    'Every parameter is rounded to the nearest float16, ties to even: kernels, biases, BatchNorm’s ' +
      'factors and statistics. The shipped kernels are float16 already, so only the rest is rounded here: ' +
      'expect next to no change.',
  ],
};

export const int8: Making = {
  multiplied,
  ...int8Kernels,
  make: (dense) => quantiseWeights(dense, 'int8'),
  keeps: keepsInt8('Activations stay as they are'),
  definition: [
    'Each output channel c of every convolution and dense kernel has a step of its own, from its ' +
      'largest magnitude. Ties go to the even number. Biases, BatchNorm and activations stay ' +
      'float32. BatchNorm only multiplies whole output channels, so taking it into the kernel first ' +
      'would give the same numbers.',
  ],
};

export const fixed: Making = {
  multiplied,
  ...int8Kernels,
  make: async (dense, _, { ranges }) => fixedPointPopulation(dense, await ranges()),
  keeps: keepsInt8('Activations are rounded to 256 values a layer'),
  definition: [
    'Fixed point: int8 weights as above. Every activation tensor that is stored between two ' +
      'steps has a grid of 256 values, one grid for all of its channels. Such tensors are the ' +
      'network’s input, and what each convolution, addition, average or dense layer hands on after ' +
      'its BatchNorm and ReLU. Max pooling only selects, and the logits stay as they are. The range ' +
      'goes from a to b and has 0 in it. It is what the network, with its weights as trained, shows ' +
      'on the first 100 calibration images, which are the first training images. q is held within 0 ' +
      'and 255, ties to even.',
    'In WebAssembly a convolution of values that were rounded for convolutions alone adds its ' +
      'products in whole numbers of 32 bits. It is exact, as in integer hardware. The scale and shift ' +
      'after it, and all other sums, are floating point. WebGPU and TensorFlow.js simulate ' +
      'everything in float32, whose sums are rounded. So a value half way between two of the grid ' +
      'may fall to different sides on two devices.',
  ],
};
