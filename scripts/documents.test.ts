// What the documents say of files: named files exist, named types stand in them, links lead somewhere.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { METHODS } from '../src/model/methods/registry';

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

test.each(METHODS.map((method) => [method.id, method] as const))(
  'the command line’s table has the method %s',
  (id, { family, choice, options }) => {
    const [flag, verb] = family === 'pruned' ? ['method', 'removes'] : ['format', 'keeps numbers in'];
    const takes = options.map((option) => `\`--${option}\``).join(', ') || '–';
    const row = `| \`--variant ${family} --${flag} ${id}\` | ${verb} ${choice} | ${takes} |`;
    expect(read('docs/command-line.md').split('\n')).toContain(row);
  },
);

describe('recipes', () => {
  /** Files of the panel and the format that recipes make up. */
  const isMadeUp = (path: string) => /\/margins\/|jsonLines/i.test(path);
  const recipes = read('CONTRIBUTING.md')
    .split('\n## ')
    .slice(1)
    .filter((section) => section.startsWith('How to add'))
    .map((section) => [section.split('\n')[0], section] as const);

  test('there is one for each kind of thing', () => {
    expect(recipes.map(([title]) => title)).toEqual(
      expect.arrayContaining([
        'How to add a kind of layer',
        'How to add a chart',
        'How to add a panel',
        'How to add a format of predictions',
        'How to add a compression method',
        'How to add a dataset',
      ]),
    );
  });

  test.each(recipes)('%s: the files that it names are there', (_title, text) => {
    const named = [...text.matchAll(/`((?:src|scripts|docs|zoo)\/[\w/.-]+)`/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((path) => !isMadeUp(path) && !existsSync(join(root, path)))).toEqual([]);
  });

  test('a chart: all scales are made where the recipe says', () => {
    const files = ['charts', 'views', 'app'].flatMap((room) =>
      readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' }).map(
        (file) => `src/${room}/${file}`,
      ),
    );
    const making = files.filter((file) => /\.tsx?$/.test(file) && /\bscale[A-Z]\w+\(/.test(read(file)));
    expect(making).toEqual(['src/charts/along.ts']);
  });

  test('a panel: its list, its questions and what it is given are where the recipe says', () => {
    expect(read('src/app/panels/panels.ts')).toContain("import('./longTail/PiesByTraining')");
    expect(read('src/app/panels/questions.ts')).toContain("import('./longTail/question')");
    expect(read('src/app/panels/panel.ts')).toContain('export type Given =');
  });

  test('a format: its type, its list and its readers are where the recipe says', () => {
    expect(read('src/formats/kinds/format.ts')).toContain('export type Format<');
    expect(read('src/formats/kinds/formats.ts')).toContain('const TABLE = [');
    expect(read('src/formats/kinds/arrays.ts')).toContain('async arrays(bytes, file)');
    expect(read('src/formats/kinds/tables.ts')).toContain('async table(bytes, file, readersFor, mostRows)');
  });

  test('a compression method: the entry’s list and type are where the recipe says', () => {
    expect(read('src/model/methods/method.ts')).toContain('export type Method<');
    expect(read('src/model/methods/making/making.ts')).toContain('export type Making<');
    expect(read('src/model/methods/registry.ts')).toContain('export const METHODS');
    expect(read('src/model/methods/making/registry.ts')).toContain('export const MAKINGS');
    for (const name of ['Pattern', 'QuantiseFormat', 'PruneMethod', 'Saliency', 'StructureSettings']) {
      expect(read('src/model/variant.ts')).toContain(`export type ${name} =`);
    }
  });
});

test('claims: every panel stands in the table of what is claimed, by which test', () => {
  const ids = [...read('src/app/panels/panels.ts').matchAll(/^ {8}id: '([\w-]+)'/gm)].map(([, id]) => id);
  const cells = read('docs/claims.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => line.split(' | ')[0].replace('| ', '').split(', '));
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.filter((id) => !cells.includes(id))).toEqual([]);
});

test('README fits on a few screens', () => {
  expect(read('README.md').split('\n').length).toBeLessThan(120);
});
