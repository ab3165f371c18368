import { expect, test } from 'vitest';
import { comparedWords, lackingWords } from './withheldChapter';

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

test('populations of unequal numbers say so, equal ones in one number', () => {
  expect(comparedWords({ dense: 30, null: 30 }, 30)).toBe(
    'There are 30 networks each of dense, null, and all are compared',
  );
  expect(comparedWords({ dense: 25, null: 22 }, 22)).toBe(
    'There are 25 dense, 22 null: 22 of each are compared, since counts of PIEs depend on how many vote',
  );
});
