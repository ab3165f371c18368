import { expect, test } from 'vitest';
import { answerFor, folderOf, outdatedCaches, pageCache, zooCache } from './places';

const folder = 'https://host.example/papers/lacuna/';
const request = (path: string, rest: Partial<Request> = {}) => ({
  method: 'GET',
  mode: 'cors' as const,
  cache: 'default' as const,
  url: new URL(path, folder).href,
  ...rest,
});

test('the folder of a page is that of its address, whatever it asks', () => {
  expect(folderOf(`${folder}?data=x#/yours`)).toBe(folder);
  expect(folderOf(`${folder}sw.js`)).toBe(folder);
});

test.each([
  ['', 'page'],
  ['?tour=4#/judge', 'page'],
  ['index.html?x=1', 'page'],
  ['licences/other.html', 'server'],
  ['../other/', 'server'],
])('going to "%s" is answered by the %s', (path, answer) => {
  expect(answerFor(folder, request(path, { mode: 'navigate' }))).toBe(answer);
});

test.each<[string, Partial<Request>, string]>([
  ['assets/a-1.js', {}, 'kept'],
  ['zoo/fashion-mnist/manifest.json', { cache: 'no-cache' }, 'kept'],
  ['version.json', { cache: 'no-store' }, 'server'],
  ['zoo/fashion-mnist/a.gz', { cache: 'reload' }, 'server'],
  ['assets/a-1.js', { method: 'HEAD' }, 'server'],
  ['https://elsewhere.example/a.js', {}, 'server'],
  ['/papers/lacuna-other/a.js', {}, 'server'],
])('%s asked with %j is answered from: %s', (path, rest, answer) => {
  expect(answerFor(folder, request(path, rest))).toBe(answer);
});

test('of older builds the newest stays; other pages of the host and the zoo are left alone', () => {
  const other = pageCache('https://host.example/', 'aa');
  const names = [
    ...[pageCache(folder, 'a1'), other, zooCache(folder), pageCache(folder, 'b2')],
    ...['someone else', pageCache(folder, 'c3')],
  ];
  expect(outdatedCaches(names, folder, 'c3')).toEqual([pageCache(folder, 'a1')]);
  expect(outdatedCaches([pageCache(folder, 'c3')], folder, 'c3')).toEqual([]);
});
