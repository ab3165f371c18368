import { expect, test } from 'vitest';
import {
  type ImporterChange,
  type ImporterState,
  initialImporterState,
  reduceImporter,
} from './importerState';

/** Things that are only told apart here. */
const thing = <T>(name: string) => ({ name }) as unknown as T;

const after = (...changes: ImporterChange[]): ImporterState =>
  changes.reduce(reduceImporter, initialImporterState);

const looked: ImporterChange = { kind: 'looked', offered: thing('bundle'), dataset: thing('parts') };
const read: ImporterChange = { kind: 'read', read: thing('files') };
const made: ImporterChange = { kind: 'made', imported: thing('import') };

test('what was looked at and read is spent once an import is made of it', () => {
  expect(after(looked, read)).toMatchObject({ offered: { name: 'bundle' }, read: { name: 'files' } });
  expect(after(looked, read, made)).toEqual({ ...initialImporterState, fresh: { name: 'import' } });
});

test('what was made is fresh until the page opens it, whatever else is asked of meanwhile', () => {
  const held = after(made, { kind: 'held', open: thing('another') });
  expect(held).toMatchObject({ fresh: { name: 'import' }, open: { name: 'another' } });
  expect(reduceImporter(held, { kind: 'opened', open: thing('it') })).toMatchObject({
    fresh: null,
    open: { name: 'it' },
  });
});
