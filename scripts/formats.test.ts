import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FORMATS } from '../src/formats/kinds/formats';
import { LIMITS } from '../src/formats/kinds/limitWords';
import { TABLE_FORMS } from '../src/formats/tables/tableForms';
import { DOCUMENT, tables, withTables } from './formats.mjs';

const made = tables({ FORMATS, LIMITS, TABLE_FORMS });

test('docs/formats.md says what the table of formats says: `node scripts/formats.mjs` writes it anew', () => {
  const text = readFileSync(DOCUMENT, 'utf8');
  expect(withTables(text, made)).toBe(text);
});

test('every format is in a table, and what is refused says what to do', () => {
  for (const { words } of FORMATS) expect(made.formats + made.refused).toContain(`| ${words} |`);
  expect(made.refused).toContain('| R file | begins with `RDX` | save it with write.csv |');
  expect(() => withTables('no markers', made)).toThrow('<!-- table: formats -->');
});
