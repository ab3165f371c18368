import fc from 'fast-check';
import { expect, test } from 'vitest';

const drawn = () => {
  const numbers: number[] = [];
  fc.assert(fc.property(fc.nat(), (number) => void numbers.push(number)));
  return numbers;
};

test('properties draw the same cases in every run', () => {
  expect(fc.readConfigureGlobal()).toEqual({ seed: 1 });
  expect(drawn()).toEqual(drawn());
});
