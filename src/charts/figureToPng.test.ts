import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapped } from './figureToPng';

test('lines hold what fits, and every word once', () => {
  expect(wrapped('a bb  ccc dddddddd e', 6, (text) => text.length)).toEqual(['a bb', 'ccc', 'dddddddd', 'e']);
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const lines = wrapped(text, width, (part) => part.length);
      expect(lines.join(' ')).toBe(text.split(/\s+/).filter(Boolean).join(' '));
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
    }),
  );
});
