import { expect, it } from 'vitest';
import { madeWhenRead, memberValues, shareOfZeros } from './population';

it('makes the values of one member, or of all for as long as the tensor lasts, when they are read', () => {
  const made: number[] = [];
  const tensor = madeWhenRead([2, 1], 3, (member, to) => {
    made.push(member);
    to.set([member, 10 * member]);
  });
  expect(made).toEqual([]);
  expect(memberValues(tensor, 2)).toEqual(Float32Array.of(2, 20));
  expect(memberValues(tensor, 2)).toEqual(Float32Array.of(2, 20));
  expect(shareOfZeros(tensor)).toBe(1 / 3);
  expect(made).toEqual([2, 0, 1, 2]);
  expect(tensor.data).toEqual(Float32Array.of(0, 0, 1, 10, 2, 20));
  expect(memberValues(tensor, 1)).toEqual(Float32Array.of(1, 10));
  expect(memberValues(tensor, 1).buffer).toBe(tensor.data.buffer);
  expect(shareOfZeros(tensor)).toBe(1 / 3);
  expect(made).toEqual([2, 0, 1, 2, 0, 1, 2]);
  expect(structuredClone(tensor)).toEqual({ shape: [2, 1], data: tensor.data });
});
