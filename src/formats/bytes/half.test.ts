import { expect, test } from 'vitest';
import { halfToFloat } from './half';

test('half precision: the values of IEEE 754', () => {
  const bits = [
    0x0000, 0x8000, 0x3c00, 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x3555, 0x7c00, 0xfc00, 0x7e00,
  ];
  expect([...halfToFloat(Uint16Array.from(bits))]).toEqual([
    0,
    -0,
    1,
    -2,
    65504,
    2 ** -14,
    1023 * 2 ** -24,
    2 ** -24,
    0.333251953125,
    Infinity,
    -Infinity,
    Number.NaN,
  ]);
});
