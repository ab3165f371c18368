import { expect, test } from 'vitest';
import { wrapped } from './wrapped';

const words = (count: number) => Array.from({ length: count }, () => 'four').join(' ');

test('paragraphs are broken at spaces, within 110 characters', () => {
  expect(wrapped(`${words(22)} ${words(3)}`)).toBe(`${words(22)}\n${words(3)}`);
  expect(wrapped(`a\n\n${words(3)}\n`)).toBe(`a\n\n${words(3)}\n`);
});

test('headings, tables, fenced blocks and code in a line stay whole', () => {
  for (const line of [`# ${words(30)}`, `| ${words(30)} |`, `\`${words(30)}\``])
    expect(wrapped(line)).toBe(line);
  const fenced = `\`\`\`\n${words(30)}\n\`\`\`\n`;
  expect(wrapped(fenced)).toBe(fenced);
});

test('no line begins with what would be a mark of a list or a heading', () => {
  expect(wrapped(`${words(22)} - 2 ${words(2)}`)).toBe(`${words(22)} -\n2 ${words(2)}`);
});
