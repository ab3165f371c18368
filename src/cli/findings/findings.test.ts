import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findingsDocument } from './document';
import { between, markdownTable, withInterval } from './markdown';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const committed = readFileSync(`${root}docs/findings.md`, 'utf8');

/** The networks a population that the committed file is about, from its first section or its last. */
function networksIn(text: string): number {
  return Number(/(\d+)\s+networks\s+a\s+population/.exec(text)?.[1]);
}

function corruptionsIn(text: string): string[] {
  const table = text.slice(text.indexOf('By corruption'));
  return [...table.matchAll(/^\| ([a-z-]+) \|/gm)].map(([, name]) => name);
}

describe('docs/findings.md', () => {
  it('is what `npm run findings` writes of the networks and corruptions it is about', async () => {
    const [main, tail] = committed.split('## The long tail');
    const [, colour] = committed.split('## CIFAR-10');
    const made = await findingsDocument(root, {
      networks: {
        'fashion-mnist': networksIn(main),
        'fashion-mnist-long-tail': networksIn(tail),
        'cifar-10': networksIn(colour),
      },
      corruptions: corruptionsIn(main),
      severities: (/at\s+severity\s+([\d,\s]+)\./.exec(main)?.[1] ?? '').split(',').map(Number),
    });
    expect(made).toBe(committed);
  });
});

describe('figures in Markdown', () => {
  it('carry their intervals where there are any', () => {
    expect(withInterval({ value: 0.5, interval: [0.4, 0.6], n: 3 })).toBe('50.0% (40.0 to 60.0)');
    expect(between(null, String)).toBe('');
  });

  it('stand in tables', () => {
    expect(markdownTable(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| :-- | --: |\n| 1 | 2 |');
  });
});
