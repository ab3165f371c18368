// Backward of the steps that run in plain TypeScript over the kernels' memory.
import { activationSlope } from '../../../model/layers/activations';
import type { LayerNormStep } from '../../steps';
import { LANES } from '../kernels';
import {
  eachMove,
  eachPixel,
  eachWindow,
  type Grid,
  joined,
  largest,
  type PlainStep,
  pixelMoments,
  placeIn,
  slopeOf,
} from './plainSteps';

/** What a step's own parameters are, and where their gradients are added. */
type Parameters = { values: Record<string, Float32Array>; gradients: Record<string, Float32Array> };

/**
 * Adds the gradient by input number `which` to `into`, of one group of images, given that by the output. The
 * gradients of the step's own parameters are added with those of input 0.
 */
export function backwardPlain(
  step: PlainStep,
  from: Grid[],
  gradient: Grid,
  which: number,
  into: Grid,
  { values, gradients }: Parameters,
): void {
  const { memory } = gradient;
  const [first, second] = from;
  const eachValue = (slope: (value: number, channel: number) => number) =>
    eachPixel(step.output, (c, y, x) => {
      const source = placeIn(first, c, y, x);
      const [passed, target] = [placeIn(gradient, c, y, x), placeIn(into, c, y, x)];
      for (let lane = 0; lane < LANES; lane++) {
        memory[target + lane] += memory[passed + lane] * slope(memory[source + lane], c);
      }
    });
  switch (step.kind) {
    case 'affine': {
      const { activation } = step;
      eachValue(activation ? activationSlope(activation) : () => 1);
      break;
    }
    case 'prelu': {
      const weights = values[`${step.name}.weight`];
      const sums = gradients[`${step.name}.weight`];
      eachPixel(step.output, (c, y, x) => {
        const [source, passed] = [placeIn(first, c, y, x), placeIn(gradient, c, y, x)];
        for (let lane = 0; lane < LANES; lane++) {
          sums[sums.length === 1 ? 0 : c] += memory[passed + lane] * Math.min(0, memory[source + lane]);
        }
      });
      eachValue((value, c) => (value < 0 ? slopeOf(weights, c) : 1));
      break;
    }
    case 'add':
    case 'multiply': {
      const other = joined(step, second);
      eachPixel(step.output, (c, y, x) => {
        const [a, b] = [placeIn(first, c, y, x), other(c, y, x)];
        const passed = placeIn(gradient, c, y, x);
        const target = which === 0 ? placeIn(into, c, y, x) : joined(step, into)(c, y, x);
        const factor = which === 0 ? b : a;
        for (let lane = 0; lane < LANES; lane++) {
          memory[target + lane] += memory[passed + lane] * (step.kind === 'add' ? 1 : memory[factor + lane]);
        }
      });
      break;
    }
    case 'maxPool':
    case 'globalMax': {
      // Values may have a border that their gradients lack.
      const add = (places: number[], passed: number, _: number, targets: number[]) => {
        for (let lane = 0; lane < LANES; lane++) {
          memory[targets[largest(memory, places, lane)] + lane] += memory[passed + lane];
        }
      };
      eachWindow(step, first, gradient, add, into);
      break;
    }
    case 'averagePool':
      eachWindow(step, into, gradient, (places, passed, divisor) => {
        for (const place of places) {
          for (let lane = 0; lane < LANES; lane++) memory[place + lane] += memory[passed + lane] / divisor;
        }
      });
      break;
    case 'layerNorm':
      backwardLayerNorm(step, first, gradient, into, { values, gradients });
      break;
    default:
      eachMove(step, intoOf(from, which, into), gradient, (source, target, passed) => {
        if (source !== which) return;
        for (let lane = 0; lane < LANES; lane++) memory[target + lane] += memory[passed + lane];
      });
  }
}

/** The inputs with the place for the gradient of one of them in its stead. */
function intoOf(from: Grid[], which: number, into: Grid): Grid[] {
  return from.map((grid, index) => (index === which ? into : grid));
}

function backwardLayerNorm(
  step: LayerNormStep,
  from: Grid,
  gradient: Grid,
  into: Grid,
  { values, gradients }: Parameters,
): void {
  const { memory } = gradient;
  const { channels } = step.output;
  const weights = values[`${step.name}.weight`];
  const [byWeight, byBias] = [gradients[`${step.name}.weight`], gradients[`${step.name}.bias`]];
  eachPixel({ ...step.output, channels: 1 }, (_, y, x) => {
    const source = placeIn(from, 0, y, x);
    const [passed, target] = [placeIn(gradient, 0, y, x), placeIn(into, 0, y, x)];
    for (let lane = 0; lane < LANES; lane++) {
      const [mean, inverse] = pixelMoments(step, from, source + lane);
      const centred = (c: number) => (memory[source + lane + c * from.channel] - mean) * inverse;
      const given = (c: number) => memory[passed + lane + c * gradient.channel];
      let [sum, product] = [0, 0];
      for (let c = 0; c < channels; c++) {
        sum += given(c) * weights[c];
        product += given(c) * weights[c] * centred(c);
        byWeight[c] += given(c) * centred(c);
        byBias[c] += given(c);
      }
      for (let c = 0; c < channels; c++) {
        const rest = given(c) * weights[c] - (sum + centred(c) * product) / channels;
        memory[target + lane + c * into.channel] += inverse * rest;
      }
    }
  });
}
