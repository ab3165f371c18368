import { expect, test } from 'vitest';
import { readNetworkDescription } from '../../formats/network/description';
import { inOrder } from '../../text/testing';
import { guidePart } from './guide';

test('the description in the guide is one that can be read', () => {
  const { code, after } = guidePart('The description');
  const { architecture, classes, members } = readNetworkDescription(code, 'network.json');
  expect(architecture.layers.map(({ kind }) => kind)).toContain('batchNorm');
  expect([classes?.length, members?.length]).toEqual([10, 2]);
  expect(after[0]).toMatch(/^`classes` and `members` may be left out\. .* Floats of 16, 32 or 64 bits\. /);
});

test('the snippet is whole: from its imports to the last line that writes', () => {
  const { before, code } = guidePart('From PyTorch');
  expect(before).toHaveLength(1);
  expect(code).toMatch(
    inOrder(
      /^import functools\nimport json\n[\s\S]*def save_network[\s\S]*file\.write\(struct\.pack[\s\S]*\+ /,
      /data\)\n$/,
    ),
  );
  expect(code).not.toContain('```');
});

test('a heading without code, or that is not there, is refused', () => {
  const text = '### One\n\ntext\n\n### Two\n\n```json\n{}\n```\n\nmore\ntext\n\n## Three\n';
  expect(guidePart('Two', text)).toEqual({ before: [], code: '{}\n', after: ['more text'] });
  for (const heading of ['One', 'Three', 'Four']) {
    expect(() => guidePart(heading, text)).toThrow(`Expected a block of code under "${heading}", got none.`);
  }
});
