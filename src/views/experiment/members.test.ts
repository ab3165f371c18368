import { expect, test } from 'vitest';
import { takenMembers } from './members';

test.each([
  ['7', 7, null],
  ['1', 1, 'no tests with 1'],
  ['0', 1, 'at least 1'],
  ['-3', 1, 'at least 1'],
  ['31', 30, 'at most 30'],
  ['2.6', 3, 'whole'],
  ['', 12, 'a number'],
  ['1e999', 12, 'a number'],
])('"%s" networks a side are %s, with a word where that is another or says less', (text, value, told) => {
  expect(takenMembers(text, 12, 30)).toEqual({ value, told });
});
