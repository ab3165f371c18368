// The tables of docs/formats.md, made from the table of formats (src/formats/kinds/formats.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The document that holds the tables. */
export const DOCUMENT = join(root, 'docs/formats.md');

function table(head, rows) {
  const lines = [head, ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [lines[0], `|${'---|'.repeat(head.length)}`, ...lines.slice(1)].join('\n');
}

const formsOf = (formats, subject) => formats.flatMap(({ holds }) => Object.entries(holds?.[subject] ?? {}));

/** Every table by its name. */
export function tables({ FORMATS, LIMITS, TABLE_FORMS }) {
  const read = FORMATS.filter(({ holds, instead, limits }) => holds || !instead || limits);
  const refused = FORMATS.filter((format) => !read.includes(format));
  const tick = (is) => (is ? 'yes' : '–');
  return {
    formats: table(
      ['format', 'how it is told', 'predictions', 'images', 'networks', 'written'],
      read.map(({ words, sign, holds, predictions }) => [
        words,
        sign,
        ...['predictions', 'images', 'networks'].map((subject) => tick(holds?.[subject])),
        predictions?.write ? `\`${predictions.endings[0]}\`` : '–',
      ]),
    ),
    refused: table(
      ['format', 'how it is told', 'what to do instead'],
      refused.map(({ words, sign, instead }) => [
        words,
        sign,
        instead.advice.replace(/(\w[\w.]*\(.*\))/, '`$1`'),
      ]),
    ),
    predictions: table(['format', 'what it holds'], formsOf(FORMATS, 'predictions')),
    forms: table(
      ['form of a table', 'what it holds'],
      Object.values(TABLE_FORMS).map(({ name, holds }) => [name, holds]),
    ),
    images: table(['form', 'what it holds'], formsOf(FORMATS, 'images')),
    networks: table(['form', 'files'], formsOf(FORMATS, 'networks')),
    limits: table(
      ['what', 'limit'],
      [...Object.entries(LIMITS), ...FORMATS.flatMap(({ limits }) => Object.entries(limits ?? {}))],
    ),
  };
}

/** The document with its tables made anew: each stands between its marker and the next `<!-- end -->`. */
export function withTables(text, made) {
  let document = text;
  for (const [name, content] of Object.entries(made)) {
    const [begin, end] = [`<!-- table: ${name} -->\n`, '\n<!-- end -->'];
    const from = document.indexOf(begin);
    const to = document.indexOf(end, from);
    if (from < 0 || to < 0) throw new Error(`Expected "${begin.trim()}" and its end in docs/formats.md.`);
    document = document.slice(0, from + begin.length) + content + document.slice(to);
  }
  return document;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { runnerImport } = await import('vite');
  const load = async (path) => (await runnerImport(join(root, path), { configFile: false })).module;
  const [formats, limits, forms] = await Promise.all(
    ['kinds/formats', 'kinds/limitWords', 'tables/tableForms'].map((file) => load(`src/formats/${file}.ts`)),
  );
  const made = tables({ ...formats, ...limits, ...forms });
  writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, 'utf8'), made));
}
