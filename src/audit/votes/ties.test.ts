import { expect, test } from 'vitest';
import { DEFAULT_TIE_RULE, isTieRule, laterWins, TIE_RULE_NAMES } from './ties';

test('the rules are those of the two implementations, the authors’ first and by default', () => {
  expect(TIE_RULE_NAMES).toEqual(['largest', 'smallest']);
  expect(DEFAULT_TIE_RULE).toBe('largest');
  expect(TIE_RULE_NAMES.map(laterWins)).toEqual([true, false]);
});

test('nothing else is a tie rule', () => {
  expect(TIE_RULE_NAMES.every(isTieRule)).toBe(true);
  for (const value of ['', 'Largest', 'larger', 'toString', null, undefined, 0]) {
    expect(isTieRule(value)).toBe(false);
  }
});
