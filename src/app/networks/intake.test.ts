import { beforeEach, expect, test } from 'vitest';
import { writeNpz } from '../../formats/arrays/npz';
import type { DecodeImage } from '../../formats/images/decodeImage';
import { memoryFolders } from '../../library/folders';
import { openOwnNetworks } from '../../library/ownStore';
import { stubDevice } from '../lab/testing/lab';
import { createIntake } from './intake';
import { guessGroups, planPopulations } from './plan';
import type { BringRequest, NetworksEvent, Reading } from './protocol';
import { file, knownZoo, networkFiles, population } from './testing/intake';

const decode: DecodeImage = async () => Promise.reject(new Error('no image files here'));

/**
 * Sixty images class by class, whose brightest pixel is their class; the file names classes in another order
 * than the networks.
 */
const labels = Int32Array.from({ length: 60 }, (_, image) => Math.floor(image / 20));
const CLASSES = ['green', 'blue', 'red'];
const brightest = [1, 2, 0];
const images = file(
  'test.npz',
  writeNpz({
    images: {
      shape: [60, 1, 3],
      values: Uint8Array.from({ length: 180 }, (_, at) =>
        at % 3 === brightest[labels[Math.floor(at / 3)]] ? 200 : Math.floor(at / 3),
      ),
    },
    labels: { shape: [60], values: labels },
    classes: { shape: [3], values: CLASSES },
  }),
);

const reading: Reading = {
  target: { height: 1, width: 3, channels: 1 },
  part: null,
  labels: null,
  fit: 'crop',
};

let events: NetworksEvent[];
let folders: ReturnType<typeof memoryFolders>;
let ask: ReturnType<typeof createIntake>;
let beforeMember: () => Promise<void>;
let quota: number;

beforeEach(() => {
  events = [];
  beforeMember = async () => {};
  quota = 1e6;
  folders = { ...memoryFolders(), kept: true };
  const stub = { beforeMember: () => beforeMember(), opened: [], closed: [] };
  const device = stubDevice('wasm', stub);
  ask = createIntake((event) => events.push(event), {
    folders: Promise.resolve(folders),
    decode,
    storage: async () => ({ usage: 0, quota }),
    datasets: async () => [
      { id: 'tiny', title: 'Tiny' },
      { id: 'own-mine', title: 'Mine' },
    ],
    openKnown: async (_, data) => knownZoo(data),
    devices: {
      use: async () => device,
      current: () => device,
      replace: async (_, cause) => Promise.reject(cause),
      ran() {},
    },
  });
});

function heard<K extends NetworksEvent['kind']>(kind: K): Extract<NetworksEvent, { kind: K }> {
  const found = events.findLast((event) => event.kind === kind);
  if (!found) throw new Error(`Expected to hear ${kind}, got ${JSON.stringify(events.at(-1))}`);
  return found as Extract<NetworksEvent, { kind: K }>;
}

const match = { outputs: [1, 2, 0], names: ['red', 'green', 'blue'], words: '' };

async function choose(): Promise<BringRequest> {
  await ask({
    kind: 'networks',
    files: [
      ...networkFiles('dense', population(['a', 'b'], 1)),
      ...networkFiles('pruned', population(['a', 'b'], 1, 4)),
    ],
  });
  const { sources } = heard('networks').seen;
  const groups = guessGroups(sources);
  const roleOf = ({ source }: { source: number }) =>
    groups.find(({ networks }) => networks[0].source === source)!.role;
  const { populations, problem } = planPopulations(sources, groups, roleOf);
  expect(problem).toBeNull();
  await ask({ kind: 'images', files: [images] });
  await ask({ kind: 'preview', reading });
  await ask({ kind: 'gather', reading });
  const normalisation = { mean: [0], std: [1] };
  return { kind: 'bring', name: 'Mine', populations, normalisation, match, paired: false, calibration: [] };
}

test('networks and images are looked at, tried, run, kept, listed and removed', async () => {
  const request = await choose();
  expect(request.populations.map(({ kind, level }) => [kind, level])).toEqual([
    ['dense', 0],
    ['sparse', 0.44],
  ]);
  expect(heard('images').seen).toMatchObject({ kind: 'npz', file: 'test.npz' });
  expect(heard('preview').preview).toMatchObject({ fitted: 'unchanged', shard: { count: 8 } });
  expect(heard('gathered').gathered).toMatchObject({ count: 60, classes: CLASSES, sorted: true });

  const { normalisation } = request;
  const wrong = { ...match, outputs: [0, 1, 2] };
  await ask({
    kind: 'check',
    question: {
      network: { source: 0, member: 0 },
      normalisation,
      matches: [match, wrong],
      usual: [{ name: 'the same', normalisation }],
    },
  });
  expect(heard('checked').answer).toMatchObject({ of: 60, correct: [60, 0], usual: [[60, 0]] });

  await ask(request);
  const { id } = heard('brought');
  const own = await openOwnNetworks(folders, id);
  expect(own).toMatchObject({
    name: 'Mine',
    files: ['dense.safetensors', 'pruned.safetensors', 'test.npz'],
    test: { count: 48, classes: match.names },
    calibration: { count: 12 },
    notes: { calibration: 'the last 12 images of test.npz, shuffled, which are not judged' },
  });
  const [dense, sparse] = own!.populations;
  expect(dense.predictions.labels).toEqual(Uint16Array.from([...own!.test.labels, ...own!.test.labels]));
  expect(dense.predictions.pLabel!.every((share) => share > 0 && share <= 1)).toBe(true);
  // Unpaired, so that no network of one population is taken for one of the other.
  expect(sparse.predictions.members).toEqual(['pruned/a', 'pruned/b']);
  expect(new Set([...own!.test.ids!, ...own!.calibration.ids!]).size).toBe(60);
  await ask({ kind: 'list' });
  expect(heard('listed')).toMatchObject({ kept: true, entries: [{ id, images: 48, classes: 3 }] });
  await ask({ kind: 'remove', id });
  expect(heard('listed').entries).toEqual([]);
});

test('images that were read stay when reading them anew is stopped', async () => {
  const request = await choose();
  const again = ask({ kind: 'gather', reading: { ...reading, fit: 'pad' } });
  await Promise.resolve();
  await ask({ kind: 'cancel' });
  await again;
  expect(events.at(-1)).toMatchObject({ kind: 'stopped' });
  await ask(request);
  expect((await openOwnNetworks(folders, heard('brought').id))?.test.count).toBe(48);
});

test('pairs have the ids of dense networks; separate calibration images leave all to be judged', async () => {
  const request = await choose();
  await ask({ ...request, paired: true, calibration: [images] });
  const own = await openOwnNetworks(folders, heard('brought').id);
  expect(own!.populations[1].predictions.members).toEqual(['a', 'b']);
  expect(own).toMatchObject({
    test: { count: 60 },
    calibration: { count: 60 },
    notes: { calibration: '60 images drawn from test.npz' },
  });
});

test('a cancelled run leaves all that was chosen; one that could not be kept is not run again', async () => {
  const request = await choose();
  beforeMember = async () => {
    beforeMember = async () => {};
    void ask({ kind: 'cancel' });
  };
  await ask(request);
  expect(heard('stopped')).toBeDefined();
  expect(await folders.list()).toEqual([]);

  const { write } = folders;
  folders.write = async () => Promise.reject(new Error('full'));
  await ask(request);
  expect(heard('failed')).toMatchObject({ asked: 'bring', message: 'full' });
  folders.write = write;
  beforeMember = async () => Promise.reject(new Error('run again'));
  await ask(request);
  expect(await folders.list()).toEqual([heard('brought').id]);
});

test('what does not fit into the storage is refused before it is run', async () => {
  const request = await choose();
  quota = 1000;
  beforeMember = async () => Promise.reject(new Error('run'));
  await ask(request);
  expect(heard('failed').message).toBe(
    "Expected room for 1 MB in this browser's storage, got 0 MB; delete something that is kept, or " +
      'bring fewer images.',
  );
});

test('a file that is none leaves the images that were read', async () => {
  const request = await choose();
  await ask({ kind: 'images', files: [file('x.txt', 'a,b\n')] });
  expect(heard('failed')).toMatchObject({
    asked: 'images',
    message: expect.stringMatching(/^x\.txt: expected IDX/),
  });
  await ask(request);
  expect(heard('brought').id).toMatch(/^[a-f0-9]{10}$/);
});

test('networks of the explorer are taken without files, and judge the reader’s images', async () => {
  await ask({ kind: 'datasets', base: '' });
  expect(heard('datasets').datasets).toEqual([
    { id: 'tiny', title: 'Tiny', shipped: true },
    { id: 'own-mine', title: 'Mine', shipped: false },
  ]);
  await ask({ kind: 'known', base: '', data: 'tiny', networks: 1 });
  const { sources, known } = heard('networks').seen;
  expect(known).toEqual({ id: 'tiny', title: 'Tiny', shipped: true });
  expect(sources.map(({ name, role, networks, classes }) => [name, role, networks.length, classes])).toEqual([
    ['Tiny, dense', 'dense', 1, match.names],
    ['Tiny, 44% removed', 'compressed', 1, match.names],
  ]);
  const groups = guessGroups(sources);
  expect(groups.map(({ role }) => role)).toEqual(['dense', 'compressed']);
  const roleOf = ({ source }: { source: number }) => groups[source].role;
  const { populations, problem } = planPopulations(sources, groups, roleOf);
  expect(problem).toBeNull();
  await ask({ kind: 'images', files: [images] });
  await ask({ kind: 'gather', reading });
  const normalisation = { mean: [0], std: [1] };
  await ask({
    kind: 'bring',
    name: 'Mine',
    populations,
    normalisation,
    match,
    paired: false,
    calibration: [],
  });
  const own = await openOwnNetworks(folders, heard('brought').id);
  expect(own).toMatchObject({
    files: ['Tiny, dense', 'Tiny, 44% removed', 'test.npz'],
    notes: { networks: 'those of Tiny, which come with this page' },
    test: { count: 48, classes: match.names },
  });
  expect(
    own!.populations.map(({ kind, level, population: { members } }) => [kind, level, members.length]),
  ).toEqual([
    ['dense', 0, 1],
    ['sparse', 0.44, 1],
  ]);
});
