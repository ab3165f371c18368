import { expect, test } from 'vitest';
import { readMessage } from '../../network/protobuf';
import { encode, float, integer, message, text } from './protobufOf';

test('what is written is read again: whole numbers of any length, floats, text, messages', () => {
  const numbers = [0, 1, 127, 128, 300, 2 ** 32, 2 ** 53 - 1, -1, -300];
  const bytes = encode([
    ...numbers.map((value) => integer(1, value)),
    float(2, 0.1),
    text(3, 'ä'),
    message(4, [integer(1, 5)]),
  ]);
  const read = readMessage(bytes, 'it');
  expect(read.integers(1)).toEqual(numbers);
  expect(read.floats(2)).toEqual([Math.fround(0.1)]);
  expect(read.text(3)).toBe('ä');
  expect(readMessage(read.messages(4)[0], 'it').integers(1)).toEqual([5]);
  expect(() => integer(1, 0.5)).toThrow('Expected a whole number to write, got 0.5.');
});
