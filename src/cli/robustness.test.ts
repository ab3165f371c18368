import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { corruptionIds } from '../corruptions/corrupt';
import { readRobustnessTable, shippedRobustness } from '../library/robustness';
import { tinyZoo } from '../library/testing/tinyZoo';
import { openZoo } from '../library/zoo';
import { fileSource } from './files';
import { folderOf, lacuna } from './testing';

const zoo = folderOf(Object.fromEntries(tinyZoo().files));
const out = zoo('robustness.json');
const base = ['robustness', '--zoo', zoo('.'), '--variants', 'null'];

describe('lacuna robustness', () => {
  test('goes on where it stopped, prints the relative change, is listed in the manifest', async () => {
    const first = lacuna(...base, '--corruptions', 'contrast', '--severities', '5,1', '--out', out);
    expect(first.code, first.stderr).toBe(0);
    const second = lacuna(...base, '--corruptions', 'gaussian-noise', '--severities', '3', '--out', out);
    expect(second.code, second.stderr).toBe(0);
    expect(second.stdout).toContain('4 images, 2 networks a population, severities 1, 3, 5');
    expect(second.stdout).toMatch(/^none .*\ngaussian-noise .*\ncontrast .*\nmean /m);
    const table = readRobustnessTable(readFileSync(out, 'utf8'), out);
    expect(await shippedRobustness(await openZoo(zoo('.'), fileSource))).toEqual(table);
    expect(table).toMatchObject({ data: 'tiny', images: 4, populations: ['dense', 'null'], ties: 'largest' });
    expect(table.cells.map(({ corruption, severity }) => `${corruption} ${severity}`)).toEqual([
      'gaussian-noise 3',
      'contrast 1',
      'contrast 5',
    ]);
    for (const { answers } of table.cells) {
      expect(answers.dense).toMatchObject({ pies: null, alsoClean: null });
      expect(answers.null.right).toHaveLength(2);
      expect(answers.null.alsoClean).toBeLessThanOrEqual(answers.null.pies ?? -1);
    }
  });

  test.each([
    [
      ['--corruptions', 'contrast,rain'],
      /^Expected --corruptions to be some of gaussian-noise,.*,jpeg, got "rain"\.\n$/,
    ],
    [['--severities', '6'], /^Expected --severities to be some of 1,2,3,4,5, got "6"\.\n$/],
    [['--members', '3'], /^Expected --members to be a whole number from 1 to 2, got "3"\.\n$/],
    [['--seed', '9', '--corruptions', 'jpeg', '--out', out], /expected a table of the same populations/],
  ])('%s: one sentence', (args, sentence) => {
    const { code, stderr } = lacuna(...base, ...args);
    expect(code).toBe(sentence.source.startsWith('^Expected') ? 2 : 1);
    expect(stderr).toMatch(sentence);
  });
});

test('the table that ships covers every corruption, and has the zoo’s accuracy on clean images', async () => {
  const folder = fileURLToPath(new URL('../../public/zoo/fashion-mnist/', import.meta.url));
  const shippedZoo = await openZoo(folder, fileSource);
  const shipped = (await shippedRobustness(shippedZoo))!;
  const { variants } = shippedZoo.manifest;
  expect(shipped.cells.map(({ corruption, severity }) => `${corruption} ${severity}`)).toEqual(
    corruptionIds.flatMap((id) => [1, 3, 5].map((severity) => `${id} ${severity}`)),
  );
  for (const id of shipped.populations) {
    const members = variants.find((variant) => variant.id === id)!.parts.flatMap((part) => part.members);
    const { right } = shipped.clean[id];
    expect(right).toHaveLength(30);
    right.forEach((count, k) => {
      expect(Math.abs(count / shipped.images - members[k].top1)).toBeLessThan(0.04);
    });
    for (const { answers } of shipped.cells) expect(answers[id].right).toHaveLength(30);
  }
});
