import { expect, test } from 'vitest';
import { remembered } from './remembered';

test('works each question out once for each object', () => {
  const asked: [string, string | null, number][] = [];
  const answer = remembered((from: { name: string }, key: string | null, count: number) => {
    asked.push([from.name, key, count]);
    return count === 0 ? null : { from, key };
  });
  const [one, other] = [{ name: 'one' }, { name: 'other' }];
  expect(answer(one, 'a', 1)).toEqual({ from: one, key: 'a' });
  expect(answer(one, 'a', 1)).toBe(answer(one, 'a', 1));
  expect(answer(other, 'a', 1)).toEqual({ from: other, key: 'a' });
  expect([answer(one, 'a', 0), answer(one, 'a', 0), answer(one, null, 0)]).toEqual([null, null, null]);
  expect(asked).toEqual([
    ['one', 'a', 1],
    ['other', 'a', 1],
    ['one', 'a', 0],
    ['one', null, 0],
  ]);
});
