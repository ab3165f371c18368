import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import type { Device } from '../../engine/device';
import { createInProcessWasmDevice } from '../../engine/wasm/inProcess';
import { type Folders, memoryFolders } from '../../library/folders';
import { openOwnNetworks } from '../../library/ownStore';
import { zooOfOwn } from '../../library/ownZoo';
import { generatorOf } from '../../model/recipe';
import { createCoach, type Surroundings } from './coach';
import type { Plan, TrainEvent } from './protocol';

const kernels = readFileSync(new URL('../../engine/wasm/build/plain.wasm', import.meta.url));
const device = await createInProcessWasmDevice({ plain: kernels, relaxed: kernels });
const COUNT = 80;
const SIDE = 8;

function idx(dimensions: number[], bytes: Uint8Array): Blob {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length));
  header.setUint32(0, 0x800 + dimensions.length);
  dimensions.forEach((extent, i) => {
    header.setUint32(4 + 4 * i, extent);
  });
  return new Blob([header, bytes as Uint8Array<ArrayBuffer>]);
}

const random = generatorOf('coach');
const labels = Uint8Array.from({ length: COUNT }, (_, i) => (i % 4 === 0 ? 1 : 0));
const pixels = Uint8Array.from(
  { length: COUNT * SIDE * SIDE },
  (_, i) => 50 + 90 * labels[i >> 6] + random() * 60,
);
const files = [
  { path: 'train-images-idx3-ubyte', content: idx([COUNT, SIDE, SIDE], pixels) },
  { path: 'train-labels-idx1-ubyte', content: idx([COUNT], labels) },
];

const plan: Plan = {
  name: 'Mine',
  data: {
    kind: 'own',
    training: files,
    heldOut: [],
    share: 0.2,
    seed: 0,
    extent: { height: SIDE, width: SIDE, channels: 1 },
    fit: 'crop',
    labels: null,
  },
  network: { kind: 'preset', id: 'zoo' },
  populations: [{ kind: 'dense' }, { kind: 'sparse', level: 0.5 }],
  scope: 'layer',
  rounds: null,
  members: 1,
  epochs: 2,
  images: 1000,
  batch: 32,
  rate: 0.05,
  device: 'wasm',
  plain: true,
};

let events: TrainEvent[];
let runs: Folders;
let networks: Folders;
let isElsewhere: boolean;
let heard: (event: TrainEvent) => void;

const surroundings = (): Surroundings => ({
  runs: Promise.resolve(runs),
  networks: Promise.resolve(networks),
  decode: () => Promise.reject(new Error('no pictures here')),
  threads: 1,
  openDevice: async () => ({ device, note: null }),
  zoo: { images: () => Promise.reject(new Error('no zoo here')), isHere: async () => false },
  alone: async (_, work) => (isElsewhere ? null : { done: await work() }),
});

const coach = () =>
  createCoach((event) => {
    events.push(event);
    heard(event);
  }, surroundings());

/** Folders that outlive the page. */
const keptFolders = (): Folders => ({ ...memoryFolders(), kept: true });

const last = <K extends TrainEvent['kind']>(kind: K) =>
  events.findLast((event): event is Extract<TrainEvent, { kind: K }> => event.kind === kind);

beforeEach(() => {
  events = [];
  runs = keptFolders();
  networks = keptFolders();
  isElsewhere = false;
  heard = () => {};
});

test('own images become a dataset with how its networks were trained; the run is put away', async () => {
  await coach()({ kind: 'begin', plan });
  expect(last('failed')).toBeUndefined();
  expect(last('ended')).toMatchObject({ data: expect.stringMatching(/^own-/), finished: 2, stopped: false });
  expect(await runs.files(last('ended')?.run.id ?? '')).toEqual(new Map());
  const own = (await openOwnNetworks(networks, last('ended')?.run.id ?? ''))!;
  expect(own.notices).toEqual([]);
  expect(own.populations.map(({ kind, level }) => [kind, level])).toEqual([
    ['dense', 0],
    ['sparse', 0.5],
  ]);
  expect([own.test.count, own.training?.images.counts.reduce((a, b) => a + b)]).toEqual([16, 64]);
  expect(own.training).toMatchObject({ scope: 'layer', plain: true, recipe: { epochs: 2, batch: 32 } });
  const { dataset, variants } = zooOfOwn(own).manifest;
  expect(dataset.trainingCounts).toEqual(own.training?.images.counts);
  expect(variants[0].recipe).toEqual(own.training);
});

test('own images are shown as the network will see them, with the labels asked for', async () => {
  const rows = [1, 2].map((coarse) => new Uint8Array(2 + 3 * 32 * 32).fill(40 * coarse).fill(coarse, 0, 1));
  const one = coach();
  const files = [{ path: 'train.bin', content: new Blob(rows) }];
  await one({ kind: 'look', role: 'training', files });
  expect(last('seen')?.seen).toMatchObject({ kind: 'CIFAR-100', labels: ['fine', 'coarse'] });
  const question = { extent: { height: 8, width: 8, channels: 1 as const }, fit: 'crop' as const };
  for (const [labels, classes] of [
    ['coarse', [1, 2]],
    [null, [40, 80]],
  ] as const) {
    await one({ kind: 'preview', question: { ...question, labels, network: plan.network } });
    const { shard, fitted } = last('previewed')!.preview;
    expect([shard.count, shard.height, shard.channels, [...shard.labels]]).toEqual([2, 8, 1, classes]);
    expect(fitted).toMatch(/grey/);
  }
});

test('a stopped training is listed, keeps what is finished, and goes on in another visit', async () => {
  const first = coach();
  heard = (event) => {
    if (event.kind === 'network' && event.standing.state === 'finished') void first({ kind: 'cancel' });
  };
  await first({ kind: 'begin', plan });
  expect(last('ended')).toMatchObject({ stopped: true, finished: 1, data: expect.stringMatching(/^own-/) });
  const { id } = last('ended')!.run;
  expect(last('listed')?.runs).toMatchObject([{ id, ended: 1 }]);
  heard = () => {};
  events = [];
  await coach()({ kind: 'resume', id, base: '' });
  expect(last('began')?.networks.map(({ state }) => state)).toEqual(['finished', 'waiting']);
  expect(last('ended')).toMatchObject({ stopped: false, finished: 2 });
  expect((await openOwnNetworks(networks, id))?.populations).toHaveLength(2);
  expect(last('listed')?.runs).toEqual([]);
});

test('a training of which nothing can be explored is put away too', async () => {
  await coach()({ kind: 'begin', plan: { ...plan, epochs: 6, batch: 16, rate: 100 } });
  expect(last('ended')).toMatchObject({ data: null, finished: 0, message: expect.stringMatching(/nothing/) });
  expect(last('listed')?.runs).toEqual([]);
});

test('own images are fitted to a description; shipped ones must be those that it takes', async () => {
  const text = JSON.stringify({
    format: 'lacuna-network',
    version: 2,
    input: { channels: 1, height: 6, width: 6, mean: [0.5], std: [0.25] },
    layers: [
      { kind: 'conv', name: 'a', input: 1, output: 4, kernel: [3, 3], stride: 1, padding: 1, bias: true },
      { kind: 'tanh' },
      { kind: 'maxPool', size: 2, stride: 2 },
      { kind: 'flatten' },
      { kind: 'dense', name: 'head', input: 36, output: 2, bias: true },
    ],
  });
  const network = { kind: 'description', file: 'small.json', text } as const;
  await coach()({ kind: 'begin', plan: { ...plan, network, epochs: 1, populations: [{ kind: 'dense' }] } });
  expect(last('ended')).toMatchObject({ finished: 1, data: expect.stringMatching(/^own-/) });
  expect((await openOwnNetworks(networks, last('ended')?.run.id ?? ''))?.test).toMatchObject({ height: 6 });
  const all = { ...surroundings().zoo };
  all.images = async () => {
    const classes = ['a', 'b'];
    const shard = { id: 'z', count: COUNT, height: SIDE, width: SIDE, channels: 1, images: pixels, classes };
    const whole = { ...shard, labels: Uint16Array.from(labels) };
    const input = { channels: 1, height: SIDE, width: SIDE, mean: [0], std: [1] };
    return { training: whole, test: whole, input, title: 'Z' };
  };
  const data = { kind: 'zoo', base: '', id: 'fashion-mnist' } as const;
  const other = createCoach((event) => events.push(event), { ...surroundings(), zoo: all });
  await other({ kind: 'begin', plan: { ...plan, data, network } });
  expect(last('failed')?.message).toMatch(/for images of 8 x 8 in grey, got one for 6 x 6 in grey/);
});

test('a part of the files is held out where there is one, and is told on looking', async () => {
  const test = [
    { path: 't10k-images-idx3-ubyte', content: idx([16, SIDE, SIDE], pixels.subarray(0, 16 * SIDE * SIDE)) },
    { path: 't10k-labels-idx1-ubyte', content: idx([16], labels.subarray(0, 16)) },
  ];
  const all = [...files, ...test];
  await coach()({ kind: 'look', role: 'training', files: all });
  expect(last('seen')?.seen).toMatchObject({ kind: 'IDX', heldOut: 't10k' });
  const data = { ...plan.data, training: all } as Plan['data'];
  await coach()({ kind: 'begin', plan: { ...plan, data, epochs: 1, populations: [{ kind: 'dense' }] } });
  expect(last('began')).toMatchObject({ testImages: 16, run: { images: COUNT } });
  expect(last('ended')).toMatchObject({ finished: 1 });
});

test('without storage training goes on, and what that means is told', async () => {
  runs = memoryFolders();
  networks = memoryFolders();
  await coach()({ kind: 'begin', plan: { ...plan, epochs: 1, populations: [{ kind: 'dense' }] } });
  expect(last('notice')?.message).toMatch(/a closed tab would lose this training/);
  expect(last('ended')).toMatchObject({
    data: null,
    finished: 1,
    message: expect.stringMatching(/no storage/),
  });
});

test('what cannot be trained is refused in a sentence that says why', async () => {
  const text = JSON.stringify({
    format: 'lacuna-network',
    version: 2,
    input: { channels: 1, height: SIDE, width: SIDE, mean: [0.5], std: [0.25] },
    layers: [
      { kind: 'conv', name: 'a', input: 1, output: 4, kernel: [3, 3], stride: 1, padding: 1, bias: true },
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'head', input: 4, output: 3, bias: true },
    ],
  });
  await coach()({ kind: 'begin', plan: { ...plan, network: { kind: 'description', file: 'a.json', text } } });
  expect(last('failed')?.message).toMatch(/an output for each of 2 classes, got 3; choose another/);
  expect(await runs.list()).toEqual([]);
  await coach()({ kind: 'begin', plan: { ...plan, batch: 96 } });
  expect(last('failed')?.message).toMatch(/batch of at most the 64 training images, got 96/);
  await coach()({ kind: 'resume', id: 'nobody', base: '' });
  expect(last('failed')?.message).toMatch(/not on this machine/);
  isElsewhere = true;
  await coach()({ kind: 'resume', id: 'nobody', base: '' });
  expect(last('failed')?.message).toMatch(/goes on in another tab/);
});

test('where a device fails, WebAssembly goes on; where that fails, what is finished stays', async () => {
  const failing = (epochs: number): Device => ({
    ...device,
    trainEpoch: (...asked) =>
      epochs-- > 0 ? device.trainEpoch!(...asked) : Promise.reject(new Error('It was lost.')),
  });
  const begin = (wasm: Device) =>
    createCoach((event) => events.push(event), {
      ...surroundings(),
      openDevice: async (asked) => ({ device: asked.device === 'wasm' ? wasm : failing(0), note: null }),
    })({ kind: 'begin', plan: { ...plan, device: 'webgpu', epochs: 1 } });
  await begin(device);
  expect(last('notice')?.message).toBe('WebAssembly goes on from what is kept: It was lost.');
  expect(last('ended')).toMatchObject({ finished: 2, stopped: false });
  await begin(failing(1));
  const data = expect.stringMatching(/^own-/);
  expect(last('ended')).toMatchObject({ finished: 1, stopped: true, message: 'It was lost.', data });
  expect(last('listed')?.runs).toMatchObject([{ ended: 1 }]);
});

test('a second of training is measured, dense and with nine tenths masked', async () => {
  const question = {
    extent: { height: SIDE, width: SIDE, channels: 1 },
    batch: 32,
    device: 'wasm' as const,
    plain: true,
    network: plan.network,
  };
  await coach()({ kind: 'measure', question });
  const { pace } = last('paced')!;
  expect(pace.threads).toBe(1);
  expect(pace.dense).toBeGreaterThan(0);
  expect(pace.sparse).toBeGreaterThan(0);
});
