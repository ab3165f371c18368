import { expect, test } from 'vitest';
import { alignPredictions } from '../predictions/predictions';
import { readLongTable } from './longTable';
import { mergeTables, stem } from './mergeTables';

const table = (text: string, file: string) =>
  readLongTable(new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>, file);

const header = 'image_id,model_id,prediction,label,p_label\n';

test('networks of several files become one population, in whatever order their rows stand', async () => {
  const one = await table(`${header}a,s0,x,x,.9\nb,s0,y,y,.8\na,s1,x,x,.7\nb,s1,x,y,.6\n`, 'one.csv');
  const two = await table(`${header}b,s2,y,y,.5\na,s2,y,x,.4\n`, 'two.csv');
  const merged = mergeTables(
    [
      { table: one, models: new Set(['s1']) },
      { table: two, models: null },
    ],
    'dense',
  );
  const { predictions, truth, imageIds, classNames } = alignPredictions([merged.table]);
  expect(predictions[0].members).toEqual(['s1', 's2']);
  expect([...predictions[0].labels]).toEqual([0, 0, 1, 1]);
  expect([...predictions[0].pLabel!].map((value) => value.toFixed(1))).toEqual(['0.7', '0.6', '0.4', '0.5']);
  expect([...truth]).toEqual([0, 1]);
  expect(imageIds).toEqual(['a', 'b']);
  expect(classNames).toEqual(['x', 'y']);
});

test('networks of one name in two files keep their files apart', async () => {
  const rows = 'a,0,x,x,.9\n';
  const parts = [await table(header + rows, 'run/p.csv'), await table(header + rows, 'q.csv.gz')];
  const merged = mergeTables(
    parts.map((part) => ({ table: part, models: null })),
    'dense',
  );
  expect(merged.table.model.values).toEqual(['p/0', 'q/0']);
});

test('a column that one part lacks is left out', async () => {
  const one = await table(`${header}a,0,x,x,.9\n`, 'one.csv');
  const two = await table('image_id,model_id,prediction\na,1,x\n', 'two.csv');
  const merged = mergeTables(
    [one, two].map((part) => ({ table: part, models: null })),
    'dense',
  );
  expect(merged.table.label).toBeNull();
  expect(merged.table.pLabel).toBeNull();
});

test('no network, or one that is not there, is one sentence', async () => {
  const one = await table(`${header}a,0,x,x,.9\n`, 'one.csv');
  expect(() => mergeTables([{ table: one, models: new Set() }], 'dense')).toThrow(
    'dense: expected at least one network, got none.',
  );
  expect(() => mergeTables([{ table: one, models: new Set(['9']) }], 'dense')).toThrow(
    'one.csv: expected a network 9, got none of that name.',
  );
});

test.each([
  ['a/dense.csv.gz', 'dense'],
  ['pruned.v2.parquet', 'pruned'],
  ['sparse-0.9.csv', 'sparse-0.9'],
  ['x.npz (dense)', 'x (dense)'],
  ['.csv', '.csv'],
])('the stem of %s is %s', (file, expected) => expect(stem(file)).toBe(expected));
