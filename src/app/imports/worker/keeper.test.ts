import { expect, test } from 'vitest';
import { memoryFolders } from '../../../library/folders';
import { csv, options, png, rows, startImporter } from './testing/importer';

test('what was made opens before it is kept, and tells what went wrong with keeping', async () => {
  const here = memoryFolders();
  const write = { go: () => {} };
  const held = new Promise<void>((resolve) => {
    write.go = resolve;
  });
  const full = async () => {
    await held;
    throw new Error('Full.');
  };
  const { ask, events, heard, makeOne } = startImporter({ folders: { ...here, write: full } });
  const id = makeOne().then(async () => heard('made').id);
  const made = new Promise<string>((resolve) => {
    const look = () => {
      const found = events.find((event) => event.kind === 'made');
      if (found?.kind === 'made') resolve(found.id);
      else setTimeout(look);
    };
    look();
  });
  const opened = ask({ kind: 'open', id: await made, options: {} });
  await new Promise<void>((resolve) => {
    const look = () => (events.some(({ kind }) => kind === 'opened') ? resolve() : setTimeout(look));
    look();
  });
  expect(events.some(({ kind }) => kind === 'kept')).toBe(false);
  write.go();
  await opened;
  expect(heard('kept')).toEqual({ kind: 'kept', id: await id, notice: 'Full.' });
});

test('a worker that took the place of one that was stopped answers with the settings on screen', async () => {
  const folders = memoryFolders();
  const start = () => startImporter({ folders });
  const tied = rows((network, image) => (image === 1 ? 'xy'[network] : 'x'));
  const id = await start().makeOne({}, csv('tied.csv', `image,seed,says,truth\n${tied}`));
  const pies = async (ties: 'largest' | 'smallest') => {
    const { ask, answered } = start();
    await ask({ kind: 'ask', question: 'populations', asked: null, id, options: { ...options, ties } });
    return answered('populations')?.rows.compressed.change?.pies;
  };
  expect([await pies('largest'), await pies('smallest')]).toEqual([0, 1]);
  const { ask, answered } = start();
  await ask({ kind: 'ask', question: 'draws', asked: null, id, options: { ...options, ties: 'smallest' } });
  expect(answered('draws')?.growth.at(-1)?.pies.mean).toBe(1);
});

test('two tabs add to one import: nothing is lost, and each shows what the other added', async () => {
  const folders = memoryFolders();
  const tabs: ReturnType<typeof startImporter>[] = [];
  for (const at of [0, 1]) {
    tabs.push(startImporter({ folders, tellOthers: (id) => void tabs[1 - at].ask({ kind: 'changed', id }) }));
  }
  const [first, second] = tabs;
  const id = await first.makeOne();
  for (const { ask } of tabs) await ask({ kind: 'open', id, options: {} });
  const template = 'https://host.example/{id}';
  const training = csv('counts.csv', 'class,count\nx,3\ny,4\n');
  await first.ask({ kind: 'add', id, additions: { template }, options });
  await second.ask({ kind: 'add', id, additions: { training }, options });
  await first.ask({ kind: 'list' });
  for (const { events } of tabs) {
    const last = events.findLast((event) => event.kind === 'added');
    expect(last?.kind === 'added' && last.extras).toMatchObject({ template, training: { counts: [3, 4] } });
  }
  const pictures = [0, 1, 2].map((image) => ({ path: `i${image}.png`, content: new Blob([png(image + 1)]) }));
  await second.ask({ kind: 'add', id, additions: { pictures }, options });
  await first.ask({ kind: 'list' });
  const seen = first.events.findLast((event) => event.kind === 'added');
  expect(seen?.kind === 'added' && seen.pictures?.found).toBe(3);
  await first.ask({ kind: 'remove', id });
  await second.ask({ kind: 'add', id, additions: { template }, options });
  expect(second.events).toContainEqual({ kind: 'deleted', id });
  expect(second.events.at(-1)).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/another tab deleted it/),
  });
  expect(await folders.list()).toEqual([]);
});
