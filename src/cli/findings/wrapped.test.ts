import { expect, test } from 'vitest';
import { wrapped } from './wrapped';

const words = (count: number) => Array.from({ length: count }, () => 'four').join(' ');

test('paragraphs are broken at spaces, within 110 characters', () => {
  expect(wrapped(`${words(22)} ${words(3)}`)).toBe(`${words(22)}\n${words(3)}`);
  expect(wrapped(`a\n\n${words(3)}\n`)).toBe(`a\n\n${words(3)}\n`);
});

test('headings, tables and code in a line stay whole', () => {
  for (const line of [`# ${words(30)}`, `| ${words(30)} |`, `\`${words(30)}\``])
    expect(wrapped(line)).toBe(line);
});

test('commands in fenced blocks go on in the next line, as a shell reads them', () => {
  const fenced = (text: string) => `\`\`\`\n${text}\n\`\`\`\n`;
  expect(wrapped(fenced(`${words(22)} - 2`))).toBe(fenced(`${words(21)} \\\n  four - 2`));
  expect(wrapped(fenced(words(22)))).toBe(fenced(words(22)));
});

test('no line begins with what would be a mark of a list or a heading', () => {
  expect(wrapped(`${words(22)} - 2 ${words(2)}`)).toBe(`${words(22)} -\n2 ${words(2)}`);
});
