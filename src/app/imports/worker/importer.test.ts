import { beforeEach, expect, test, vi } from 'vitest';
import { writeZip } from '../../../formats/archives/writeZip';
import { writeNpz } from '../../../formats/arrays/npz';
import type { RawImage } from '../../../formats/images/fit';
import { writeParquet } from '../../../formats/parquet/parquet';
import { npyOf } from '../../../formats/testing/npyOf';
import { memoryFolders } from '../../../library/folders';
import { DEFAULT_OPTIONS } from '../../../library/importOrigin';
import type { Answer, Answered, QuestionId } from '../../panels/questions';
import type { Additions, ImportEvent, OwnFile } from '../protocol';
import { createImporter } from './importer';

const options = DEFAULT_OPTIONS;

const csv = (path: string, text: string): OwnFile => ({ path, content: new Blob([text]) });

const rows = (prediction: (network: number, image: number) => string, networks = [0, 1]) =>
  networks
    .flatMap((network) =>
      [0, 1, 2].map((image) => `i${image}.png,n${network},${prediction(network, image)},${'xyx'[image]}`),
    )
    .join('\n');

const dense = csv('dense.csv', `image_id,model_id,prediction,label\n${rows((_, image) => 'xyx'[image])}`);
const pruned = csv('pruned.csv', `image,seed,says,truth\n${rows((_, image) => 'xxx'[image])}`);

let events: ImportEvent[];
let ask: ReturnType<typeof createImporter>;

/** A picture of one pixel: its colour is the last byte of the file. */
const decode = async (bytes: Uint8Array): Promise<RawImage> => ({
  height: 1,
  width: 1,
  channels: 1,
  data: bytes.slice(-1),
});

beforeEach(() => {
  events = [];
  ask = createImporter((event) => events.push(event), Promise.resolve(memoryFolders()), decode);
});

/** The last answer to a question. */
function answered<Q extends QuestionId>(question: Q): Answer<Q> | null {
  const told = events.findLast(
    (event): event is Extract<ImportEvent, { kind: 'answered' }> & Answered<Q> =>
      event.kind === 'answered' && event.question === question,
  );
  return told?.answer ?? null;
}

function heard<K extends ImportEvent['kind']>(kind: K): Extract<ImportEvent, { kind: K }> {
  const found = events.findLast((event) => event.kind === kind);
  if (!found) throw new Error(`Expected to hear ${kind}, got ${JSON.stringify(events.at(-1))}`);
  return found as Extract<ImportEvent, { kind: K }>;
}

const mapped = (prediction: string, image: string, model: string, label: string) =>
  ({
    form: 'long',
    prediction,
    image,
    model,
    label,
    pPrediction: null,
    pLabel: null,
    rankLabel: null,
  }) as const;

async function makeOne(additions: Additions = {}, compressed = pruned): Promise<string> {
  await ask({
    kind: 'read',
    files: [dense, compressed],
    mappings: [
      mapped('prediction', 'image_id', 'model_id', 'label'),
      mapped('says', 'image', 'seed', 'truth'),
    ],
  });
  const choices = heard('read').sources.flatMap(({ networks }, source) =>
    networks.map((id) => ({ source, id, role: source === 0 ? ('dense' as const) : ('compressed' as const) })),
  );
  await ask({ kind: 'make', name: 'Mine', choices, paired: false, additions });
  return heard('made').id;
}

test('files are looked at, read, compared, kept, opened and drawn from', async () => {
  await ask({ kind: 'look', files: [dense, pruned] });
  expect(heard('looked').files.map(({ kind, file }) => `${file}: ${kind}`)).toEqual([
    'dense.csv: table',
    'pruned.csv: table',
  ]);
  const id = await makeOne();
  expect(heard('listed')).toMatchObject({ kept: false, imports: [{ id, name: 'Mine', images: 3 }] });
  await ask({ kind: 'open', id, options: {} });
  const { imported } = heard('opened');
  expect([...imported.findings.pies.images]).toEqual([1]);
  expect(imported.findings.paired).toBe(false);
  expect(imported.imageIds).toEqual(['i0.png', 'i1.png', 'i2.png']);
  await ask({ kind: 'ask', question: 'draws', asked: null, id, options });
  expect(answered('draws')?.members).toEqual({ dense: 2, compressed: 2 });
  await ask({ kind: 'ask', question: 'retraining', asked: null, id, options });
  expect(answered('retraining')?.permutation?.observed).toBe(1);
  await ask({ kind: 'ask', question: 'table', asked: null, id, options });
  expect(heard('failed').message).toBe('Expected populations of a zoo, got predictions alone.');
  await ask({ kind: 'open', id, options: {} });
  expect([...heard('opened').imported.findings.pies.images]).toEqual([1]);
  await ask({ kind: 'remove', id });
  expect(heard('listed').imports).toEqual([]);
  await ask({ kind: 'open', id, options: {} });
  expect(heard('absent').id).toBe(id);
});

test('a file by its address comes piece by piece, each a range', async () => {
  const bytes = new Uint8Array(20 << 20).map((_, at) => at >> 16);
  const ranges: string[] = [];
  vi.stubGlobal('fetch', async (_: URL, init: RequestInit) => {
    const range = new Headers(init.headers).get('Range')!;
    ranges.push(range);
    const [start, end] = range.slice(6).split('-').map(Number);
    const headers = { 'Content-Range': `bytes ${start}-${end}/${bytes.length}` };
    return new Response(bytes.slice(start, end + 1), { status: 206, headers });
  });
  await ask({ kind: 'fetch', url: 'https://files.example/p.parquet' });
  vi.unstubAllGlobals();
  const { file } = heard('fetched');
  expect(file.path).toBe('p.parquet');
  expect(ranges).toEqual([
    'bytes=0-0',
    'bytes=0-8388607',
    'bytes=8388608-16777215',
    'bytes=16777216-20971519',
  ]);
  expect(Buffer.compare(Buffer.from(await file.content.arrayBuffer()), bytes)).toBe(0);
});

test('what systems leave in a folder is passed over', async () => {
  const inFolder = (path: string, content: BlobPart) => ({
    path: `run/${path}`,
    content: new Blob([content]),
  });
  const left = ['.DS_Store', '__MACOSX/._dense.csv', 'Thumbs.db'].map((path) =>
    inFolder(path, Uint8Array.of(0, 0, 0, 1, 66)),
  );
  await ask({ kind: 'look', files: [...left, { ...dense, path: 'run/dense.csv' }] });
  expect(heard('looked').files).toMatchObject([{ kind: 'table', file: 'run/dense.csv' }]);
  await ask({ kind: 'look', files: left });
  expect(heard('failed').message).toBe('Expected files of predictions, got none; choose some.');
});

const uniform = (path: string, bytes: Uint8Array<ArrayBuffer>) => ({ path, content: new Blob([bytes]) });
const matrix = (rows: number[][]) => ({
  shape: [rows.length, rows[0].length],
  values: Uint16Array.from(rows.flat()),
});
const said = {
  dense: [
    [0, 1, 0],
    [0, 1, 0],
  ],
  compressed: [
    [0, 0, 0],
    [0, 0, 0],
  ],
  labels: [0, 1, 0],
};
const npyRows = (rows: number[][]) => npyOf('|u1', `(${rows.length}, ${rows[0].length})`, rows.flat());
const parquetOf = async (rows: number[][]) =>
  writeParquet([
    { name: 'image_id', type: 'INT32', data: rows.flatMap((row) => row.map((_, image) => image)) },
    { name: 'model_id', type: 'INT32', data: rows.flatMap((row, network) => row.map(() => network)) },
    { name: 'prediction', type: 'INT32', data: rows.flat() },
  ]);

test.each<[string, OwnFile[]]>([
  [
    'npy and a vector of labels',
    [
      uniform('dense.npy', npyRows(said.dense)),
      uniform('compressed.npy', npyRows(said.compressed)),
      uniform('labels.npy', npyOf('|u1', '(3,)', said.labels)),
    ],
  ],
  [
    'one npz with all of it',
    [
      uniform(
        'all.npz',
        writeNpz({
          dense: matrix(said.dense),
          compressed: matrix(said.compressed),
          labels: { shape: [3], values: Uint16Array.from(said.labels) },
        }),
      ),
    ],
  ],
  [
    'npz, a population each, and labels as a table with other names',
    [
      uniform('dense.npz', writeNpz({ predictions: matrix(said.dense) })),
      uniform('compressed.npz', writeNpz({ predictions: matrix(said.compressed) })),
      csv('truth.csv', 'idx,truth\n0,0\n1,1\n2,0\n'),
    ],
  ],
  [
    'Parquet and an npz of labels',
    [
      uniform('dense.parquet', await parquetOf(said.dense)),
      uniform('compressed.parquet', await parquetOf(said.compressed)),
      uniform('labels.npz', writeNpz({ y: { shape: [3], values: Uint16Array.from(said.labels) } })),
    ],
  ],
])('%s: the same comparison', async (_, files) => {
  await ask({ kind: 'look', files });
  const mappings = heard('looked').files.map((file) => (file.kind === 'table' ? file.guess.mapping : null));
  await ask({ kind: 'read', files, mappings });
  const { sources } = heard('read');
  expect(sources.map(({ networks }) => networks)).toEqual([
    ['0', '1'],
    ['0', '1'],
  ]);
  const choices = sources.flatMap(({ networks }, source) =>
    networks.map((id) => ({ source, id, role: (['dense', 'compressed'] as const)[source] })),
  );
  await ask({ kind: 'make', name: 'Arrays', choices, paired: false, additions: {} });
  await ask({ kind: 'open', id: heard('made').id, options: {} });
  const { imported } = heard('opened');
  expect(imported.imageIds).toEqual([0, 1, 2]);
  expect([...imported.truth]).toEqual(said.labels);
  expect([...imported.dense.labels]).toEqual(said.dense.flat());
  expect([...imported.findings.pies.images]).toEqual([1]);
});

test('labels twice, and labels alone, are one sentence each; what was read before stays', async () => {
  await ask({
    kind: 'read',
    files: [dense],
    mappings: [mapped('prediction', 'image_id', 'model_id', 'label')],
  });
  const labels = uniform('labels.npy', npyOf('|u1', '(3,)', said.labels));
  const again = csv('again.csv', 'image_id,label\n0,0\n');
  await ask({ kind: 'read', files: [labels, again], mappings: [null, null] });
  expect(heard('failed').message).toBe(
    'again.csv: expected one file of true labels, got labels.npy too; put the files away and choose one of them.',
  );
  await ask({ kind: 'read', files: [labels], mappings: [null] });
  expect(heard('failed').message).toMatch(/^labels\.npy: expected predictions beside the true labels/);
  const choices = ['n0', 'n1'].map((id, at) => ({
    source: 0,
    id,
    role: (['dense', 'compressed'] as const)[at],
  }));
  await ask({ kind: 'make', name: 'Still', choices, paired: false, additions: {} });
  await ask({ kind: 'open', id: heard('made').id, options: {} });
  const { imported } = heard('opened');
  expect([imported.dense.members, imported.compressed.members]).toEqual([['n0'], ['n1']]);
});

test('pairs that their files order otherwise stand row by row beside their dense selves', async () => {
  const says = (ids: string[], prediction: (id: string, image: number) => string) =>
    ids.flatMap((id) => [0, 1, 2].map((image) => `i${image},${id},${prediction(id, image)},${'xyx'[image]}`));
  const table = (path: string, lines: string[]) =>
    csv(path, `image_id,model_id,prediction,label\n${lines.join('\n')}`);
  // Numbers alone are ordered as numbers, beside a name as text.
  const numbers = table(
    'numbers.csv',
    says(['2', '10'], (_, image) => 'xyx'[image]),
  );
  const mixed = table(
    'mixed.csv',
    says(['10', '2', 'other'], (id, image) => (id === '10' && image === 1 ? 'x' : 'xyx'[image])),
  );
  const columns = mapped('prediction', 'image_id', 'model_id', 'label');
  await ask({ kind: 'read', files: [numbers, mixed], mappings: [columns, columns] });
  const choices = (['dense', 'compressed'] as const).flatMap((role, source) =>
    ['2', '10'].map((id) => ({ source, id, role })),
  );
  await ask({ kind: 'make', name: 'Pairs', choices, paired: true, additions: {} });
  const { id } = heard('made');
  for (const opening of ['as it was made', 'as it was kept']) {
    await ask({ kind: 'open', id, options: {} });
    const { dense, compressed, findings } = heard('opened').imported;
    expect(compressed.members, opening).toEqual(dense.members);
    expect([...compressed.labels]).toEqual([0, 1, 0, 0, 0, 0]);
    expect(findings.top1.compressed.perMember).toEqual([1, 2 / 3]);
  }
});

test('a worker that took the place of one that was stopped answers with the settings on screen', async () => {
  const folders = Promise.resolve(memoryFolders());
  const start = () => createImporter((event) => events.push(event), folders, decode);
  const tied = rows((network, image) => (image === 1 ? 'xy'[network] : 'x'));
  ask = start();
  const id = await makeOne({}, csv('tied.csv', `image,seed,says,truth\n${tied}`));
  const pies = async (ties: 'largest' | 'smallest') => {
    ask = start();
    await ask({ kind: 'ask', question: 'populations', asked: null, id, options: { ...options, ties } });
    return answered('populations')?.rows.compressed.change?.pies;
  };
  expect([await pies('largest'), await pies('smallest')]).toEqual([0, 1]);
  ask = start();
  await ask({ kind: 'ask', question: 'draws', asked: null, id, options: { ...options, ties: 'smallest' } });
  expect(answered('draws')?.growth.at(-1)?.pies.mean).toBe(1);
});

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
  ask = createImporter((event) => events.push(event), Promise.resolve({ ...here, write: full }), decode);
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

test('of a large archive only the pictures of an image are decoded', async () => {
  const decoded: number[] = [];
  ask = createImporter(
    (event) => events.push(event),
    Promise.resolve(memoryFolders()),
    async (bytes) => {
      decoded.push(bytes[bytes.length - 1]);
      return decode(bytes);
    },
  );
  const names = ['val/i2', 'val/other', 'train/another', 'val/i1', 'val/last'];
  const zip = writeZip(names.map((name, at) => ({ name: `${name}.png`, bytes: png(10 * at) })));
  const id = await makeOne({ pictures: [{ path: 'images.zip', content: new Blob(zip) }] });
  await ask({ kind: 'open', options: {}, id });
  const { pictures } = heard('opened').imported;
  expect([...pictures!.images]).toEqual([0, 30, 0]);
  expect(pictures!.found).toBe(2);
  expect(decoded).toEqual([0, 30]);
});

test('pictures are found by the names of their files, in the order of the images', async () => {
  const zip = writeZip([
    { name: 'val/i2.png', bytes: png(30) },
    { name: 'val/i0.png', bytes: png(10) },
  ]);
  await ask({
    kind: 'open',
    options: {},
    id: await makeOne({ pictures: [{ path: 'images.zip', content: new Blob(zip) }] }),
  });
  const { pictures } = heard('opened').imported;
  expect(pictures).toMatchObject({ height: 1, width: 1, channels: 1, found: 2 });
  expect([...pictures!.images]).toEqual([10, 0, 30]);
});

/** What a PNG of one pixel begins with, as far as the check of its extent reads; then its colour. */
function png(colour: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(34);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  bytes.set([0, 0, 0, 1, 0, 0, 0, 1, 8, 0], 16);
  bytes[33] = colour;
  return bytes;
}

test('pictures, their addresses, attributes and training counts are added, replaced and taken away', async () => {
  const id = await makeOne();
  await ask({ kind: 'open', id, options: {} });
  const add = async (additions: Additions) => {
    await ask({ kind: 'add', id, additions, options });
    await ask({ kind: 'open', id, options: {} });
    const { pictures, extras } = heard('opened').imported;
    return { pictures, ...extras };
  };
  const template = 'https://host.example/{image_id}';
  const none = { pictures: null, template: null, attributes: null, training: null };
  expect(await add({ template })).toEqual({ ...none, template });
  const pictures = ['i0', 'i2'].map((name, at) => ({
    path: `p/${name}.png`,
    content: new Blob([png(10 + at)]),
  }));
  const found = expect.objectContaining({ found: 2, images: Uint8Array.of(10, 0, 11) });
  expect(await add({ pictures })).toEqual({ ...none, pictures: found });
  const attributes = csv('light.csv', 'image_id,light,class\ni0.png,day,1\ni1.png,night,1\ni2.png,day,0\n');
  const training = csv('training.csv', 'class,count\nx,50\ny,5\n');
  const light = { name: 'light', categories: ['day', 'night'], codes: Uint16Array.of(0, 1, 0) };
  expect(await add({ attributes, training })).toMatchObject({
    pictures: { found: 2 },
    attributes: { file: 'light.csv', columns: [light, { name: 'class (light.csv)' }] },
    training: { file: 'training.csv', counts: [50, 5] },
  });

  const group = async (by: string[], target: number | null) => {
    await ask({ kind: 'ask', question: 'groups', asked: { by, target }, id, options });
    return answered('groups');
  };
  const byLight = await group(['light'], null);
  const crossed = await group(['class', 'brightness'], 1);
  expect(byLight?.groups.map(({ parts, images, pies }) => [parts[0].name, images, pies])).toEqual([
    ['day', 2, 0],
    ['night', 1, 1],
  ]);
  expect(crossed).toMatchObject({ attributes: ['class', 'brightness'], target: 1, ungrouped: 1 });
  await ask({ kind: 'ask', question: 'longTail', asked: null, id, options });
  expect(answered('longTail')).toMatchObject({
    pies: 1,
    classes: [
      { class: 0, training: 50, pies: 0 },
      { class: 1, training: 5, pies: 1 },
    ],
  });
  await ask({ kind: 'ask', question: 'populations', asked: null, id, options });
  expect(answered('populations')).toMatchObject({
    rows: { dense: { networks: 2 }, null: null, compressed: { change: { pies: 1 } } },
    retrained: null,
  });

  const broken = csv('broken.csv', 'class,count\nx,0\ny,5\n');
  await ask({ kind: 'add', id, additions: { template, training: broken }, options });
  expect(heard('failed').message).toMatch(/^broken\.csv: expected a whole number above 0/);
  expect(await add({ template })).toMatchObject({ pictures: null, template, training: { counts: [50, 5] } });
  expect(await add({ template: null, attributes: null, training: null })).toEqual(none);
  await ask({ kind: 'ask', question: 'longTail', asked: null, id, options });
  expect(heard('failed')).toMatchObject({ asked: 'ask', message: expect.stringMatching(/add a file/) });
  await ask({ kind: 'ask', question: 'groups', asked: { by: ['class'], target: null }, id: 'gone', options });
  expect(heard('failed').message).toMatch(/Expected this import in this browser/);
});

test.each([
  [
    'a pickle',
    new Blob([Uint8Array.of(0x80, 4, 0x95)]),
    /^x: expected predictions as CSV.*pickle, which is never/,
  ],
  ['nothing', new Blob([]), /^x: expected/],
])('%s is one sentence with its file', async (_, content, sentence) => {
  await ask({ kind: 'look', files: [{ path: 'x', content }] });
  expect(heard('failed')).toMatchObject({ asked: 'look' });
  expect(heard('failed').message).toMatch(sentence);
});

test('a population without networks is refused', async () => {
  await makeOne();
  await ask({ kind: 'make', name: 'None', choices: [], paired: false, additions: {} });
  expect(heard('failed').message).toMatch(/at least one network among the dense networks, got none/);
});

test('a bundle is shown, opened as the session that it was, and audited with other settings', async () => {
  const { bundle, head } = await import('../../../formats/testing/bundleOf');
  const file = { path: 'b.zip', content: new Blob([bundle]) };
  await ask({ kind: 'look', files: [dense, file] });
  expect(heard('failed').message).toMatch(/^b\.zip: expected a bundle by itself, got 1 other files/);
  await ask({ kind: 'look', files: [file] });
  expect(heard('offered').offer).toMatchObject({ file: 'b.zip', head });
  expect(events.some(({ kind }) => kind === 'made')).toBe(false);
  await ask({ kind: 'unpack' });
  const { id, query } = heard('made');
  expect(query).toBe(head.query);
  await ask({ kind: 'open', id, options: {} });
  const { imported } = heard('opened');
  expect(imported.findings.options).toEqual(head.settings);
  expect([...imported.findings.pies.images]).toEqual([1, 2, 3]);
  expect(imported.origin).toMatchObject({
    compressed: head.compressed,
    agreement: { differing: 0 },
  });
  await ask({ kind: 'audit', id, options: { ties: 'smallest' } });
  expect(heard('audited').findings.options).toEqual({ ...head.settings, ties: 'smallest' });
  expect([...heard('audited').findings.pies.images]).toEqual([2]);
  await ask({ kind: 'unpack' });
  expect(heard('failed').message).toMatch(/a bundle that was looked at, got none/);
});

test('two tabs add to one import: nothing is lost, and each shows what the other added', async () => {
  const folders = memoryFolders();
  const heardBy: ImportEvent[][] = [[], []];
  const tabs: ReturnType<typeof createImporter>[] = [];
  for (const at of [0, 1]) {
    tabs.push(
      createImporter(
        (event) => heardBy[at].push(event),
        Promise.resolve(folders),
        decode,
        (id) => void tabs[1 - at]({ kind: 'changed', id }),
      ),
    );
  }
  ask = tabs[0];
  events = heardBy[0];
  const id = await makeOne();
  for (const tab of tabs) await tab({ kind: 'open', id, options: {} });
  const template = 'https://host.example/{id}';
  const training = csv('counts.csv', 'class,count\nx,3\ny,4\n');
  await tabs[0]({ kind: 'add', id, additions: { template }, options });
  await tabs[1]({ kind: 'add', id, additions: { training }, options });
  await tabs[0]({ kind: 'list' });
  for (const events of heardBy) {
    const last = events.findLast((event) => event.kind === 'added');
    expect(last?.kind === 'added' && last.extras).toMatchObject({ template, training: { counts: [3, 4] } });
  }
  const pictures = [0, 1, 2].map((image) => ({ path: `i${image}.png`, content: new Blob([png(image + 1)]) }));
  await tabs[1]({ kind: 'add', id, additions: { pictures }, options });
  await tabs[0]({ kind: 'list' });
  const seen = heardBy[0].findLast((event) => event.kind === 'added');
  expect(seen?.kind === 'added' && seen.pictures?.found).toBe(3);
  await tabs[0]({ kind: 'remove', id });
  await tabs[1]({ kind: 'add', id, additions: { template }, options });
  expect(heardBy[1]).toContainEqual({ kind: 'deleted', id });
  expect(heardBy[1].at(-1)).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/another tab deleted it/),
  });
  expect(await folders.list()).toEqual([]);
});

test('what files write differently is made equal, and said', async () => {
  const loud = csv('pruned.csv', `image,seed,says,truth\n${rows((_, image) => 'XYX'[image])}`);
  const id = await makeOne({}, loud);
  expect(heard('made').notes).toEqual([
    'Classes that files spell differently were made equal: "X" is "x", "Y" is "y".',
  ]);
  await ask({ kind: 'open', id, options: {} });
  expect(heard('opened').imported.classNames).toEqual(['x', 'y']);
});

function partsOf(population: string, said: (network: number, image: number) => number): OwnFile[] {
  return [
    [0, 1, 2],
    [3, 4],
  ].map((images, part) => ({
    path: `out/population=${population}/part-${part}.npz`,
    content: new Blob([
      writeNpz({
        [population]: {
          shape: [2, images.length],
          values: Uint16Array.from([0, 1].flatMap((k) => images.map((image) => said(k, image)))),
        },
        labels: { shape: [images.length], values: Uint16Array.from(images, (image) => image % 2) },
        image_ids: { shape: [images.length], values: Int32Array.from(images) },
      }),
    ]),
  }));
}

test('a folder of parts is offered, read and opened', async () => {
  const files = [
    ...partsOf('dense', (_, image) => image % 2),
    ...partsOf('sparse', (_, image) => (image === 4 ? 1 : image % 2)),
    csv('out/_SUCCESS', ''),
  ];
  await ask({ kind: 'look', files });
  expect(heard('gathering').offer).toMatchObject({
    place: 'out',
    parts: 4,
    populations: [{ name: 'dense' }, { name: 'sparse' }],
  });
  const roles = { dense: 'dense', compressed: 'sparse' };
  await ask({ kind: 'gather', name: 'parts', roles, paired: false });
  await ask({ kind: 'open', id: heard('made').id, options: {} });
  const { imported } = heard('opened');
  expect(imported.imageIds).toEqual([0, 1, 2, 3, 4]);
  expect([...imported.findings.pies.images]).toEqual([4]);
  expect(imported.files).toEqual(['out (4 parts)']);
});

test('a folder of which a part is missing stays to be chosen again, with a sentence', async () => {
  const files = [...partsOf('dense', () => 0), ...partsOf('sparse', () => 1).slice(0, 1)];
  await ask({ kind: 'look', files });
  const roles = { dense: 'dense', compressed: 'sparse' };
  await ask({ kind: 'gather', name: 'parts', roles, paired: false });
  expect(heard('failed').message).toContain('none of images 3 to 4; make the missing parts');
});

test('a manifest by its address: parts are loaded from beside it', async () => {
  const bytes = async ({ content }: OwnFile) => new Uint8Array(await content.arrayBuffer());
  const served = new Map<string, Uint8Array<ArrayBuffer>>();
  const parts = [];
  for (const [at, population] of ['dense', 'sparse'].entries()) {
    for (const [part, file] of partsOf(population, (_, image) =>
      at === 1 && image === 3 ? 0 : image % 2,
    ).entries()) {
      const content = await bytes(file);
      const path = file.path.slice('out/'.length);
      served.set(`/x/${path.replace('=', '%3D')}`, content);
      const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex');
      parts.push({
        path,
        population,
        start: part * 3,
        end: part === 0 ? 3 : 5,
        bytes: content.length,
        sha256,
      });
    }
  }
  const manifest = {
    format: 'lacuna-parts',
    version: 1,
    dataset: 'five images',
    images: 5,
    classes: ['even', 'odd'],
    populations: ['dense', 'sparse'].map((name) => ({ name, members: [{ id: '0' }, { id: '1' }] })),
    parts,
  };
  served.set('/x/manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  const host = vi.fn(async (url: URL, init?: RequestInit) => {
    const content = served.get(url.pathname);
    if (!content) return new Response(null, { status: 404 });
    const [from, to] = /(\d+)-(\d+)/.exec(new Headers(init?.headers).get('Range')!)!.slice(1).map(Number);
    const headers = { 'Content-Range': `bytes ${from}-${to}/${content.length}` };
    return new Response(content.slice(from, to + 1), { status: 206, headers });
  });
  vi.stubGlobal('fetch', host);
  await ask({ kind: 'fetch', url: 'https://example.org/x/manifest.json' });
  expect(heard('gathering').offer).toMatchObject({ place: 'example.org', dataset: 'five images', images: 5 });
  await ask({ kind: 'gather', name: 'x', roles: { dense: 'dense', compressed: 'sparse' }, paired: false });
  await ask({ kind: 'open', id: heard('made').id, options: {} });
  vi.unstubAllGlobals();
  expect(heard('opened').imported.classNames).toEqual(['even', 'odd']);
  expect([...heard('opened').imported.findings.pies.images]).toEqual([3]);
});
