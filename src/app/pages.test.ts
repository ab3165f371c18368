import { expect, test } from 'vitest';
import { methodsHref } from '../views/methods/anchors';
import { readPage } from './pages';

test.each([
  ['', 'explore'],
  ['#/', 'explore'],
  ['#chapter-2', 'explore'],
  ['#/yours', 'yours'],
  ['#/yours?import=ab', 'yours'],
  ['#/yours/networks', 'networks'],
  ['#/train?run=ab', 'train'],
  ['#/judge?data=a&level=0.9', 'judge'],
  ['#/classroom', 'classroom'],
  ['#/methods/', 'methods'],
])('%s is the page %s', (hash, page) => {
  expect(readPage(hash)).toEqual({ page, anchor: null, notice: null });
});

test('a section of the methods', () => {
  expect(readPage(methodsHref('taxicab'))).toEqual({ page: 'methods', anchor: 'taxicab', notice: null });
  expect(readPage('#/methods/taxi')).toMatchObject({
    page: 'methods',
    anchor: null,
    notice: expect.stringMatching(/a section of this page called "taxi"/),
  });
});

test.each(['#/judgement', '#/your', '#/yours/nets', '#/%', '#/toString'])(
  '%s is told, and the explorer is shown',
  (hash) => {
    const { page, notice } = readPage(hash);
    expect(page).toBe('explore');
    expect(notice).toMatch(
      /^The link leads to a page called ".+", which is not here\. This is the page Explore\.$/,
    );
  },
);
