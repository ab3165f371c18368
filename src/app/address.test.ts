import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWriter } from './address';
import { placeSelector } from './arrive';

let entries: string[];
const staysHere = () => false;

beforeEach(() => {
  vi.useFakeTimers();
  entries = ['/?first'];
  const location = {
    pathname: '/',
    hash: '',
    get search() {
      return entries.at(-1)!.slice(1);
    },
  };
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', {
    pushState: (_: null, __: string, url: string) => entries.push(url),
    replaceState: (_: null, __: string, url: string) => entries.splice(-1, 1, url),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a choice is a step back, and what is read, sorted or chosen by a held key is none', () => {
  const write = createWriter();
  const later = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);
  write('first', ['A', 'x'], true, staysHere);
  later(2000);
  write('image=3', ['B', 'x'], false, staysHere);
  later(2000);
  write('image=3&sort=id', ['B', 'x'], false, staysHere);
  later(2000);
  expect(entries).toEqual(['/?first', '/?image=3&sort=id']);
  for (const [at, choice] of ['C', 'D', 'E'].entries()) {
    write(`image=${4 + at}`, [choice, 'x'], false, staysHere);
    later(300);
  }
  expect(entries).toEqual(['/?first', '/?image=3&sort=id', '/?image=6']);
  write('image=6&row=1', ['E', 'y'], false, staysHere);
  expect(entries.at(-2)).toBe('/?image=6');
  entries.pop();
  later(2000);
  write('first', ['A', 'x'], true, staysHere);
  later(2000);
  expect(entries).toEqual(['/?first', '/?image=3&sort=id', '/?first']);
});

test('a choice is written at once where the one before was only repeated', () => {
  const write = createWriter();
  write('image=3', ['B'], false, staysHere);
  vi.advanceTimersByTime(150);
  write('image=3', ['B'], false, staysHere);
  vi.advanceTimersByTime(50);
  write('image=4', ['C'], false, staysHere);
  expect(entries.at(-1)).toBe('/?image=4');
});

test('a dataset that was chosen meanwhile stays in the address', () => {
  const write = createWriter();
  let isLeft = false;
  write('first', ['A'], true, () => isLeft);
  write('image=3', ['B'], false, () => isLeft);
  write('image=4', ['C'], false, () => isLeft);
  entries.push('/?data=other');
  isLeft = true;
  vi.advanceTimersByTime(2000);
  expect(entries).toEqual(['/?first', '/?image=3', '/?data=other']);
  write('image=5', ['D'], false, () => isLeft);
  expect(entries).toEqual(['/?first', '/?image=3', '/?data=other']);
});

test('of what an address names, the most exact is gone to', () => {
  expect(placeSelector({ image: 3, row: 6, chapter: 2 })).toBe('.inspector h3');
  expect(placeSelector({ image: null, row: 6, chapter: 2 })).toContain('class:6');
  expect(placeSelector({ image: null, row: null, chapter: 2 })).toBe('#chapter-2');
  expect(placeSelector({ image: null, row: null, chapter: null })).toBeNull();
});
