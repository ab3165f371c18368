import { expect, test } from 'vitest';
import { lackingWords } from './withheldChapter';

test('what is not told follows from the populations that are not there', () => {
  const narrow = { id: 'narrow-54', kind: 'narrow' } as const;
  expect(lackingWords([narrow, { id: 'narrow-31', kind: 'narrow' }])).toBe(
    'there are none of narrow-54, narrow-31, so nothing is said of networks trained that narrow',
  );
  expect(lackingWords([{ id: 'sparse-50', kind: 'sparse' }, narrow])).toBe(
    'there are none of sparse-50, narrow-54, so nothing is said of those levels and of ' +
      'networks trained that narrow',
  );
});
