import { describe, expect, it } from 'vitest';
import type { Architecture, Layer } from '../model/architecture';
import { fold, kernelOf } from './parameters';
import { planSteps } from './plan';
import { samplePopulation } from './samples';
import type { ConvStep } from './steps';

const input = { channels: 2, height: 8, width: 6, mean: [0, 0], std: [1, 1] };
const conv = (name: string, channels: number, output: number): Layer => ({
  kind: 'conv',
  name,
  input: channels,
  output,
  kernel: [3, 3],
  stride: 1,
  padding: 1,
  bias: false,
});
const norm = (name: string, channels: number): Layer => ({
  kind: 'batchNorm',
  name,
  channels,
  epsilon: 1e-5,
});
const relu: Layer = { kind: 'relu' };
const average: Layer = { kind: 'globalAverage' };
const plan = (...layers: Layer[]) => planSteps({ input, layers });

describe('planSteps', () => {
  it('fuses normalisation and ReLU into convolutions and additions', () => {
    const { steps, classes, multiplyAdds } = plan(
      conv('a', 2, 4),
      norm('n', 4),
      relu,
      conv('b', 4, 4),
      norm('m', 4),
      { kind: 'add', from: 2 },
      relu,
      average,
      { kind: 'dense', name: 'd', input: 4, output: 3, bias: true },
    );
    expect(steps.map(({ kind, layer }) => [kind, layer])).toEqual([
      ['conv', 2],
      ['conv', 4],
      ['add', 6],
      ['globalAverage', 7],
      ['conv', 8],
    ]);
    expect(steps[0]).toMatchObject({
      norm: { kind: 'batchNorm', name: 'n', epsilon: 1e-5 },
      activation: relu,
      multiplyAdds: 4 * 48 * 18,
    });
    expect(steps[1]).toMatchObject({
      norm: { kind: 'batchNorm', name: 'm', epsilon: 1e-5 },
      activation: null,
    });
    expect(steps[2]).toMatchObject({ activation: relu, other: steps[0].target });
    expect(steps[4]).toMatchObject({ kernel: [1, 1], bias: true, multiplyAdds: 12 });
    expect(classes).toBe(3);
    expect(multiplyAdds).toBe(4 * 48 * 18 + 4 * 48 * 36 + 12);
  });

  it('does not fuse over a value that an addition reads', () => {
    const { steps } = plan(conv('a', 2, 4), norm('n', 4), { kind: 'add', from: 0 }, relu, average);
    expect(steps.map(({ kind }) => kind)).toEqual(['conv', 'affine', 'add', 'globalAverage']);
    expect(steps[0]).toMatchObject({ norm: null, activation: null });
    expect(steps[2]).toMatchObject({ other: steps[0].target, source: steps[1].target, activation: relu });
  });

  it('lets a dense layer cover what the last layer left', () => {
    const { steps } = plan(
      { kind: 'maxPool', size: 3, stride: 2 },
      { kind: 'dense', name: 'd', input: 12, output: 5, bias: false },
    );
    expect(steps[0].output).toEqual({ channels: 2, height: 3, width: 2 });
    expect(steps[1]).toMatchObject({
      kernel: [3, 2],
      padding: [0, 0, 0, 0],
      output: { channels: 5, height: 1, width: 1 },
    });
  });

  it('reuses free buffers of the same shape and border, never one that is still read', () => {
    const block = (i: number): Layer[] => [
      conv(`a${i}`, 4, 4),
      relu,
      conv(`b${i}`, 4, 4),
      { kind: 'add', from: 5 * i },
      relu,
    ];
    const { steps, buffers } = plan(conv('in', 2, 4), ...[0, 1, 2].flatMap(block), average);
    const live = new Map<number, number>([[0, -1]]);
    for (const [position, step] of steps.entries()) {
      const sources = step.kind === 'add' ? [step.source, step.other] : [step.source];
      for (const source of sources) expect(source).not.toBe(step.target);
      live.set(step.target, position);
    }
    expect(steps.flatMap((step) => (step.kind === 'add' ? [step.other] : []))).toEqual(
      [0, 3, 6].map((position) => steps[position].target),
    );
    const wide = buffers.filter((buffer) => buffer.channels === 4 && buffer.height === 8);
    expect(wide.length).toBeLessThanOrEqual(5);
    expect(buffers[0].border).toBe(1);
  });

  it.each([
    [[conv('a', 3, 4)], 'Layer 0 (conv "a") expects 3 input channels, but receives 2 x 8 x 6.'],
    [[norm('n', 5)], 'Layer 0 (batchNorm "n") expects 5 channels, but receives 2 x 8 x 6.'],
    [
      [{ kind: 'dense', name: 'd', input: 5, output: 2, bias: true }],
      'expects 5 inputs, but receives 2 x 8 x 6 = 96.',
    ],
    [[{ kind: 'maxPool', size: 9, stride: 1 }], 'Layer 0 (maxPool) would produce 2 x 0 x -2 values.'],
    [[{ kind: 'maxPool', size: 2, stride: 0 }], 'expected whole size and stride from 1 and padding from 0.'],
    [[relu, { kind: 'add', from: 1 }], 'Layer 1 (add) adds layer 1, which does not come before it.'],
    [[relu, conv('a', 2, 4), { kind: 'add', from: 0 }], 'Layer 2 (add) adds 2 x 8 x 6 to 4 x 8 x 6.'],
    [[{ ...conv('a', 2, 4), stride: 0 }], 'Layer 0 (conv "a"): expected whole kernel extents'],
    [[{ kind: 'attention' }], 'Layer 0 (attention) is of a kind that no device can run.'],
    [[relu], 'Expected one value a class from the last layer, but it produces 2 x 8 x 6.'],
    [[], 'Expected at least one layer'],
  ])('refuses %j', (layers, message) => {
    expect(() => planSteps({ input, layers } as unknown as Architecture)).toThrow(message);
  });
});

describe('fold', () => {
  const architecture: Architecture = {
    input,
    layers: [{ ...conv('a', 2, 3), bias: true } as Layer, norm('n', 3), average],
  };
  const step = planSteps(architecture).steps[0] as ConvStep;

  it('is gamma / sqrt(variance + epsilon) and beta + (bias - mean) * scale, for the member asked for', () => {
    const population = samplePopulation(architecture, 2, 1, 1);
    const set = (name: string, values: number[]) => population.tensors[name].data.set(values, 3);
    set('a.bias', [1, 2, 3]);
    set('n.weight', [2, 1, 1]);
    set('n.bias', [0, 10, 0]);
    set('n.mean', [5, 2, 1]);
    set('n.variance', [4, 1, 0.25]);
    const { scale, shift } = fold(
      population,
      { ...step, norm: { kind: 'batchNorm', name: 'n', epsilon: 0 } },
      1,
    );
    expect([...scale]).toEqual([1, 1, 2]);
    expect([...shift]).toEqual([-4, 10, 4]);
    expect([...fold(population, { ...step, norm: null }, 1).shift]).toEqual([1, 2, 3]);
  });

  it('names the tensor that does not fit', () => {
    const population = samplePopulation(architecture, 1, 1, 1);
    population.tensors['a.weight'] = { shape: [2], data: new Float32Array(2) };
    expect(() => kernelOf(population, step, 0)).toThrow(
      'Expected 54 values for member 0 in tensor "a.weight"',
    );
  });
});
