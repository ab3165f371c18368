import { expect, test } from 'vitest';
import { readMessage } from './protobuf';

/** Field 1: 300; field 999, which nobody asks for: 4 bytes, then 8; field 2: three bytes. */
const bytes = Uint8Array.from([
  ...[0x08, 0xac, 0x02],
  ...[0xba, 0x3e, 4, 9, 9, 9, 9],
  ...[0xb9, 0x3e, 1, 2, 3, 4, 5, 6, 7, 8],
  ...[0x12, 3, 7, 8, 9],
]);

test('fields that nobody asks for are passed over, and runs of bytes are no copies', () => {
  const message = readMessage(bytes, 'a message');
  expect(message.integers(1)).toEqual([300]);
  const [run] = message.messages(2);
  expect([...run]).toEqual([7, 8, 9]);
  expect(run.buffer).toBe(bytes.buffer);
  expect(message.messages(3)).toEqual([]);
});

test('a claim of more bytes than there are, and more fields than are kept, are refused', () => {
  expect(() => readMessage(bytes.subarray(0, bytes.length - 1), 'a message')).toThrow(
    'expected the fields of a message, got a claim of 3 bytes at its byte 22',
  );
  expect(() => readMessage(bytes, 'a message', { left: 3 })).toThrow('got more in a message');
});
