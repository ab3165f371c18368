import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fixed } from './fixed';
import {
  bytes,
  count,
  decimal,
  expected,
  level,
  noun,
  opening,
  percent,
  pValue,
  range,
  short,
  signed,
  word,
} from './format';

test('counts are grouped, and what is missing is a dash', () => {
  expect([0, 9, 999, 10_000, 1_234_567].map(count)).toEqual(['0', '9', '999', '10,000', '1,234,567']);
  for (const missing of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([count(missing), decimal(missing), signed(missing), percent(missing), pValue(missing)]).toEqual(
      new Array(5).fill('–'),
    );
  }
});

test('minus is a minus sign, and zero has none', () => {
  expect([decimal(-1.44), decimal(-0.04), decimal(0.04), decimal(2)]).toEqual(['−1.4', '0.0', '0.0', '2.0']);
  expect([signed(0.6), signed(-1.4), signed(0.04), signed(-0.04), signed(0)]).toEqual([
    '+0.6',
    '−1.4',
    '0.0',
    '0.0',
    '0.0',
  ]);
  expect(signed(-187, 0)).toBe('−187');
  expect(count(-1234)).toBe('−1,234');
  expect(count(-0.3)).toBe('0');
});

test('halves go away from zero, whatever the binary value; what is zero has no sign', () => {
  expect([1.005, -1.005, 2.675, 0.125].map((value) => fixed(value, 2))).toEqual([
    '1.01',
    '-1.01',
    '2.68',
    '0.13',
  ]);
  expect([percent(0.145, 0), percent(0.285, 0), percent(0.0005)]).toEqual(['15%', '29%', '0.1%']);
  expect([fixed(100 * 1.15, 0), fixed(-0.004, 2), fixed(1e-9, 1), fixed(123456.785, 2)]).toEqual([
    '115',
    '0.00',
    '0.0',
    '123456.79',
  ]);
  expect(decimal(0.1 + 0.2 + 0.15, 1)).toBe('0.5');
});

test('expected counts are not rounded to a half where they are less', () => {
  expect([0.45, 0.05, 9.99, 12.34, null].map(expected)).toEqual(['0.45', '0.05', '9.99', '12.3', '–']);
});

test('shares and levels', () => {
  expect([percent(0.9044), percent(1), percent(0.5, 0)]).toEqual(['90.4%', '100.0%', '50%']);
  expect([0.9, 0.29, 0.875, 0, 0.0125, 1 / 3].map(level)).toEqual([
    '90%',
    '29%',
    '87.5%',
    '0%',
    '1.25%',
    '33.3%',
  ]);
});

test('p-values as tables print them', () => {
  expect([0, 0.0009, 0.002, 0.0501, 0.9994, 0.9996, 1].map(pValue)).toEqual([
    '< .001',
    '< .001',
    '.002',
    '.050',
    '.999',
    '1',
    '1',
  ]);
});

test('ranges, bytes, short numbers, words', () => {
  expect(range([0.886, 0.889], percent)).toBe('88.6% to 88.9%');
  expect(range(null, percent)).toBe('–');
  expect([bytes(812), bytes(4_321), bytes(376_960), bytes(2_500_000)]).toEqual([
    '812 B',
    '4.3 kB',
    '377 kB',
    '2.5 MB',
  ]);
  expect([short(640), short(9_470), short(66_289), short(2_240_000)]).toEqual([
    '640',
    '9.5k',
    '66k',
    '2.24 M',
  ]);
  expect([word(0), word(10), word(30)]).toEqual(['no', 'ten', '30']);
  expect([noun(1, 'image'), noun(2, 'image'), noun(2, 'class', 'classes')]).toEqual([
    'image',
    'images',
    'classes',
  ]);
});

test('a name opens a sentence with a capital where it is of words in lower case', () => {
  expect(
    ['deer', 't-shirt', 'été chaud', 'Shirt', 'n01440764', 'iPod', '7', 'class 7', 'class_a', ''].map(
      opening,
    ),
  ).toEqual([
    'Deer',
    'T-shirt',
    'Été chaud',
    'Shirt',
    'n01440764',
    'iPod',
    'Class 7',
    'Class 7',
    'class_a',
    '',
  ]);
});

test('no other file rounds or groups a number for people', () => {
  // Places in a picture and factors of a style sheet are no text.
  const drawn = /^(charts\/(DotStrip|FilterGrid|Histogram)|app\/stage\/Stage|text\/fixed)\./;
  const sources = fileURLToPath(new URL('..', import.meta.url));
  const others = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      /(?<!\.test)\.tsx?$/.test(file) &&
      !/\/testing\//.test(file) &&
      !drawn.test(file) &&
      /\.(toFixed|toLocaleString)\(/.test(readFileSync(`${sources}/${file}`, 'utf8')),
  );
  expect(others).toEqual([]);
});
