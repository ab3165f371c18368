import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { PageLine, pageTyped } from './PageLine';
import { PAGE, pageOf } from './pages';

test('pages hold every image once, whichever is asked for', () => {
  for (const total of [0, 1, PAGE, PAGE + 1, 3 * PAGE - 1]) {
    const { pages } = pageOf(total, 0);
    let covered = 0;
    for (let page = 0; page < pages; page++) {
      const { first, end } = pageOf(total, page);
      expect(first).toBe(covered);
      covered = end;
    }
    expect(covered).toBe(total);
    expect(pageOf(total, 99)).toEqual(pageOf(total, pages - 1));
    expect(pageOf(total, -1)).toEqual(pageOf(total, 0));
  }
});

test('the line says which images these are, and is not there where one page holds all', () => {
  const line = (total: number, page: number) =>
    renderToStaticMarkup(<PageLine page={page} total={total} {...pageOf(total, page)} onPage={() => {}} />);
  expect(line(301_422, 150).replace(/<[^>]*>/g, '')).toContain('Images 300,001 to 301,422 of 301,422');
  expect(line(301_422, 150)).toContain('disabled="">Next');
  expect(line(PAGE, 0)).toBe('');
});

test('a number that no page has leads to the nearest one, and an empty field nowhere', () => {
  expect(['1', '38', '39', '9999', '0', '-3', '2.4', '', ' '].map((text) => pageTyped(text, 38))).toEqual([
    ...[0, 37, 37, 37, 0, 0, 1],
    ...[null, null],
  ]);
});
