// What the documents say of files: named files exist, named types stand in them, links lead somewhere.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

describe('glossary', () => {
  const rows = read('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| term'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$|`/g, '')));

  test('it has terms in alphabetical order, each once', () => {
    const terms = rows.map(([term]) => term.toLowerCase());
    expect(terms.length).toBeGreaterThan(30);
    expect(terms).toEqual([...new Set(terms)].sort());
  });

  test.each(rows)('%s', (_term, meaning, type, file) => {
    expect(meaning.length).toBeGreaterThan(10);
    expect(existsSync(join(root, file))).toBe(true);
    const named = type === '–' || (statSync(join(root, file)).isFile() && read(file).includes(type));
    expect(named).toBe(true);
  });
});

describe('links', () => {
  test.each(documents)('%s', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, path]) => path,
    );
    const broken = links.filter((path) => !existsSync(join(root, dirname(document), path)));
    expect(broken).toEqual([]);
  });
});

test('README fits on a few screens', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(120);
});
