import { expect, test } from 'vitest';
import { printable } from './printable';

test('what a terminal would act on is written out, all else stays', () => {
  expect(printable('a\x1b[31mred\x1b]0;title\x07\r\x9b2J\x7f\u202e')).toBe(
    'a\\u001b[31mred\\u001b]0;title\\u0007\\u000d\\u009b2J\\u007f\\u202e',
  );
  const plain = 'Überall – 猫 "x"\n\tcolumn\n';
  expect(printable(plain)).toBe(plain);
});

test('JSON means the same', () => {
  const value = { name: '\x1b[2J\x7f\x9b\u202e\n' };
  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});
