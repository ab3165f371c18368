import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Architecture } from './architecture';
import { fixtureArchitecture, fixturePopulation } from './fixtures/compression';
import expected from './fixtures/compression.json';
import {
  fixedPointPopulation,
  gridOf,
  int8Kernel,
  onGrid,
  quantiseWeights,
  roundedLayers,
  roundHalfEven,
  roundToHalf,
} from './quantise';

const kernels = ['a.weight', 'b.weight', 'c.weight'] as const;

describe('roundHalfEven', () => {
  it('takes halves to the even number and all else to the nearest', () => {
    expect([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4999, -2.51, 7].map(roundHalfEven)).toEqual([
      -2, -2, -0, 0, 2, 2, 2, -3, 7,
    ]);
  });
});

describe('roundToHalf', () => {
  it('gives what numpy gives, ends and subnormal numbers among them', () => {
    for (const { value, rounded } of expected.half) {
      expect(roundToHalf(value), String(value)).toBe(
        typeof rounded === 'string' ? Math.sign(value) * Infinity : rounded,
      );
    }
    expect(roundToHalf(Number.NaN)).toBeNaN();
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (value) => {
        expect(roundToHalf(roundToHalf(value))).toBe(roundToHalf(value));
      }),
    );
  });
});

describe('quantiseWeights', () => {
  it('rounds every parameter to float16', () => {
    const { tensors, variant, key } = quantiseWeights(fixturePopulation(), 'float16');
    expect(variant).toEqual({ kind: 'quantised', format: 'float16' });
    expect(key).toBe('fixture|quantised(float16)');
    for (const [name, values] of Object.entries(expected.tensors)) {
      expect([...tensors[name].data], name).toEqual(values.map(roundToHalf));
    }
    expect([...tensors['an.variance'].data]).not.toEqual(expected.tensors['an.variance']);
  });

  it('rounds kernels to int8 as numpy does, and nothing else', () => {
    const dense = fixturePopulation();
    const { tensors } = quantiseWeights(dense, 'int8');
    for (const name of kernels) expect([...tensors[name].data], name).toEqual(expected.int8[name]);
    expect(tensors['a.bias']).toBe(dense.tensors['a.bias']);
    expect(tensors['an.weight']).toBe(dense.tensors['an.weight']);
  });

  it('changes nothing the second time, and gives a channel no more than 255 values', () => {
    const once = quantiseWeights(fixturePopulation(), 'int8');
    const twice = quantiseWeights(once, 'int8');
    for (const name of kernels) expect(twice.tensors[name].data).toEqual(once.tensors[name].data);
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 4, maxLength: 300, noNaN: true, noDefaultInfinity: true }),
        (weights) => {
          const population = {
            ...fixturePopulation(),
            members: [{ id: 'm', seed: 0 }],
            architecture: {
              input: { ...fixtureArchitecture.input, height: 1, width: 1, channels: weights.length },
              layers: [{ kind: 'dense' as const, name: 'd', input: weights.length, output: 1, bias: false }],
            },
            tensors: { 'd.weight': { shape: [1, weights.length], data: weights } },
          };
          const first = quantiseWeights(population, 'int8').tensors['d.weight'].data;
          const again = quantiseWeights(
            { ...population, tensors: { 'd.weight': { shape: [1, weights.length], data: first } } },
            'int8',
          );
          expect(again.tensors['d.weight'].data).toEqual(first);
          const step = Math.max(...weights.map(Math.abs)) / 127;
          weights.forEach((weight, i) => {
            expect(Math.abs(weight - first[i])).toBeLessThanOrEqual(0.5 * step * 1.0001 + 1e-45);
          });
        },
      ),
    );
  });
});

describe('int8Kernel', () => {
  it('gives the codes and scales of a kernel in int8, and null for any other', () => {
    const dense = fixturePopulation();
    for (const name of kernels) {
      const { data, shape } = quantiseWeights(dense, 'int8').tensors[name];
      const channels = dense.members.length * shape[0];
      const kernel = int8Kernel(data, channels)!;
      const size = data.length / channels;
      const values = Float32Array.from(kernel.codes, (code, i) => code * kernel.scales[Math.floor(i / size)]);
      expect(values).toEqual(data.map((weight) => weight + 0));
      expect(Math.max(...kernel.codes)).toBe(127);
      expect(int8Kernel(dense.tensors[name].data, channels)).toBeNull();
    }
    expect(int8Kernel(new Float32Array(4), 2)).toEqual({
      codes: new Int8Array(4),
      scales: new Float64Array(2),
    });
    for (const weight of [Number.NaN, Infinity]) expect(int8Kernel(Float32Array.of(1, weight), 1)).toBeNull();
  });
});

describe('gridOf', () => {
  it('has a 0 and covers the range to within half a step', () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, min: -1000, max: 1000 }),
        fc.float({ noNaN: true, min: 0, max: 1000 }),
        (low, extent) => {
          const { scale, zero } = gridOf([low, low + extent]);
          expect(onGrid(0, scale, zero)).toBe(0);
          for (const end of [low, low + extent]) {
            expect(Math.abs(onGrid(end, scale, zero) - end)).toBeLessThanOrEqual(scale * 0.5001 + 1e-4);
          }
        },
      ),
    );
    expect(gridOf([0, 0])).toEqual({ scale: 1, zero: 0 });
    expect(gridOf([0, 255])).toEqual({ scale: 1, zero: 0 });
    expect(gridOf([-255, -5])).toEqual({ scale: 1, zero: 255 });
  });

  it('rounds what is on it to itself', () => {
    fc.assert(
      fc.property(
        fc.float({ noNaN: true, min: -100, max: 100 }),
        fc.float({ noNaN: true, min: 0, max: 50 }),
        (value, high) => {
          const { scale, zero } = gridOf([-3, high]);
          const once = onGrid(value, scale, zero);
          expect(onGrid(once, scale, zero)).toBe(once);
        },
      ),
    );
  });
});

describe('fixedPointPopulation', () => {
  it('rounds the input and all that is stored between two steps', () => {
    expect(roundedLayers(fixtureArchitecture)).toEqual([-1, 2, 5]);
    const residual: Architecture = {
      input: fixtureArchitecture.input,
      layers: [
        { kind: 'conv', name: 'a', input: 3, output: 3, kernel: [1, 1], stride: 1, padding: 0, bias: false },
        { kind: 'relu' },
        { kind: 'conv', name: 'b', input: 3, output: 3, kernel: [1, 1], stride: 1, padding: 0, bias: false },
        { kind: 'add', from: 0 },
        { kind: 'relu' },
        { kind: 'globalAverage' },
        { kind: 'dense', name: 'c', input: 3, output: 2, bias: false },
      ],
    };
    expect(roundedLayers(residual)).toEqual([-1, 0, 1, 2, 4, 5]);
  });

  it('puts the rounding where the layers and their additions find it', () => {
    const layers: Architecture['layers'] = [
      { kind: 'conv', name: 'a', input: 3, output: 3, kernel: [1, 1], stride: 1, padding: 0, bias: false },
      { kind: 'relu' },
      { kind: 'conv', name: 'b', input: 3, output: 3, kernel: [1, 1], stride: 1, padding: 0, bias: false },
      { kind: 'add', from: 1 },
      { kind: 'globalAverage' },
    ];
    const tensor = { shape: [3, 3, 1, 1], data: new Float32Array(9) };
    const fixed = fixedPointPopulation(
      {
        ...fixturePopulation(),
        members: [{ id: 'm', seed: 0 }],
        architecture: { input: fixtureArchitecture.input, layers },
        tensors: { 'a.weight': tensor, 'b.weight': tensor },
      },
      [1, 2, 3, 4].map((high) => [[0, high]]),
    );
    expect(fixed.architecture.layers.map((layer) => ('name' in layer ? layer.name : layer.kind))).toEqual([
      'activation0',
      'a',
      'relu',
      'activation2',
      'b',
      'activation3',
      'add',
      'activation4',
      'globalAverage',
    ]);
    expect(fixed.architecture.layers[6]).toEqual({ kind: 'add', from: 3 });
    expect([...fixed.tensors['activation3.grid'].data]).toEqual([Math.fround(3 / 255), 0]);
    expect(fixed.variant).toEqual({ kind: 'quantised', format: 'fixed' });
    expect(fixed.key).toBe('fixture|quantised(int8)|activations');
  });
});
