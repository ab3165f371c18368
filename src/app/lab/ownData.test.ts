import { beforeEach, describe, expect, it, vi } from 'vitest';
import { mulberry32 } from '../../audit/statistics/random';
import { corruptionIds } from '../../corruptions/corrupt';
import { runReference } from '../../engine/reference';
import { type Folders, memoryFolders } from '../../library/folders';
import type { OwnNetworks, OwnPopulation } from '../../library/ownNetworks';
import { saveOwnNetworks } from '../../library/ownStore';
import { ownTiny } from '../../library/testing/ownTiny';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { type Architecture, tensorShapes } from '../../model/architecture';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { Ask } from '../panels/questions';
import type { LabRequest } from './protocol';
import { startLab } from './testing/lab';

const storage = vi.hoisted(() => ({ folders: null as Folders | null }));

vi.mock('../../library/folders', async (original) => ({
  ...(await original<typeof import('../../library/folders')>()),
  browserFolders: async () => storage.folders,
}));

vi.mock('../../library/zoo', async (original) => {
  const real = await original<typeof import('../../library/zoo')>();
  return { ...real, openZoo: (base: string) => real.openZoo(base, tinyZoo().source) };
});

vi.mock('../../library/datasets', () => ({ openDatasets: async () => [{ id: 'tiny', title: 'Tiny' }] }));

vi.mock('./speed', () => ({ measureSpeed: async () => 1000 }));

vi.mock('./openDevice', async () => {
  const { stubDevice } = await import('./testing/lab');
  const stub = { beforeMember: async () => {}, opened: [], closed: [] };
  const device = () => stubDevice('wasm', stub);
  return { openWasm: async () => device(), openChoice: async () => ({ device: device(), reason: 'stub' }) };
});

const { createLab } = await import('./session');

function lab(data: string) {
  const { events, send, heard } = startLab(createLab, data);
  let jobs = 0;
  /** Runs an experiment to its end. */
  async function done(request: (job: number) => LabRequest): Promise<void> {
    const job = ++jobs;
    send(request(job));
    const { state, message } = await heard('ended', (event) => event.job === job);
    expect({ state, message }).toEqual({ state: 'done', message: null });
  }
  return { events, send, heard, done };
}

function answered(population: Population, shard: Shard): OwnPopulation['predictions'] {
  const { labels, pPrediction, pLabel, rankLabel } = runReference(population, shard);
  const members = population.members.map(({ id }) => id);
  return {
    members,
    images: shard.count,
    classes: shard.classes.length,
    labels,
    pPrediction,
    pLabel,
    rankLabel,
  };
}

const COLOUR: Architecture = {
  input: { channels: 3, height: 8, width: 8, mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.25] },
  layers: [
    { kind: 'conv', name: 'stem', input: 3, output: 8, kernel: [3, 3], stride: 2, padding: 1, bias: true },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'out', input: 8, output: 2, bias: true },
  ],
};

/**
 * One dense network without BatchNorm on coloured images of two classes, and nothing it could be compared
 * with.
 */
function ownColour(images: number): OwnNetworks {
  const random = mulberry32(6);
  const shard = (id: string): Shard => ({
    id,
    count: images,
    height: 8,
    width: 8,
    channels: 3,
    images: Uint8Array.from({ length: images * 192 }, () => 256 * random()),
    labels: Uint16Array.from({ length: images }, (_, i) => i % 2),
    classes: ['left', 'right'],
  });
  const tensors = Object.fromEntries(
    [...tensorShapes(COLOUR)].map(([name, shape]) => {
      const size = shape.reduce((product, extent) => product * extent, 1);
      return [name, { shape, data: Float32Array.from({ length: size }, () => random() - 0.5) }];
    }),
  );
  const population: Population = {
    key: 'colour',
    architecture: COLOUR,
    variant: { kind: 'dense' },
    members: [{ id: 'only', seed: 0 }],
    tensors,
  };
  const test = shard('own-colour/test');
  return {
    id: 'colour',
    name: 'Coloured',
    created: '2026-11-25T04:00:00.000Z',
    files: ['net.onnx'],
    architecture: COLOUR,
    populations: [{ kind: 'dense', level: 0, population, predictions: answered(population, test) }],
    test,
    calibration: shard('own-colour/calibration'),
    notes: { fitted: 'as they are', calibration: 'made up', networks: null },
    training: null,
  };
}

beforeEach(() => {
  storage.folders = memoryFolders();
});

describe("a reader's own networks in the lab", () => {
  it('are listed last, opened by their name, and shown as computed when they were brought', async () => {
    await saveOwnNetworks(storage.folders!, await ownTiny());
    const { send, heard } = lab('own-mine');
    const { zoo } = await heard('zoo');
    expect(zoo.offer).toEqual({
      data: 'own-mine',
      datasets: [
        { id: 'tiny', title: 'Tiny' },
        { id: 'own-mine', title: 'Mine', own: true },
      ],
      levels: [0.9],
      widths: [],
      images: 4,
      batchNorm: true,
      networks: { dense: 5, null: 2, 'sparse-90': 2 },
    });
    expect(zoo).toMatchObject({
      title: 'Mine',
      countsTraining: false,
      notice: null,
      origin: { kind: 'own' },
    });
    const experiment = defaultExperiment(zoo.offer);
    expect(experiment).toMatchObject({ variant: 'sparse', sparsity: 0.9, members: 2, images: 4 });
    send({ kind: 'show', experiment });
    const { comparison } = await heard('shown');
    expect(comparison).toMatchObject({ source: 'shipped', experiment: { data: 'own-mine' }, images: 4 });
    expect((await heard('shard')).shard.ids).toEqual(['a.png', 'b.png', 'c.png', 7]);
    expect((await heard('levels')).levels.map(({ id }) => id)).toEqual(['dense', 'null', 'sparse-90']);
    send({ kind: 'ask', experiment, question: 'study', asked: null });
    expect(await heard('answered')).toMatchObject({
      answer: { data: 'own-mine', levels: [{ sparsity: 0.9 }] },
    });
  });

  it('stand beside the shipped ones where these are open', async () => {
    await saveOwnNetworks(storage.folders!, await ownTiny());
    const { zoo } = await lab('tiny').heard('zoo');
    expect(zoo.offer.datasets.map(({ id }) => id)).toEqual(['tiny', 'own-mine']);
    expect(zoo).toMatchObject({ origin: { kind: 'shipped', licence: 'MIT' }, notice: null });
  });

  it('are looked for in vain on another machine, which says so and shows what was shipped', async () => {
    const { zoo } = await lab('own-elsewhere').heard('zoo');
    expect(zoo.offer).toMatchObject({ data: 'tiny', datasets: [{ id: 'tiny' }] });
    expect(zoo.notice).toMatch(
      /kept in the browser that brought them, and are not on this machine.*: Tiny\.$/,
    );
  });

  it('say what is damaged, go on without it, and are not offered where nothing is left', async () => {
    await saveOwnNetworks(storage.folders!, await ownTiny());
    await storage.folders!.write('mine', 'null.labels.u16', new Uint8Array(16));
    const without = (await lab('own-mine').heard('zoo')).zoo;
    expect(without.offer.data).toBe('own-mine');
    expect(without.notice).toMatch(/^null.labels.u16: .*The retrained networks are left out/);
    await storage.folders!.write('mine', 'dense.labels.u16', new Uint8Array(3));
    const { zoo } = await lab('own-mine').heard('zoo');
    expect(zoo.offer).toMatchObject({ data: 'tiny', datasets: [{ id: 'tiny' }] });
    expect(zoo.notice).toMatch(/^Your networks cannot be opened: dense.labels.u16: expected 40 bytes, got 3/);
  });

  it('work in colour, alone, without BatchNorm or a second population: every kind and question', async () => {
    const own = ownColour(12);
    await saveOwnNetworks(storage.folders!, own);
    const { send, heard, done, events } = lab('own-colour');
    const { zoo } = await heard('zoo');
    expect(zoo.offer).toMatchObject({ levels: [], batchNorm: false, networks: { dense: 1 } });
    const first = defaultExperiment(zoo.offer);
    expect(first).toMatchObject({ variant: 'pruned', sparsity: 0.9, members: 1, images: 12 });
    const made: Partial<Experiment>[] = [
      { sparsity: 0.5, scope: 'layer', method: 'random' },
      { method: '2:4' },
      { method: 'channels', sparsity: 0.5 },
      { variant: 'quantised', format: 'float16' },
      { variant: 'quantised', format: 'int8' },
      { variant: 'quantised', format: 'fixed' },
      { variant: 'dense' },
      {},
    ];
    for (const change of made) {
      const experiment = { ...first, ...change };
      await done((job) => ({ kind: 'run', job, experiment, reuse: false }));
      const last = events.findLast((event) => event.kind === 'comparison');
      expect(last).toMatchObject({
        state: 'done',
        comparison: { experiment, images: 12, agreement: { differing: 0 } },
      });
      expect(last?.comparison.findings.noiseFloor.kind).toBe('none');
    }
    const asks: Ask[] = [
      { question: 'table', asked: null },
      { question: 'study', asked: null },
      { question: 'groups', asked: { by: ['class', 'brightness'], target: 1 } },
      { question: 'draws', asked: null },
    ];
    for (const one of asks) {
      send({ kind: 'ask', experiment: first, ...one });
      await heard('answered', ({ question, done: share }) => question === one.question && share === 1);
    }
    const told = events.flatMap((event) => (event.kind === 'answered' ? [event] : []));
    expect(told.find(({ question }) => question === 'table')?.answer).toMatchObject({
      levels: [{ id: 'dense' }],
      family: null,
    });
    expect(told.find(({ question }) => question === 'study')?.answer).toMatchObject({ levels: [] });
    const groups = told.findLast(({ question }) => question === 'groups')?.answer;
    expect(groups).toMatchObject({ groups: expect.arrayContaining([expect.anything(), expect.anything()]) });
    await done((job) => ({ kind: 'sweep', job, experiment: first }));
    expect(events.filter(({ kind }) => kind === 'sweepLevel')).toHaveLength(12);
    const wish = { corruptions: corruptionIds, severities: [5 as const], images: 12 };
    await done((job) => ({ kind: 'robustness', job, experiment: first, wish }));
    const { robustness } = events.findLast((event) => event.kind === 'robustness')!;
    expect(robustness.cells).toHaveLength(corruptionIds.length);
    send({ kind: 'shippedRobustness' });
    expect((await heard('shippedRobustness')).shipped).toBeNull();
    expect(events.filter(({ kind }) => kind === 'failed')).toEqual([]);
  });
});
