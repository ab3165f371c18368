import { expect, it, vi } from 'vitest';
import type { Architecture, Layer } from '../../model/architecture';
import { trainingRecipe } from '../../model/recipe';
import { initialState, type TrainingState } from '../../model/training';
import { samplePopulation, sampleShard } from '../samples';
import { createExecutor, type Executor } from './executor';
import { KEPT_NETWORK_BYTES } from './memory';
import type { Request } from './protocol';
import { testKernels } from './testing';

const side = 1 + Math.floor(Math.sqrt(KEPT_NETWORK_BYTES / 4));
const input = { channels: 1, height: 3, width: 3, mean: [0], std: [1] };
const [flat, begin, middle, end]: Layer[] = [
  { kind: 'flatten' },
  { kind: 'dense', name: 'a', input: 9, output: side, bias: false },
  { kind: 'dense', name: 'b', input: side, output: side, bias: false },
  { kind: 'dense', name: 'c', input: side, output: 4, bias: true },
];
const architecture: Architecture = { input, layers: [flat, begin, { kind: 'relu' }, middle, end] };

it('tells once a second that a run goes on', () => {
  const executor = createExecutor(testKernels[0].kernels, { tap: 1, entry: 0.3 });
  const small: Architecture = { input, layers: [flat, { ...begin, output: 4 } as Layer] };
  const { images, labels, count } = sampleShard(small, 40, 4, 4);
  const { tensors } = samplePopulation(small, 1, 1, 1);
  const keep: Request['keep'] = [
    { key: 'one', resource: { kind: 'member', architecture: small, tensors } },
    { key: 'images', resource: { kind: 'images', images, labels, count, pixels: 9, channels: 1 } },
  ];
  const clock = vi.spyOn(performance, 'now');
  for (let call = 0; call < 20; call++) clock.mockReturnValueOnce(500 * call);
  const told: number[] = [];
  const job = {
    kind: 'run',
    member: 'one',
    images: 'images',
    start: 0,
    count,
    logits: false,
    more: false,
  } as const;
  executor.execute({ kind: 'job', id: 0, costs: null, forget: [], keep, job }, (done) => told.push(done));
  clock.mockRestore();
  // Three groups of 16 images, of one step each, half a second apart.
  expect(told).toEqual([2 / 3]);
});

it('tells once a second that a training goes on, and of every stretch that ended', () => {
  const executor = createExecutor(testKernels[0].kernels, { tap: 1, entry: 0.3 });
  const small: Architecture = { input, layers: [flat, { ...begin, output: 4 } as Layer] };
  const { images, labels, count } = sampleShard(small, 32 * 24, 4, 4);
  const keep: Request['keep'] = [
    { key: 'images', resource: { kind: 'images', images, labels, count, pixels: 9, channels: 1 } },
  ];
  const recipe = trainingRecipe({ epochs: 1, batch: 32, rate: 0.1, images: count });
  const target = { sparsity: 0, scope: 'layer' } as const;
  const settings = { architecture: small, recipe, target, seed: 's', epoch: 0 };
  const job = { kind: 'train', images: 'images', settings, state: initialState(small, 's') } as const;
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const told: boolean[] = [];
  executor.execute({ kind: 'job', id: 0, costs: null, forget: [], keep, job }, (_, point) =>
    told.push(point !== undefined),
  );
  clock.mockRestore();
  // 24 steps in 12 stretches, within a second.
  expect(told).toEqual(new Array(12).fill(true));
});

it('packs a large network again where another was run since, with the same answers', () => {
  const [{ kernels }] = testKernels;
  const executor = createExecutor(kernels, { tap: 1, entry: 0.3 });
  const means = { shape: [side, side], data: new Float32Array(side * side).fill(1 / side) };
  const { images, labels, count } = sampleShard(architecture, 20, 4, 4);
  const members = ['first', 'second'].map((key, member): Request['keep'][number] => {
    const { tensors } = samplePopulation({ input, layers: [flat, begin, end] }, 1, 1, member);
    return { key, resource: { kind: 'member', architecture, tensors: { ...tensors, 'b.weight': means } } };
  });
  const shard: Request['keep'][number] = {
    key: 'images',
    resource: { kind: 'images', images, labels, count, pixels: 9, channels: 1 },
  };
  const run = (member: string, start: number, keep: Request['keep']) =>
    executor.execute(
      {
        kind: 'job',
        id: 0,
        costs: null,
        forget: [],
        keep,
        job: { kind: 'run', member, images: 'images', start, count: count - start, logits: true, more: true },
      },
      () => {},
    );
  const first = run('first', 0, [shard, ...members]);
  const second = run('second', 0, []);
  expect(second).not.toEqual(first);
  expect(run('first', 0, [])).toEqual(first);
  expect(run('first', 0, [])).toEqual(first);
  // New images take the memory of the kernels.
  expect(run('first', 0, [shard])).toEqual(first);
  // So does a network that cannot be packed to its end.
  const [, { resource }] = members;
  if (resource.kind === 'images') throw new Error('Expected a network.');
  const { 'c.bias': _, ...tensors } = resource.tensors;
  expect(() => run('third', 0, [{ key: 'third', resource: { ...resource, tensors } }])).toThrow();
  expect(run('first', 0, [])).toEqual(first);
});

it('copies packed weights where the run has more jobs of the member, or another run came', () => {
  const [{ kernels }] = testKernels;
  const countTaps = vi.fn(kernels.countTaps);
  const executor = createExecutor({ ...kernels, countTaps }, { tap: 1, entry: 0.3 });
  const small: Architecture = { input, layers: [flat, { ...begin, output: 4 } as Layer] };
  const { images, labels, count } = sampleShard(small, 16, 4, 4);
  const members = ['a', 'b', 'c'].map((key, member): Request['keep'][number] => {
    const { tensors } = samplePopulation(small, 1, 1, member);
    return { key, resource: { kind: 'member', architecture: small, tensors } };
  });
  let keep: Request['keep'] = [
    { key: 'images', resource: { kind: 'images', images, labels, count, pixels: 9, channels: 1 } },
    ...members,
  ];
  /** The answers of a member, and how often it was packed for them. */
  const run = (member: string, more: boolean) => {
    const before = countTaps.mock.calls.length;
    const job = { kind: 'run', member, images: 'images', start: 0, count, logits: true, more } as const;
    const answers = executor.execute({ kind: 'job', id: 0, costs: null, forget: [], keep, job }, () => {});
    keep = [];
    return { answers, packed: countTaps.mock.calls.length - before };
  };
  const first = run('a', false);
  expect(first.packed).toBe(1);
  // It lies in the kernels' memory still.
  expect(run('a', false)).toEqual({ ...first, packed: 0 });
  expect(run('b', true).packed).toBe(1);
  expect(run('a', false)).toEqual(first);
  expect(run('c', false).packed).toBe(1);
  for (const member of ['a', 'b']) expect(run(member, false).packed).toBe(0);
  expect(run('a', false)).toEqual({ ...first, packed: 0 });
});

const tail: Layer = { kind: 'dense', name: 'c', input: 16, output: 4, bias: true };
const convolutions = (groups: number, stride: number): Layer[] => [
  { kind: 'conv', name: 'z', input: 1, output: 4, kernel: [3, 3], stride: 1, padding: 1, bias: true },
  { kind: 'batchNorm', name: 'n', channels: 4, epsilon: 1e-5 },
  { kind: 'relu' },
  { kind: 'conv', name: 'a', input: 4, output: 16, kernel: [3, 3], stride, padding: 1, bias: false, groups },
  { kind: 'relu' },
  { kind: 'globalAverage' },
];

it.each<[string, Layer[], number]>([
  ['dense layers', [flat, { ...begin, output: 16 } as Layer, { kind: 'relu' }], 144],
  ['convolutions', convolutions(1, 1), 576],
  ['convolutions in groups, with a stride', convolutions(4, 2), 144],
])(
  'trains %s on what it laid out for the epoch before, with the bits of a fresh instance',
  (_, head, size) => {
    const small: Architecture = { input, layers: [...head, tail] };
    const { images, labels, count } = sampleShard(small, 64, 4, 5);
    const shard: Request['keep'][number] = {
      key: 'images',
      resource: { kind: 'images', images, labels, count, pixels: 9, channels: 1 },
    };
    const recipe = trainingRecipe({ epochs: 1, batch: 32, rate: 0.1, images: count });
    const epoch = (executor: Executor, keep: Request['keep'], masks: TrainingState['masks'], batch = 32) => {
      const settings = { architecture: small, recipe: { ...recipe, batch }, seed: 's', epoch: 0 };
      const target = { sparsity: 0, scope: 'layer' } as const;
      const state = { ...initialState(small, 'seed'), masks };
      const job = { kind: 'train', images: 'images', settings: { ...settings, target }, state } as const;
      return executor.execute({ kind: 'job', id: 0, costs: null, forget: [], keep, job }, () => {});
    };
    const mask = (every: number) => ({
      'a.weight': Uint8Array.from({ length: size }, (_, i) => +(i % every > 0)),
    });
    const [{ kernels }] = testKernels;
    const opened = () => createExecutor(kernels, { tap: 1, entry: 0.3 });
    const asked = [null, mask(3), mask(2), mask(2), null] as const;
    const fresh = asked.map((masks) => epoch(opened(), [shard], masks));
    const going = opened();
    epoch(going, [shard], null, 64);
    // A run has the images interleaved; training takes them apart again.
    const { tensors } = samplePopulation(small, 1, 1, 1);
    const member = { kind: 'member', architecture: small, tensors } as const;
    const job = {
      kind: 'run',
      member: 'one',
      images: 'images',
      start: 0,
      count,
      logits: false,
      more: false,
    } as const;
    const keep = [{ key: 'one', resource: member }];
    going.execute({ kind: 'job', id: 0, costs: null, forget: [], keep, job }, () => {});
    expect(asked.map((masks) => epoch(going, [], masks))).toEqual(fresh);
  },
);
