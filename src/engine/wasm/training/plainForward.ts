// Forward of the steps that run in plain TypeScript over the kernels' memory.
import { activate } from '../../../model/layers/activations';
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

/** Runs a step for one group of images. */
export function forwardPlain(
  step: PlainStep,
  from: Grid[],
  to: Grid,
  values: Record<string, Float32Array>,
): void {
  const { memory } = to;
  const [first, second] = from;
  const eachValue = (of: (value: number, channel: number) => number) =>
    eachPixel(step.output, (c, y, x) => {
      const [source, target] = [placeIn(first, c, y, x), placeIn(to, c, y, x)];
      for (let lane = 0; lane < LANES; lane++) memory[target + lane] = of(memory[source + lane], c);
    });
  switch (step.kind) {
    case 'affine': {
      const { activation } = step;
      eachValue(activation ? activate(activation) : (value) => value);
      break;
    }
    case 'prelu': {
      const weights = values[`${step.name}.weight`];
      eachValue((value, c) => (value < 0 ? value * slopeOf(weights, c) : value));
      break;
    }
    case 'add':
    case 'multiply': {
      const other = joined(step, second);
      eachPixel(step.output, (c, y, x) => {
        const [a, b, target] = [placeIn(first, c, y, x), other(c, y, x), placeIn(to, c, y, x)];
        for (let lane = 0; lane < LANES; lane++) {
          const [one, two] = [memory[a + lane], memory[b + lane]];
          memory[target + lane] = step.kind === 'add' ? one + two : one * two;
        }
      });
      break;
    }
    case 'maxPool':
    case 'globalMax':
      eachWindow(step, first, to, (places, target) => {
        for (let lane = 0; lane < LANES; lane++) {
          memory[target + lane] = memory[places[largest(memory, places, lane)] + lane];
        }
      });
      break;
    case 'averagePool':
      eachWindow(step, first, to, (places, target, divisor) => {
        for (let lane = 0; lane < LANES; lane++) {
          let sum = 0;
          for (const place of places) sum += memory[place + lane];
          memory[target + lane] = sum / divisor;
        }
      });
      break;
    case 'layerNorm': {
      const [weights, biases] = [values[`${step.name}.weight`], values[`${step.name}.bias`]];
      eachPixel({ ...step.output, channels: 1 }, (_, y, x) => {
        const [source, target] = [placeIn(first, 0, y, x), placeIn(to, 0, y, x)];
        for (let lane = 0; lane < LANES; lane++) {
          const [mean, inverse] = pixelMoments(step, first, source + lane);
          for (let c = 0; c < step.output.channels; c++) {
            const centred = (memory[source + lane + c * first.channel] - mean) * inverse;
            memory[target + lane + c * to.channel] = centred * weights[c] + biases[c];
          }
        }
      });
      break;
    }
    default:
      if (step.kind === 'pad') {
        eachPixel(step.output, (c, y, x) => {
          memory.fill(step.value, placeIn(to, c, y, x), placeIn(to, c, y, x) + LANES);
        });
      }
      eachMove(step, from, to, (_, source, target) => {
        memory.copyWithin(target, source, source + LANES);
      });
  }
}
