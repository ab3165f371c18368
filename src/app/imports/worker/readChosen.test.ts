import { expect, test, vi } from 'vitest';
import { writeNpz } from '../../../formats/arrays/npz';
import { writeParquet } from '../../../formats/parquet/parquet';
import { npyOf } from '../../../formats/testing/npyOf';
import type { OwnFile } from '../protocol';
import { csv, dense, mapped, startImporter } from './testing/importer';

test('a file by its address comes piece by piece, each a range', async () => {
  const { ask, heard } = startImporter();
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
const parquetOf = async (rows: number[][], answers?: string) =>
  writeParquet(
    [
      { name: 'image_id', type: 'INT32', data: rows.flatMap((row) => row.map((_, image) => image)) },
      { name: 'model_id', type: 'INT32', data: rows.flatMap((row, network) => row.map(() => network)) },
      { name: 'prediction', type: 'INT32', data: rows.flat() },
    ],
    answers,
  );

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
      uniform('dense.parquet', await parquetOf(said.dense, 'shipped,\non JPEG copies')),
      uniform('compressed.parquet', await parquetOf(said.compressed)),
      uniform('labels.npz', writeNpz({ y: { shape: [3], values: Uint16Array.from(said.labels) } })),
    ],
  ],
])('%s: the same comparison', async (form, files) => {
  const { ask, heard } = startImporter();
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
  expect(imported.answers).toBe(form.startsWith('Parquet') ? 'shipped, on JPEG copies' : undefined);
});

test('labels twice, and labels alone, are one sentence each; what was read before stays', async () => {
  const { ask, heard } = startImporter();
  await ask({
    kind: 'read',
    files: [dense],
    mappings: [mapped('prediction', 'image_id', 'model_id', 'label')],
  });
  const labels = uniform('labels.npy', npyOf('|u1', '(3,)', said.labels));
  const again = csv('again.csv', 'image_id,label\n0,0\n');
  await ask({ kind: 'read', files: [labels, again], mappings: [null, null] });
  expect(heard('failed').message).toBe(
    'again.csv: expected one file of true labels, got labels.npy too; put the files away and choose ' +
      'one of them.',
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
