import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../model/architecture';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { measureCosts } from './costs';
import { createArena, PIXEL } from './kernels';
import { createMachine, interleave } from './memberMachine';
import { packProgram } from './program';
import { testKernels } from './testing';

const architecture: Architecture = {
  input: { channels: 3, height: 9, width: 7, mean: [0.1, 0.2, 0.3], std: [0.2, 0.3, 0.4] },
  layers: [
    { kind: 'conv', name: 'a', input: 3, output: 13, kernel: [3, 3], stride: 1, padding: 1, bias: true },
    { kind: 'relu' },
    { kind: 'conv', name: 'b', input: 13, output: 9, kernel: [3, 3], stride: 2, padding: 1, bias: false },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'd', input: 9, output: 6, bias: true },
  ],
};
const plan = planSteps(architecture);
const allDense = { tap: 0, entry: 1 };
const allRows = { tap: 1, entry: 0 };

describe.each(testKernels)('$build kernels', ({ kernels }) => {
  it('give the same bits in dense blocks and in compressed rows', () => {
    const shard = sampleShard(architecture, 21, 6, 2);
    const images = interleave(kernels, kernels.heapBase(), shard.images, shard.count, 63, 3);
    const machine = createMachine(kernels, plan, architecture.input);
    for (const density of [1, 0.5, 0.1]) {
      const population = samplePopulation(architecture, 1, density, 9);
      const [dense, rows, mixed] = [allDense, allRows, { tap: 1, entry: 0.4 }].map((costs) => {
        const program = packProgram(kernels, machine.base, plan, population, 0, costs);
        return machine.predict(program, images, shard.labels, 0, shard.count, true);
      });
      expect(rows).toEqual(dense);
      expect(mixed).toEqual(dense);
    }
  });

  it('answer for images that start and end within a group', () => {
    const shard = sampleShard(architecture, 50, 6, 2);
    const images = interleave(kernels, kernels.heapBase(), shard.images, shard.count, 63, 3);
    const machine = createMachine(kernels, plan, architecture.input);
    const program = packProgram(
      kernels,
      machine.base,
      plan,
      samplePopulation(architecture, 1, 1, 9),
      0,
      allDense,
    );
    const all = machine.predict(program, images, shard.labels, 0, 50, true);
    const part = machine.predict(program, images, shard.labels.subarray(19, 47), 19, 28, true);
    expect(part.labels).toEqual(all.labels.subarray(19, 47));
    expect(part.rankLabel).toEqual(all.rankLabel.subarray(19, 47));
    expect(part.pLabel).toEqual(all.pLabel.subarray(19, 47));
    expect(part.logits).toEqual(all.logits!.subarray(19 * 6, 47 * 6));
  });

  it('scale bytes to what dividing gives, but for rounding', () => {
    const arena = createArena(kernels, kernels.heapBase());
    const [source, target, pairs] = [256, 256 * 4, 8].map((bytes) => arena.take(bytes));
    const load = (form: 'scaleImages' | 'divideImages', pair: [number, number]) => {
      const { buffer } = kernels.memory;
      new Uint8Array(buffer, source, 256).set(Uint8Array.from({ length: 256 }, (_, byte) => byte));
      new Float32Array(buffer, pairs, 2).set(pair);
      kernels[form](source, target, 4 * PIXEL, 16 * PIXEL, 1, 4, 4, pairs);
      return new Float32Array(buffer, target, 256).slice();
    };
    for (const [mean, std] of [
      [0, 1],
      [0.286, 0.353],
      [0.485, 0.229],
      [0.1307, 0.0081],
    ]) {
      const divided = load('divideImages', [mean, std]);
      const { fround } = Math;
      expect([...divided]).toEqual(
        Array.from(divided, (_, byte) => fround(fround(fround(byte / 255) - fround(mean)) / fround(std))),
      );
      const scaled = load('scaleImages', [1 / (255 * std), -mean / std]);
      const reach = 1 / std;
      scaled.forEach((value, byte) => {
        expect(Math.abs(value - (byte / 255 - mean) / std)).toBeLessThan(2 ** -23 * reach);
      });
    }
  });

  it('cost something in either form', () => {
    const { tap, entry } = measureCosts(kernels);
    expect(tap).toBe(1);
    expect(entry).toBeGreaterThan(0);
    expect(entry).toBeLessThan(1);
  });
});

describe.each(testKernels)('packProgram, $build kernels', ({ kernels }) => {
  const machine = createMachine(kernels, plan, architecture.input);
  const tablesOf = (density: number, costs: typeof allDense) => {
    const program = packProgram(
      kernels,
      machine.base,
      plan,
      samplePopulation(architecture, 1, density, 9),
      0,
      costs,
    );
    return program.steps.map(({ rowCount, blockCount }) => [blockCount, rowCount]);
  };

  it('puts whole blocks of six channels in dense form and the rest in rows', () => {
    expect(tablesOf(1, allDense)).toEqual([
      [2, 1],
      [1, 3],
      [0, 0],
      [1, 0],
    ]);
    expect(tablesOf(1, allRows)).toEqual([
      [0, 13],
      [0, 9],
      [0, 0],
      [0, 6],
    ]);
    expect(tablesOf(0.2, { tap: 1, entry: 0.4 })).toEqual([
      [0, 13],
      [0, 9],
      [0, 0],
      [0, 6],
    ]);
  });

  it('leaves out channels whose every outgoing weight is zero', () => {
    const population = samplePopulation(architecture, 1, 1, 9);
    const { data } = population.tensors['d.weight'];
    for (let klass = 0; klass < 6; klass++) data.fill(0, klass * 9 + 2, klass * 9 + 9);
    const size = (every: boolean) =>
      packProgram(kernels, machine.base, plan, population, 0, allRows, every).words.length;
    expect(size(true) - size(false)).toBe(7 * 13 * 9 * 2);
  });

  it('leaves out weights on channels that are always zero', () => {
    const population = samplePopulation(architecture, 1, 1, 9);
    population.tensors['a.weight'].data.fill(0, 0, 5 * 27);
    population.tensors['a.bias'].data.set([-1, 0, -2, 0.5, 1]);
    const [first, second] = packProgram(kernels, machine.base, plan, population, 0, allRows).steps;
    expect(first.density).toBe(8 / 13);
    expect(second.density).toBe(10 / 13);
    expect(packProgram(kernels, machine.base, plan, population, 0, allRows, true).steps[1].density).toBe(1);
  });

  it('packs the weights that a plain reading finds, in order', () => {
    const population = samplePopulation(architecture, 1, 0.4, 9);
    const { data } = population.tensors['a.weight'];
    const { words, steps } = packProgram(kernels, machine.base, plan, population, 0, allRows, true);
    const floats = new Float32Array(words.buffer);
    for (let channel = 0; channel < 13; channel++) {
      const expected = [...data.subarray(channel * 27, (channel + 1) * 27)].filter((weight) => weight !== 0);
      const [first, count, name] = words.subarray(steps[0].rows / 4 + channel * 3);
      expect(name).toBe(channel);
      const packed = Array.from({ length: count }, (_, i) => floats[first / 4 + i * 2 + 1]);
      expect(packed).toEqual(expected);
      const offsets = Array.from({ length: count }, (_, i) => words[first / 4 + i * 2]);
      expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
    }
  });

  it('keeps NaN, which is not zero', () => {
    const population = samplePopulation(architecture, 1, 0, 9);
    population.tensors['a.weight'].data[5] = Number.NaN;
    const { words, steps } = packProgram(kernels, machine.base, plan, population, 0, allRows, true);
    expect(words[steps[0].rows / 4 + 1]).toBe(1);
  });
});
