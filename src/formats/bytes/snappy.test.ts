import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflateSnappy } from './snappy';

const inflate = (length: number, ...bytes: number[]) =>
  new TextDecoder().decode(inflateSnappy(Uint8Array.from(bytes), length));
const [a, b, c] = [97, 98, 99];

describe('inflateSnappy', () => {
  test('literals and copies of every kind', () => {
    expect(inflate(3, 3, 0b1000, a, b, c)).toBe('abc');
    expect(inflate(7, 7, 0b1000, a, b, c, 0b0001, 3)).toBe('abcabca');
    expect(inflate(5, 5, 0b1000, a, b, c, 0b0110, 2, 0)).toBe('abcbc');
    expect(inflate(4, 4, 0b1000, a, b, c, 0b0011, 3, 0, 0, 0)).toBe('abca');
    expect(inflate(9, 9, 0, a, 0b11110, 1, 0)).toBe('aaaaaaaaa');
    expect(inflate(61, 61, 60 << 2, 60, ...Array(61).fill(b))).toBe('b'.repeat(61));
    expect(inflate(0, 0)).toBe('');
  });

  test.each([
    ['a literal past the input', 3, [3, 0b1000, a, b], 'a Snappy literal past the end'],
    ['a literal past the output', 2, [2, 0b1000, a, b, c], 'a Snappy literal past the end'],
    ['a literal of 4 GB', 3, [3, 63 << 2, 255, 255, 255, 255, a], 'a Snappy literal past the end'],
    ['a copy from before the start', 5, [5, 0, a, 0b0001, 2], 'a Snappy copy from outside the data'],
    ['a copy of offset 0', 5, [5, 0, a, 0b0001, 0], 'a Snappy copy from outside the data'],
    ['an element that breaks off', 5, [5, 0, a, 0b0010, 1], 'Snappy data that breaks off'],
    ['too little', 5, [5, 0, a], '1 bytes of Snappy data instead of 5'],
  ])('refuses %s', (_, length, bytes, reason) => {
    expect(() => inflateSnappy(Uint8Array.from(bytes), length)).toThrow(reason);
  });

  test('ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.nat(200), (bytes, length) => {
        try {
          expect(inflateSnappy(bytes, length)).toHaveLength(length);
        } catch (error) {
          expect((error as Error).message).toMatch(/Snappy/);
        }
      }),
    );
  });
});
