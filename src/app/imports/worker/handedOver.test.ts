import { expect, test } from 'vitest';
import { handedOver } from './handedOver';

test('what is sent is as it was, and stays where it came from', () => {
  const numbers = Uint16Array.from([1, 2, 3]);
  const value = {
    ...{
      labels: numbers.subarray(1),
      shares: Float32Array.from([0.5]),
      none: null,
      missing: undefined,
      name: 'a',
    },
    votes: { dense: { starts: Uint32Array.from([0, 2]) } },
    list: [{ deep: Uint8Array.from([7]) }, 'b'],
    known: new Map([['a', 1]]),
  };
  const before = structuredClone(value);
  const { copy, transfer } = handedOver(value);
  expect(transfer).toHaveLength(3);
  const sent = structuredClone(copy, { transfer });
  expect(sent).toEqual(before);
  expect(value).toEqual(before);
  expect(copy.labels).toHaveLength(0);
  expect(copy.list).toBe(value.list);
});
