import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeNpz } from '../formats/arrays/npz';
import { readBundle } from '../formats/bundle/bundle';
import { readSession } from '../formats/bundle/bundleSession';
import { bytesSource } from '../formats/bytes/source';
import { folderOf, lacuna } from './testing';

const head = 'image_id,model_id,prediction,label\n';
const truth = ['cat', 'dog', 'owl', 'cat'];
const long = (says: (image: number, network: number) => string) =>
  head +
  [0, 1, 2]
    .flatMap((network) =>
      truth.map((label, image) => `i${image},n${network},${says(image, network)},${label}`),
    )
    .join('\n');
const dense = long((image) => truth[image]);
const pruned = long((image, network) => (image === 2 && network > 0 ? 'cat' : truth[image]));

function audit(args: string[]): string {
  const { code, stdout, stderr } = lacuna('audit', ...args);
  expect(stderr.split('\n').filter((line) => /^Expected|: expected/.test(line))).toEqual([]);
  expect(code).toBe(0);
  return stdout;
}

test('scores, PIEs and a bundle are written, and the bundle is audited to the same findings', async () => {
  const path = folderOf({ 'd.csv': dense, 'c.csv': pruned });
  const files = ['--dense', path('d.csv'), '--compressed', path('c.csv')];
  const [scores, pies, bundle] = [path('scores.csv'), path('pies.parquet'), path('b.zip')];
  const found = JSON.parse(
    audit([...files, '--json', '--scores', scores, '--pies', pies, '--bundle', bundle]),
  );
  expect(found.pies.count).toBe(1);

  const rows = readFileSync(scores, 'utf8').trimEnd().split('\n');
  expect(rows).toHaveLength(5);
  expect(rows[0]).toMatch(/^image_id,label,modal_dense,modal_compressed,vote_margin_dense,/);
  expect(rows[3]).toMatch(/^i2,owl,owl,cat,3,1,/);
  expect(readFileSync(pies).subarray(0, 4).toString()).toBe('PAR1');

  const read = await readBundle(bytesSource(new Uint8Array(readFileSync(bundle)), 'b.zip'));
  expect(read.head).toMatchObject({ title: 'd.csv', compressed: 'c.csv', classes: ['cat', 'dog', 'owl'] });
  expect(read.head.provenance).toBe('Dense: d.csv\nCompressed: c.csv');
  expect((await readSession(read, 'b.zip')).imageIds).toEqual(['i0', 'i1', 'i2', 'i3']);
  const again = lacuna('audit', bundle, '--json', '--pies', path('again.csv'));
  expect(again.stderr).toContain('all equal');
  expect(JSON.parse(again.stdout).pies.count).toBe(1);
  expect(readFileSync(path('again.csv'), 'utf8').split('\n')[1]).toBe(rows[3]);
});

test('a file to write whose ending says something else is refused before anything is read', () => {
  const { code, stderr } = lacuna('audit', '--dense', 'none', '--compressed', 'none', '--scores', 'x.npz');
  expect([code, stderr]).toEqual([2, 'Expected --scores to end in .csv or .parquet, got "x.npz".\n']);
});

test('wide tables, other names and arrays of both populations give the findings of long tables', () => {
  const wide = (text: string) => {
    const cells = text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    const networks = ['n0', 'n1', 'n2'];
    const rows = ['i0', 'i1', 'i2', 'i3'].map((id, image) => {
      const says = networks.map((name) => cells.find(([of, by]) => of === id && by === name)?.[2]);
      return [id, ...says, truth[image]].join(',');
    });
    return `image_id,n0,n1,n2,label\n${rows.join('\n')}\n`;
  };
  const path = folderOf({
    'd.csv': dense,
    'c.csv': pruned,
    'wide.csv': wide(pruned),
    'other.csv': dense.replace('image_id,model_id,prediction,label', 'image,seed,pred,truth'),
  });
  const audited = (first: string, second: string) =>
    JSON.parse(audit(['--dense', path(first), '--compressed', path(second), '--json']));
  const long = audited('d.csv', 'c.csv');
  const { pies, top1 } = audited('other.csv', 'wide.csv');
  expect({ pies, top1 }).toEqual({ pies: long.pies, top1: long.top1 });

  const both = path('both.npz');
  const labels = Int32Array.from(truth, (name) => ['cat', 'dog', 'owl'].indexOf(name));
  const matrix = (changed: number[]) => ({
    shape: [3, 4],
    values: Int32Array.from({ length: 12 }, (_, at) => (changed.includes(at) ? 0 : labels[at % 4])),
  });
  const arrays = {
    dense: matrix([]),
    compressed: matrix([6, 10]),
    labels: { shape: [4], values: labels },
    classes: { shape: [3], values: ['cat', 'dog', 'owl'] },
  };
  writeFileSync(both, writeNpz(arrays));
  const found = audited('both.npz', 'both.npz');
  expect(found.pies).toEqual({ ...long.pies, imageIds: [2] });
  expect(found.classImpact.map(({ name }: { name: string }) => name)).toEqual(['cat', 'dog', 'owl']);
  expect(found.top1).toEqual(long.top1);
});
