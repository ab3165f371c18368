import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createInProcessWasmDevice } from '../../engine/wasm/inProcess';
import { type Folders, memoryFolders } from '../../library/folders';
import type { TrainingRun } from '../../library/trainingRun';
import { listRuns, openRun, runStore } from '../../library/trainingRuns';
import { presetNetwork } from '../../model/presets';
import { generatorOf, trainingRecipe } from '../../model/recipe';
import type { Shard } from '../../model/shard';
import type { TrainEvent } from './protocol';
import { ownOf } from './result';
import { keptNetworks, type School, standingOf, trainRun } from './school';
import { runNetworks } from './tasks';

const build = (name: string) =>
  readFileSync(new URL(`../../engine/wasm/build/${name}.wasm`, import.meta.url));
const device = await createInProcessWasmDevice({ plain: build('plain'), relaxed: build('plain') });

/** Images of two classes, dark and bright. */
function shard(id: string, count: number): Shard {
  const random = generatorOf(id);
  const labels = Uint16Array.from({ length: count }, (_, i) => i % 2);
  const images = Uint8Array.from(
    { length: count * 64 },
    (_, i) => 60 + 100 * (labels[i >> 6] ?? 0) + random() * 60,
  );
  return { id, count, height: 8, width: 8, channels: 1, images, labels, classes: ['dark', 'bright'] };
}

const images = shard('train', 96);
const held = shard('held', 32);
const input = { channels: 1, height: 8, width: 8, mean: [0.5], std: [0.25] };

function run(changes: Partial<TrainingRun> = {}): TrainingRun {
  return {
    id: 'ab12',
    name: 'Small',
    created: '2026-01-01T00:00:00.000Z',
    data: { kind: 'own', title: 'small', files: ['small'], fitted: 'unchanged', heldOut: 'small' },
    images: 96,
    architecture: presetNetwork('zoo', input, 2)!,
    recipe: trainingRecipe({ epochs: 2, batch: 32, rate: 0.05, images: 96 }),
    scope: 'layer',
    rounds: null,
    populations: [{ kind: 'dense' }, { kind: 'sparse', level: 0.5 }],
    members: 1,
    device: 'wasm',
    plain: true,
    ...changes,
  };
}

async function attend(
  training: TrainingRun,
  folders: Folders | null,
  { stopAt, ...changes }: Partial<School> & { stopAt?: number } = {},
) {
  const events: TrainEvent[] = [];
  const stop = new AbortController();
  const networks = runNetworks(training, images.id);
  const store = folders && runStore(folders, training.id);
  const notices: string[] = [];
  const kept = store
    ? await keptNetworks(networks, store, (notice) => notices.push(notice))
    : networks.map(() => null);
  const standings = networks.map((network, index) => standingOf(network, kept[index], held.labels));
  let points = 0;
  const ended = await trainRun(
    {
      networks,
      images,
      test: held,
      device,
      threads: 1,
      store,
      signal: stop.signal,
      told(event) {
        events.push(event);
        if (event.kind === 'point' && event.point && ++points === stopAt) stop.abort();
      },
      ...changes,
    },
    kept,
  );
  return { networks, ended, events, standings, notices };
}

const weights = (ended: Awaited<ReturnType<typeof attend>>['ended']) =>
  ended.map((each) => each?.kind === 'finished' && each.network.tensors);

test('a training that is stopped goes on after its last epoch, and comes to the same bits', async () => {
  const whole = await attend(run(), null);
  expect(whole.ended.map((each) => each?.kind)).toEqual(['finished', 'finished']);
  const folders = memoryFolders();
  await runStore(folders, 'ab12').keepRun(run());
  // Three stretches an epoch: it stops in the second epoch of the first network.
  const first = await attend(run(), folders, { stopAt: 4 });
  expect(first.ended).toEqual([null, null]);
  expect(await openRun(folders, 'ab12')).toEqual(run());
  const second = await attend(run(), folders, { stopAt: 6 });
  expect(second.standings[0]).toMatchObject({ state: 'waiting', done: 0.5 });
  expect(second.standings[0].curve).toHaveLength(3);
  expect(second.ended.map((each) => each?.kind)).toEqual(['finished', undefined]);
  expect((await listRuns(folders)).map(({ ended }) => ended)).toEqual([1]);
  const third = await attend(run(), folders);
  expect(third.standings[0]).toMatchObject({ state: 'finished', done: 1 });
  expect(weights(third.ended)).toEqual(weights(whole.ended));
  expect(third.ended[0]?.curve).toEqual(whole.ended[0]?.curve);
});

test('what is damaged begins anew, and is told; tickets are made again too', async () => {
  const folders = memoryFolders();
  const rounds = { kind: 'ticket', rounds: 1, rewind: 0 } as const;
  const tickets = run({ rounds, recipe: trainingRecipe({ epochs: 1, batch: 32, rate: 0.05, images: 96 }) });
  await runStore(folders, 'ab12').keepRun(tickets);
  expect(await openRun(folders, 'ab12')).toEqual(tickets);
  const { ended, networks } = await attend(tickets, folders);
  expect(networks.map(({ task }) => task.member.id)).toEqual(['dense/0', 'ticket-50/5000']);
  const own = ownOf(tickets, networks, ended, images, held)!;
  const { data } = own.populations[1].population.tensors['conv2.weight'];
  expect(data.filter((value) => value === 0)).toHaveLength(data.length / 2);
  expect(own.notes.networks).toContain('sparse ones made lottery tickets in 1 round');
  const bytes = await folders.read('ab12', 'ticket-50-5000.ended');
  bytes[bytes.length >> 1] ^= 1;
  await folders.write('ab12', 'ticket-50-5000.ended', bytes);
  const again = await attend(tickets, folders);
  expect(again.notices).toEqual([
    expect.stringMatching(/^ticket-50\/5000 begins anew: ticket-50-5000\.ended: expected/),
  ]);
  expect(weights(again.ended)).toEqual(weights(ended));
});

test('a network that diverges ends with what to change, is not trained again; the others go on', async () => {
  const wild = run({ recipe: trainingRecipe({ epochs: 4, batch: 16, rate: 1e9, images: 96 }), members: 1 });
  const folders = memoryFolders();
  const { ended, events } = await attend(wild, folders);
  expect(ended[0]).toMatchObject({ kind: 'diverged' });
  expect(events.filter(({ kind }) => kind === 'network').at(-1)).toMatchObject({
    standing: { state: 'diverged', sentence: expect.stringMatching(/try a smaller learning rate/) },
  });
  const again = await attend(wild, folders);
  expect(again.standings.map(({ state }) => state)).toEqual(['diverged', 'diverged']);
  expect(again.events).toEqual([]);
});

test('a full disk stops nothing: it is told once', async () => {
  const folders = memoryFolders();
  const full = { ...folders, write: () => Promise.reject(new Error('no more room.')) };
  const { ended, events } = await attend(run(), full);
  expect(ended.map((each) => each?.kind)).toEqual(['finished', 'finished']);
  const notices = events.flatMap((event) => (event.kind === 'notice' ? [event.message] : []));
  expect(notices).toEqual([expect.stringMatching(/^Training goes on, but .+ is not kept.+no more room\.$/)]);
});

test('PIEs come with the third network of two populations, and all become a dataset', async () => {
  const { networks, ended, events } = await attend(
    run({ members: 3, recipe: trainingRecipe({ epochs: 1, batch: 32, rate: 0.05, images: 96 }) }),
    null,
  );
  const pies = events.filter((event) => event.kind === 'pies');
  expect(pies).toEqual([
    { kind: 'pies', pies: [expect.objectContaining({ population: 1, networks: 3, images: 32 })] },
  ]);
  const own = ownOf(run({ members: 3 }), networks, ended, images, held)!;
  expect(own.populations.map(({ kind, level, predictions }) => [kind, level, predictions.members])).toEqual([
    ['dense', 0, ['dense/0', 'dense/1', 'dense/2']],
    ['sparse', 0.5, ['sparse-50/5000', 'sparse-50/5001', 'sparse-50/5002']],
  ]);
  expect(
    own.populations[1].population.tensors['conv1.weight'].data.filter((value) => value === 0),
  ).toHaveLength(3 * Math.round(0.5 * 32 * 25));
  expect(
    ownOf(
      run(),
      networks,
      ended.map((each, i) => (networks[i].population === 0 ? null : each)),
      images,
      held,
    ),
  ).toBeNull();
});
