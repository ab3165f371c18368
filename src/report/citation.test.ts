import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bibtex, release } from './citation';

const cff = readFileSync('CITATION.cff', 'utf8');
const field = (name: string, from = cff) => new RegExp(`^ *(?:- )?${name}: "?(.*?)"?$`, 'm').exec(from)?.[1];

test('the citation is that of CITATION.cff and package.json', () => {
  expect(release).toEqual({
    version: field('version'),
    date: field('date-released'),
    title: field('title'),
  });
  expect(JSON.parse(readFileSync('package.json', 'utf8')).version).toBe(release.version);
  const text = bibtex();
  const [, paper] = cff.split('references:');
  const names = [...paper.matchAll(/family-names: (.*)\n\s+given-names: (.*)/g)];
  expect(names.length).toBe(5);
  for (const [, family, given] of names) expect(text).toContain(`${family}, ${given}`);
  for (const name of ['title', 'year', 'url']) expect(text).toContain(`{${field(name, paper)}}`);
  expect(text).toContain(field('license') ?? 'a licence');
});
