import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Architecture, Layer } from '../../model/architecture';
import { planSteps } from '../plan';
import { samplePopulation, sampleShard } from '../samples';
import { instantiateKernels, LANES } from './kernels';
import { createMachine, interleave } from './memberMachine';
import { runMemory } from './memory';
import { packProgram } from './program';

const build = readFileSync(new URL('./build/plain.wasm', import.meta.url));
const module = await WebAssembly.compile(build);

const conv = (name: string, input: number, output: number, more: Partial<Layer> = {}): Layer =>
  ({
    kind: 'conv',
    name,
    input,
    output,
    kernel: [3, 3],
    stride: 1,
    padding: 1,
    bias: true,
    ...more,
  }) as Layer;

const input = { channels: 3, height: 64, width: 64, mean: [0, 0, 0], std: [1, 1, 1] };

/** Large images with few weights, and small ones with many. */
const networks: [string, Architecture][] = [
  [
    'large values between layers',
    {
      input,
      layers: [
        conv('a', 3, 32),
        { kind: 'relu' },
        conv('b', 32, 32, { stride: 2 } as Partial<Layer>),
        { kind: 'globalAverage' },
        { kind: 'dense', name: 'd', input: 32, output: 10, bias: true },
      ],
    },
  ],
  [
    'many weights',
    {
      input: { ...input, height: 7, width: 7 },
      layers: [
        conv('a', 3, 256),
        { kind: 'relu' },
        conv('b', 256, 256),
        { kind: 'relu' },
        conv('c', 256, 256),
        { kind: 'flatten' },
        { kind: 'dense', name: 'd', input: 256 * 49, output: 10, bias: true },
      ],
    },
  ],
  [
    'kernels of Winograd’s form',
    {
      input: { ...input, height: 8, width: 8 },
      layers: [
        conv('a', 3, 128),
        { kind: 'relu' },
        conv('b', 128, 128),
        { kind: 'relu' },
        conv('c', 128, 128),
        { kind: 'globalAverage' },
        { kind: 'dense', name: 'd', input: 128, output: 10, bias: true },
      ],
    },
  ],
];

it.each(networks)('what a run takes is about what was said: %s', async (_, architecture) => {
  const images = 40;
  const population = samplePopulation(architecture, 1, 1, 3);
  const shard = sampleShard(architecture, images, 10, 4);
  const kernels = await instantiateKernels(module);
  const plan = planSteps(architecture);
  const { channels, height, width } = architecture.input;
  const groups = interleave(kernels, kernels.heapBase(), shard.images, images, height * width, channels);
  const machine = createMachine(kernels, plan, architecture.input);
  const program = packProgram(kernels, machine.base, plan, population, 0, { tap: 1, entry: 0.2 });
  machine.predict(program, groups, shard.labels, 0, images, false);
  const tensors = Object.values(population.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
  // What the page and one worker keep: weights twice, the program, images, and the memory of the kernels.
  const taken =
    2 * tensors +
    program.words.byteLength +
    shard.images.byteLength +
    groups.data.byteLength +
    kernels.memory.buffer.byteLength;
  const { bytes } = runMemory(architecture, { members: 1, images, threads: 1 });
  expect(bytes / taken).toBeGreaterThan(0.75);
  expect(bytes / taken).toBeLessThan(1.33);
});

it('grows with networks and with cores, not beyond the tiles that there are', () => {
  const [, architecture] = networks[0];
  const needs = (members: number, images: number, threads: number) =>
    runMemory(architecture, { members, images, threads });
  expect(needs(1, LANES, 8).bytes).toBe(needs(1, LANES, 1).bytes);
  expect(needs(1, 100, 2).activations).toBe(2 * needs(1, 100, 1).activations);
  expect(needs(2, 100, 2).weights).toBeGreaterThan(needs(1, 100, 2).weights);
  expect(needs(1, 100, 2).images).toBeGreaterThan(needs(1, 50, 2).images);
  const calibrated = runMemory(architecture, { members: 1, images: 100, threads: 2, calibration: 10 });
  // With the page once, with each of two workers twice: all, and those drawn.
  expect(calibrated.images - needs(1, 100, 2).images).toBe(10 * 5 * 3 * 64 * 64);
  const parts = runMemory(architecture, { members: 1, images: 100, threads: 2, atOnce: 50 });
  expect(parts.images).toBeLessThan(needs(1, 100, 2).images);
});
