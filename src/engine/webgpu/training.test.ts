import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZOO_RECIPE } from '../../model/recipe';
import { initialState } from '../../model/training';
import type { Device, EpochSettings } from '../device';
import { expectTrainsLikePytorch, furthest, pytorchCases } from '../pytorchTraining';
import { roundedSample } from '../roundedSample';
import { sampleShard } from '../samples';
import { conv, network, norm, relu } from '../testing';
import { testDevices } from '../wasm/testing';
import { openDawn } from './dawn';
import { createWebGpuDevice } from './device';

// One device: opening a software GPU takes seconds.
let device: Device;
beforeAll(async () => {
  device = await createWebGpuDevice({ gpu: await openDawn(), crossover: 0.5 });
});
afterAll(() => device.close());

// A processor in a GPU's place takes long for twenty steps: two networks of seven take them.
const long = ['a chain, half of each kernel masked', 'pools and joins'];

test.each(pytorchCases)('$name: gradients and steps of two networks are PyTorch’s', async (example) => {
  await expectTrainsLikePytorch(device, example, {
    steps: long.includes(example.name) ? 20 : 1,
    members: 2,
  });
});

const architecture = network(
  [3, 7, 5],
  [
    conv('a', 3, 9, [3, 3], { padding: 1, bias: true }),
    norm('an', 9),
    relu,
    conv('b', 9, 17, [3, 3], { stride: 2, padding: 1 }),
    norm('bn', 17),
    relu,
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'd', input: 17, output: 5, bias: true },
  ],
);
const images = sampleShard(architecture, 70, 5, 3);
const settings = (seed: string, sparsity: number): EpochSettings => ({
  architecture,
  recipe: { ...ZOO_RECIPE, epochs: 1, batch: 16, peakRate: 0.05, shift: 2, pruneFrequency: 1 },
  target: { sparsity, scope: 'layer' },
  seed,
  epoch: 0,
});

test('networks of two calls train as in WebAssembly: order, mirrored and moved images, masks', async () => {
  const asked = [settings('one', 0), settings('two', 0.6), settings('three', 0.6)];
  const [mine, theirs] = await Promise.all(
    [device, testDevices[0].device].map((each) =>
      Promise.all(asked.map((one) => each.trainEpoch!(one, initialState(architecture, one.seed), images))),
    ),
  );
  mine.forEach((result, i) => {
    const wanted = theirs[i];
    expect(result.loss).toBeCloseTo(wanted.loss, 4);
    expect(result.accuracy).toBe(wanted.accuracy);
    expect(result.state.masks).toEqual(wanted.state.masks);
    expect(result.curve.map(({ step, sparsity }) => [step, sparsity])).toEqual(
      wanted.curve.map(({ step, sparsity }) => [step, sparsity]),
    );
    const numbers = Object.entries(wanted.state.values).map(([name, values]) => [name, [...values]] as const);
    expect(furthest(result.state.values, Object.fromEntries(numbers))).toBeLessThan(1e-3);
  });
});

test('one that is stopped leaves the others alone, and what cannot be trained is named before', async () => {
  const stop = new AbortController();
  const [one, two] = [settings('one', 0), settings('two', 0)];
  const start = initialState(architecture, 'one');
  const gone = device.trainEpoch!(one, start, images, () => {}, stop.signal);
  const stays = device.trainEpoch!(two, start, images);
  stop.abort();
  await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
  expect((await stays).loss).toBeGreaterThan(0);
  const { population, shard } = roundedSample(17);
  const rounded = { ...one, architecture: population.architecture };
  await expect(device.trainEpoch!(rounded, start, shard)).rejects.toThrow(/rounds its activations/);
});
