import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { populationRows } from '../../audit/levels/populationRows';
import { bundleLevels } from '../../formats/bundle/bundleSession';
import { files } from '../../formats/testing/bundleOf';
import { NO_EXTRAS } from '../../library/importExtras';
import { predictedLevels } from '../../report/predictedLevels';
import { hardToRead } from '../../text/reading';
import { paragraphsOf } from '../../text/testing';
import { bundleAmong, importOfBundle } from '../imports/worker/bundles';
import { TakeAwayDialog, writtenText } from './TakeAwayDialog';
import { type TakeSubject, takeOut } from './takeOut';

const truth = Uint16Array.of(0, 1, 0, 1);
const dense = predictionsOf(
  'dense',
  [
    [0, 1, 0, 1],
    [0, 1, 0, 0],
  ],
  2,
);
const compressed = predictionsOf(
  'pruned',
  [
    [0, 1, 1, 1],
    [0, 0, 1, 1],
  ],
  2,
);
const nulls = predictionsOf(
  'again',
  [
    [0, 1, 0, 1],
    [1, 1, 0, 1],
  ],
  2,
);
const findings = audit(
  dense,
  compressed,
  truth,
  { ties: 'largest', alpha: 0.05, seed: 0, paired: false },
  nulls,
);
const levels = predictedLevels(populationRows(findings, { dense, compressed, nulls }, truth).rows);

const subject: TakeSubject = {
  data: 'Mine',
  compressed: 'pruned',
  findings,
  predictions: { dense, compressed },
  nulls,
  truth,
  imageIds: ['a', 'b', 'c', 'd'],
  classValues: ['cat', 'dog'],
  classNames: ['cat', 'dog'],
  pictures: null,
  variant: null,
  levels,
  margin: 0.35,
  extras: NO_EXTRAS,
  provenance: [['Data', 'Mine']],
  query: '',
};

const dialog = (subject: TakeSubject) =>
  renderToStaticMarkup(<TakeAwayDialog subject={subject} stem="mine" onClose={() => {}} />);

/** The names of the buttons that cannot be pressed. */
function disabled(subject: TakeSubject): string[] {
  const html = dialog(subject);
  return [...html.matchAll(/<button[^>]*aria-label="([^"]*)"[^>]* disabled=""/g)].map(([, name]) => name);
}

test('there is no report before the table of levels, and then it has a row a population', async () => {
  expect(disabled({ ...subject, levels: null })).toEqual(['HTML, Report']);
  expect(disabled(subject)).toEqual([]);
  const take = (subject: TakeSubject) => takeOut({ what: 'report.html', subject, created: '' });
  await expect(take({ ...subject, levels: null })).rejects.toThrow(/^Expected the table of levels/);
  const html = await (await take(subject)).text();
  expect(html).toContain('Mine: every population known');
  // As the page says it: by the permutation test, within the margin chosen there.
  expect(html).toContain('As good as retraining alone within 35%');
  expect(html).toContain('tests put the count within 35% of the mean');
  const notes = paragraphsOf(dialog(subject));
  expect(notes.length).toBeGreaterThan(8);
  expect(notes.flatMap(hardToRead)).toEqual([]);
  for (const name of ['Dense', 'Dense, retrained', 'Compressed']) {
    expect(html).toContain(`<th scope="row">${name}</th>`);
  }
});

test('what was added and the table of levels travel in a bundle; addresses of pictures do not', async () => {
  const attributes = {
    file: 'where.csv',
    columns: [
      { name: 'weight', values: Float64Array.of(1, Number.NaN, 3, 4) },
      { name: 'place', categories: ['sea', 'land'], codes: Uint16Array.of(0, 1, 65_535, 0) },
    ],
  };
  const training = { file: 'counts.csv', counts: [7, 9] };
  const opened = async (of: TakeSubject) => {
    const content = await takeOut({ what: 'bundle.zip', subject: of, created: '2026-01-01T00:00:00.000Z' });
    const found = await bundleAmong([{ path: 'mine.zip', content }]);
    if (!found) throw new Error('Expected a bundle.');
    const version = /"version": (\d)/.exec(await content.text())?.[1];
    return { version, imported: await importOfBundle(found.bundle, 'mine.zip') };
  };
  const extras = { template: 'https://pictures.example/{id}', attributes, training };
  const { version, imported } = await opened({ ...subject, extras });
  expect(version).toBe('2');
  expect(imported.extras).toEqual({ template: null, attributes, training });
  const shown = imported.origin?.levels;
  expect(shown?.columns).toEqual(expect.arrayContaining(['Population', 'Top-1 (95%)', 'PIEs']));
  expect(shown?.rows.map(([name]) => name)).toEqual(['Dense', 'Dense, retrained', 'Compressed']);

  const carried = { columns: ['Population'], rows: [['<b>90% removed</b>']] };
  expect((await opened({ ...subject, carried })).imported.origin?.levels).toEqual(carried);
  const plain = await opened({ ...subject, levels: null });
  expect([plain.version, plain.imported.extras, plain.imported.origin?.levels]).toEqual([
    '1',
    NO_EXTRAS,
    null,
  ]);
});

test('a table of levels larger than any that is written is not read', () => {
  const bytes = new Uint8Array((1 << 23) + 1);
  expect(() => bundleLevels({ files: { ...files, 'levels.json': bytes } }, 'x.zip')).toThrow(
    'x.zip (levels.json): expected at most 8388608 bytes, got 8388609.',
  );
});

test.each([
  ['rows of other lengths', { columns: ['a', 'b'], rows: [['1']] }, /rows\[0\] to be 2 texts/],
  ['numbers', { columns: ['a'], rows: [[1]] }, /rows\[0\]\[0\]/],
  ['no columns', { columns: [], rows: [] }, /at most 50 columns/],
  [
    'too many rows',
    { columns: ['a'], rows: Array.from({ length: 201 }, () => ['1']) },
    /at most 50 columns and 200 rows/,
  ],
  ['long texts', { columns: ['a'.repeat(201)], rows: [] }, /at most 200 characters/],
  ['no table', [], /an object/],
])('a table of levels with %s is refused', (_, value, message) => {
  const bytes = new TextEncoder().encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;
  expect(() => bundleLevels({ files: { ...files, 'levels.json': bytes } }, 'x.zip')).toThrow(message);
});

test('CSV is said to lose who answered on what; other forms hold it', () => {
  expect(writtenText('pies.csv', 1200, 'PyTorch, on JPEG copies')).toBe(
    'pies.csv: 1,200 bytes. pies.csv: who gave the answers has no place in .csv and is lost: PyTorch, on ' +
      'JPEG copies.',
  );
  expect(writtenText('pies.parquet', 1200, 'PyTorch')).toBe('pies.parquet: 1,200 bytes.');
  expect(writtenText('pies.csv', 1200, undefined)).toBe('pies.csv: 1,200 bytes.');
});
