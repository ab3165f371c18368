import { kernelName, kernelShape, type PrunableLayer, prunableLayers } from './architecture';
import { patternSizes } from './patternSizes';
import type { Population } from './population';
import { keptKernels, type LayerCut, magnitudeKeys, memberKernels } from './prune';
import type { Pattern } from './variant';

/**
 * Index into a row-major kernel of every weight of one output channel, in the order in which hardware adds
 * them up: kernel row, kernel column, input channel, the channel fastest. For a dense layer with one value a
 * channel that is the order it has.
 */
function reductionOrder(layer: PrunableLayer): Uint32Array {
  const [, inputs, rows, columns] = kernelShape(layer);
  const taps = rows * columns;
  return Uint32Array.from({ length: inputs * taps }, (_, place) => {
    const tap = Math.floor(place / inputs);
    return (place % inputs) * taps + tap;
  });
}

/** Weights of one output channel that stay under a pattern; the last group counts as filled up with zeros. */
export function patternKept(pattern: Pattern, weights: number): number {
  const { kept, group } = patternSizes(pattern);
  return Math.floor(weights / group) * kept + Math.min(kept, weights % group);
}

/**
 * Bytes of `kept` weights in a pattern: a float16 value each, and its place in the group (2 bits of 4, 3 bits
 * of 8).
 */
export function patternBytes(pattern: Pattern, kept: number): number {
  return 2 * kept + Math.ceil((kept * Math.log2(patternSizes(pattern).group)) / 8);
}

function layerCut(layer: PrunableLayer, kernel: Float32Array, pattern: Pattern): LayerCut {
  const { kept, group } = patternSizes(pattern);
  const order = reductionOrder(layer);
  const keys = magnitudeKeys(kernel);
  const mask = new Uint8Array(kernel.length);
  for (let row = 0; row < kernel.length; row += order.length) {
    for (let first = 0; first < order.length; first += group) {
      const places = Array.from(order.subarray(first, first + group), (place) => row + place);
      // A stable sort by falling key, from the last: of equal magnitudes the first goes.
      places.reverse().sort((a, b) => keys[b] - keys[a]);
      for (const place of places.slice(0, kept)) mask[place] = 1;
    }
  }
  const left = layer.output * patternKept(pattern, order.length);
  return { name: kernelName(layer), size: kernel.length, kept: left, threshold: null, mask };
}

/**
 * N:M pruning of one member, layer by layer in manifest order. It takes every `group` consecutive weights of
 * one output channel, in the order row, column, input channel (the channel fastest). Those `kept` with the
 * largest |w| stay; of equal ones the later. A last group that is not full is taken as filled up with zeros,
 * as hardware does, so up to `kept` of it stay. Every convolution and dense kernel, first and last included.
 * `kernels` holds the kernels in that order.
 */
export function patternCuts(
  architecture: Parameters<typeof prunableLayers>[0],
  kernels: readonly Float32Array[],
  pattern: Pattern,
): LayerCut[] {
  return prunableLayers(architecture).map((layer, index) => layerCut(layer, kernels[index], pattern));
}

/** A population pruned in a pattern, BatchNorm as it was. */
export function prunePattern(population: Population, pattern: Pattern): Population {
  const kernels = keptKernels(population, (member) =>
    patternCuts(population.architecture, memberKernels(population, member), pattern),
  );
  return {
    ...population,
    key: `${population.key}|pruned(${pattern})`,
    variant: { kind: 'structured', method: pattern, recalibrated: false },
    tensors: { ...population.tensors, ...kernels },
  };
}
