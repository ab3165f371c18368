import fc from 'fast-check';
import { expect, test } from 'vitest';
import { captionLines, wrapped } from './figureToPng';

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

test('under a picture stand title, claim, how to read it and where it comes from; nothing empty', () => {
  const caption = {
    title: 'Noise',
    claim: 'Two of ten classes',
    small: ['How to read: dots', 'Fashion-MNIST, 90% removed: 6 networks. Lacuna 0.1.0.'],
  };
  const colour = (name: string) => name.slice(2);
  const lines = (width: number, of = caption) => captionLines(of, width, colour, (text) => text.length);
  expect(lines(100)).toEqual([
    { line: 'Noise', font: '600 18px serif', fill: 'ink' },
    { line: 'Two of ten classes', font: '15px serif', fill: 'ink' },
    { line: 'How to read: dots', font: '12px sans', fill: 'soft' },
    { line: 'Fashion-MNIST, 90% removed: 6 networks. Lacuna 0.1.0.', font: '12px sans', fill: 'soft' },
  ]);
  const narrow = lines(20).map(({ line }) => line);
  expect(narrow.slice(3)).toEqual(['Fashion-MNIST, 90%', 'removed: 6 networks.', 'Lacuna 0.1.0.']);
  expect(lines(100, { title: 'Noise', claim: '', small: [''] }).map(({ line }) => line)).toEqual(['Noise']);
});
