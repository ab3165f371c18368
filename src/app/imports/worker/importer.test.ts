import { expect, test } from 'vitest';
import { lentThrough } from '../../takeaway/lentTables';
import { csv, dense, mapped, options, pruned, rows, startImporter } from './testing/importer';

test('files are looked at, read, compared, kept, opened and drawn from', async () => {
  const { answered, ask, heard, makeOne } = startImporter();
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
  expect(answered('retraining')?.permutation).toMatchObject({ observed: 1, equivalence: { share: 0.2 } });
  // Asked of votes that the page has been told: each image has both of the two dense networks' on one class.
  await ask({ kind: 'ask', question: 'sameImages', asked: null, id, options });
  expect([...answered('sameImages')!.margins.of]).toEqual([2, 2, 2]);
  await ask({ kind: 'ask', question: 'table', asked: null, id, options });
  expect(heard('failed').message).toBe('Expected populations of a zoo, got predictions alone.');
  await ask({ kind: 'open', id, options: {} });
  expect([...heard('opened').imported.findings.pies.images]).toEqual([1]);
  await ask({ kind: 'remove', id });
  expect(heard('listed').imports).toEqual([]);
  await ask({ kind: 'open', id, options: {} });
  expect(heard('absent').id).toBe(id);
});

test('files are written of tables that come past the page, or a sentence says why not', async () => {
  const { ask, makeOne } = startImporter();
  const id = await makeOne();
  await ask({ kind: 'open', id, options: {} });
  const lent = async (id: string) => {
    const { port1, port2 } = new MessageChannel();
    const tables = lentThrough(port2);
    await ask({ kind: 'lend', id, options, port: port1 });
    return tables;
  };
  const { findings, predictions, truth, imageIds, nulls } = await lent(id);
  expect([...findings.pies.images]).toEqual([1]);
  expect([...findings.votes.dense.counts]).toEqual([2, 2, 2]);
  expect([...predictions.compressed.labels]).toEqual([0, 0, 0, 0, 0, 0]);
  expect({ truth: [...truth], imageIds, nulls }).toEqual({
    truth: [0, 1, 0],
    imageIds: ['i0.png', 'i1.png', 'i2.png'],
    nulls: null,
  });
  await expect(lent('absent')).rejects.toThrow('Expected this import in this browser, got none');
});

test('what systems leave in a folder is passed over', async () => {
  const { ask, heard } = startImporter();
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

test('pairs that their files order otherwise stand row by row beside their dense selves', async () => {
  const { ask, heard } = startImporter();
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

test('a population without networks is refused', async () => {
  const { ask, heard, makeOne } = startImporter();
  await makeOne();
  await ask({ kind: 'make', name: 'None', choices: [], paired: false, additions: {} });
  expect(heard('failed').message).toMatch(/at least one network among the dense networks, got none/);
});

test('what files write differently is made equal, and said', async () => {
  const { ask, heard, makeOne } = startImporter();
  const loud = csv('pruned.csv', `image,seed,says,truth\n${rows((_, image) => 'XYX'[image])}`);
  const id = await makeOne({}, loud);
  expect(heard('made').notes).toEqual([
    'Classes that files spell differently were made equal: "X" is "x", "Y" is "y".',
  ]);
  await ask({ kind: 'open', id, options: {} });
  expect(heard('opened').imported.classNames).toEqual(['x', 'y']);
});

test.each([
  [
    'a pickle',
    new Blob([Uint8Array.of(0x80, 4, 0x95)]),
    /^x: expected predictions as CSV.*pickle, which is never/,
  ],
  ['nothing', new Blob([]), /^x: expected/],
])('%s is one sentence with its file', async (_, content, sentence) => {
  const { ask, heard } = startImporter();
  await ask({ kind: 'look', files: [{ path: 'x', content }] });
  expect(heard('failed')).toMatchObject({ asked: 'look' });
  expect(heard('failed').message).toMatch(sentence);
});

test('a bundle is shown, opened as the session that it was, and audited with other settings', async () => {
  const { ask, events, heard } = startImporter();
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
  // Votes are large, and those that the page has.
  expect(Object.keys(heard('audited').findings)).not.toContain('votes');
  await ask({ kind: 'unpack' });
  expect(heard('failed').message).toMatch(/a bundle that was looked at, got none/);
});
