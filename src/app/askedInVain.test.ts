import { expect, test } from 'vitest';
import { askedInVain, importAskedInVain } from './askedInVain';

const limits = {
  images: 10_000,
  classes: 10,
  chapters: 8,
  networks: { dense: 30, 'narrow-50': 10 },
  details: ['map', 'long-tail'],
};
const said = (query: string) => askedInVain(new URLSearchParams(query), limits);

test.each([
  ['row=77', 'row=77; expected the number of a class, from 0 to 9'],
  ['chapter=99', 'chapter=99; expected a chapter from 1 to 8'],
  ['chapter=0', 'chapter=0; expected a chapter from 1 to 8'],
  ['image=10000', 'image=10000; expected a number from 0 to 9,999'],
  ['image=1.5', 'image=1.5; expected a number from 0 to 9,999'],
  ['tour=9', 'tour=9; expected a step from 1 to 7'],
  ['class=ninety', 'class=ninety; expected the number of a class, from 0 to 9'],
  ['class=007', 'class=007; expected the number of a class, from 0 to 9'],
  ['network=30', 'network=30; expected the number of a network, from 0 to 29'],
  ['order=size', 'order=size; expected change, beyond or name'],
  ['share=0', 'share=0; expected percent of the images, over 0 and at most 100, with one decimal at most'],
])('%s is said', (query, words) => {
  expect(said(query)).toEqual([`The link says ${words}. It is left out.`]);
});

test('each wrong part has its sentence, and what comes is cut short', () => {
  const all = said(`sort=${'x'.repeat(90)}&breaks=rain.1.2&from=-1&outcome=&details=map.nothing`);
  expect(all.map((sentence) => sentence.split(';')[0])).toEqual([
    'The link says from=-1',
    `The link says sort=${'x'.repeat(40)}`,
    'The link says outcome=',
    'The link says breaks=rain.1.2',
    'The link says details=nothing',
  ]);
});

test('of an import its own settings are known, and nothing of chapters, steps or networks', () => {
  const told = (query: string) =>
    importAskedInVain(new URLSearchParams(query), { images: 60, classes: 3, details: ['indices'] });
  expect(told('ties=coin&alpha=2&seed=4294967296&row=3&class=01&details=indices.map')).toEqual([
    'The link says row=3; expected the number of a class, from 0 to 2. It is left out.',
    'The link says class=01; expected the number of a class, from 0 to 2. It is left out.',
    'The link says ties=coin; expected largest or smallest. It is left out.',
    'The link says alpha=2; expected a number from 0 to 1, such as 0.05. It is left out.',
    'The link says seed=4294967296; expected a whole number from 0 to 4,294,967,295. It is left out.',
    'The link says details=map; expected one of indices. It is left out.',
  ]);
  expect(told('import=ab&ties=smallest&alpha=.01&seed=0&row=2&image=59&details=indices&tour=99')).toEqual([]);
});

test.each([
  '',
  'image=9999&row=9&chapter=8&tour=7&class=0&from=1&to=2&network=29&order=name&target=3&rate=error',
  'sort=id&outcome=unchanged&shared=both&share=0.5&breaks=fog.3.12&details=map.long-tail&data=own&utm=1',
])('of "%s" nothing is said', (query) => expect(said(query)).toEqual([]));
