import { describe, expect, it } from 'vitest';
import { memberValues, type Population, tensorOf } from '../../model/population';
import {
  fixedPointPopulation,
  gridValues,
  type Range,
  roundedLayers,
  roundHalfEven,
} from '../../model/quantise';
import type { Shard } from '../../model/shard';
import { expectLikeReference } from '../expectLikeReference';
import { fold, kernelOf } from '../parameters';
import { planSteps } from '../plan';
import { roundedSample } from '../roundedSample';
import { samplePopulation, sampleShard } from '../samples';
import type { ConvStep, RoundStep } from '../steps';
import { conv, gather, network, norm, relu } from '../testing';
import { integerSteps, pairedWeights } from './integers';
import { testDevices } from './testing';

const { fround } = Math;

const architecture = {
  ...network(
    [3, 9, 7],
    [
      conv('a', 3, 5, [3, 5], { padding: 2, bias: true }),
      relu,
      conv('b', 5, 9, [3, 3], { stride: 2, padding: 1 }),
      norm('bn', 9),
      relu,
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'd', input: 9, output: 6, bias: true },
    ],
  ),
  input: { channels: 3, height: 9, width: 7, mean: [0.2, 0.4, 0], std: [0.5, 0.25, 1] },
};

/**
 * Three members in fixed point, whose grids of the input leave many bytes halfway between two of its values.
 * One of them has channels of nothing but zeros and a channel that nothing reads.
 */
function fixedSample(density = 1): Population {
  const population = samplePopulation(architecture, 3, density, 91);
  memberValues(tensorOf(population, 'a.weight'), 1).fill(0, 45, 90);
  const reads = memberValues(tensorOf(population, 'b.weight'), 1);
  for (let output = 0; output < 9; output++) reads.fill(0, output * 45 + 27, output * 45 + 36);
  const range = (point: number, member: number): Range => [
    point === 0 ? -2 : -0.2 * member,
    point === 0 ? 2 : 1 + point + member,
  ];
  const points = roundedLayers(architecture);
  return fixedPointPopulation(
    population,
    points.map((_, point) => population.members.map((_, member) => range(point, member))),
  );
}

/** Numbers of grid values less that of 0, and the values before a rounding. */
type Values = { codes: Int32Array | null; floats: Float32Array };

function rounded(population: Population, { name }: RoundStep, member: number, { floats }: Values): Values {
  const { scale, zero } = gridValues(population, name, member);
  const codes = Int32Array.from(floats, (value) =>
    Math.min(255 - zero, Math.max(-zero, roundHalfEven(fround(value / scale)))),
  );
  return { codes, floats: Float32Array.from(codes, (code) => code * scale) };
}

/** The sums in integers; then scale and shift, each rounded to float32. */
function convolved(population: Population, step: ConvStep, member: number, source: Int32Array, grid: number) {
  const { input, output, kernel } = step;
  const [stride] = step.stride;
  const [padding] = step.padding;
  const weights = kernelOf(population, step, member);
  const size = weights.length / output.channels;
  const { scale, shift } = fold(population, step, member);
  const floats = new Float32Array(output.channels * output.height * output.width);
  let next = 0;
  for (let o = 0; o < output.channels; o++) {
    const own = weights.subarray(o * size, (o + 1) * size);
    const unit = Math.max(...own.map(Math.abs)) / 127;
    const codes = Array.from(own, (weight) => (unit === 0 ? 0 : Math.round(weight / unit)));
    const factor = fround(scale[o] * unit * grid);
    for (let y = 0; y < output.height; y++) {
      for (let x = 0; x < output.width; x++) {
        let sum = 0;
        for (let tap = 0; tap < size; tap++) {
          const row = y * stride + (Math.floor(tap / kernel[1]) % kernel[0]) - padding;
          const column = x * stride + (tap % kernel[1]) - padding;
          if (row < 0 || row >= input.height || column < 0 || column >= input.width) continue;
          const channel = Math.floor(tap / (kernel[0] * kernel[1]));
          sum += codes[tap] * source[(channel * input.height + row) * input.width + column];
        }
        const value = fround(fround(fround(sum) * factor) + shift[o]);
        floats[next++] = step.activation ? Math.max(0, value) : value;
      }
    }
  }
  return floats;
}

/**
 * Logits of one member for one image, in integers where a convolution reads what was rounded, else in
 * float32.
 */
function integerReference(population: Population, member: number, shard: Shard, image: number): Float32Array {
  const { channels, height, width, mean, std } = population.architecture.input;
  const pixels = height * width;
  const bytes = shard.images.subarray(image * pixels * channels, (image + 1) * pixels * channels);
  const floats = Float32Array.from(bytes, (_, i) => {
    const channel = Math.floor(i / pixels);
    const share = fround(bytes[(i % pixels) * channels + channel] / 255);
    return fround(share - fround(mean[channel])) / fround(std[channel]);
  });
  let values: Values = { codes: null, floats };
  let grid = 0;
  for (const step of planSteps(population.architecture).steps) {
    if (step.kind === 'round') {
      grid = gridValues(population, step.name, member).scale;
      values = rounded(population, step, member, values);
    } else if (step.kind === 'conv' && values.codes) {
      values = { codes: null, floats: convolved(population, step, member, values.codes, grid) };
    } else if (step.kind === 'globalAverage') {
      const area = step.input.height * step.input.width;
      const means = Float32Array.from({ length: step.input.channels }, (_, channel) => {
        const own = values.floats.subarray(channel * area, (channel + 1) * area);
        return own.reduce((sum, value) => fround(sum + value), 0) * fround(1 / area);
      });
      values = { codes: null, floats: means };
    } else throw new Error(`The reference does no step of kind ${step.kind} here.`);
  }
  return values.floats;
}

/** The kinds of a member's steps, and which are in integers. */
function kindsOf(population: Population, member = 0): string[] {
  const plan = planSteps(population.architecture);
  const kernels = plan.steps.map((step) =>
    step.kind === 'conv' ? kernelOf(population, step, member) : null,
  );
  const found = integerSteps(plan, population, member, kernels);
  return plan.steps.map(({ kind }, position) => (found[position] ? `${kind} in integers` : kind));
}

describe.each(testDevices)('fixed point in integers, $build build', ({ device }) => {
  it.each([
    [1, 1],
    [17, 0.3],
    [33, 1],
  ])('gives the bits of a reference in integers: %i images, %f of the weights', async (images, density) => {
    const population = fixedSample(density);
    const shard = sampleShard(architecture, images, 6, 92);
    const { logits } = await gather(device, population, shard);
    const expected = population.members.flatMap((_, member) =>
      Array.from({ length: images }, (_, image) => [...integerReference(population, member, shard, image)]),
    );
    expect([...logits]).toEqual(expected.flat());
  });

  it('answers like the simulation, some members in integers and some not', async () => {
    const { population, shard } = roundedSample(18);
    const kernel = memberValues(tensorOf(population, 'a.weight'), 1);
    for (let channel = 0; channel < 5; channel++) kernel[channel * 27] = 127;
    expect(kindsOf(population, 0).slice(0, 2)).toEqual(['round', 'conv']);
    expect(kindsOf(population, 1).slice(0, 2)).toEqual(['round in integers', 'conv in integers']);
    await expectLikeReference(device, { ...population, key: 'some in integers' }, shard);
  });
});

describe('integerSteps', () => {
  it('takes convolutions of what was rounded for them alone', () => {
    expect(kindsOf(fixedSample())).toEqual([
      ...['round in integers', 'conv in integers', 'round in integers', 'conv in integers'],
      ...['round', 'globalAverage', 'round in integers', 'conv in integers'],
    ]);
  });

  it('leaves in float32 what an addition reads too, and kernels that are not int8', () => {
    const residual = network(
      [2, 4, 4],
      [
        conv('a', 2, 2, [1, 1]),
        conv('b', 2, 2, [1, 1]),
        { kind: 'add', from: 0 },
        { kind: 'globalAverage' },
        { kind: 'dense', name: 'd', input: 2, output: 3, bias: false },
      ],
    );
    const plain = samplePopulation(residual, 1, 1, 94);
    const ranges: Range[][] = roundedLayers(residual).map(() => [[-1, 1]]);
    const population = fixedPointPopulation(plain, ranges);
    const expected = ['round in integers', 'conv in integers', 'round', 'conv', 'round', 'add', 'round'];
    expect(kindsOf(population).slice(0, 7)).toEqual(expected);
    const kernels = Object.fromEntries(
      ['a', 'b', 'd'].map((name) => [`${name}.weight`, plain.tensors[`${name}.weight`]]),
    );
    const floats = { ...population, tensors: { ...population.tensors, ...kernels } };
    expect(kindsOf(floats).filter((kind) => kind.endsWith('integers'))).toEqual([]);
  });
});

it('pairs input channels in words, the last alone, without those that are skipped or silent', () => {
  const plan = planSteps(network([3, 2, 2], [conv('a', 3, 2, [1, 2]), { kind: 'globalAverage' }]));
  const [step] = plan.steps;
  if (step.kind !== 'conv') throw new Error('Expected a convolution.');
  const codes = Int8Array.of(1, -2, 3, 4, -5, 6, 7, 8, 9, 10, 11, 12);
  const halves = (words: Float32Array) => [...new Int16Array(words.buffer)];
  expect(halves(pairedWeights(step, codes))).toEqual([1, 3, -2, 4, -5, 0, 6, 0, 7, 9, 8, 10, 11, 0, 12, 0]);
  const left = pairedWeights(step, codes, Uint8Array.of(0, 1), Uint8Array.of(0, 1, 0));
  expect(halves(left)).toEqual([1, 0, -2, 0, -5, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});
