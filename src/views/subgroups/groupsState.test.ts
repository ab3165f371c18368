import { expect, test } from 'vitest';
import { groupsQuery, groupsWithin, initialGroups, parseGroups, unknownGroups } from './groupsState';

const attributes = [{ name: 'class' }, { name: 'light' }];
const state = (query: string) => parseGroups(new URLSearchParams(query));

test('an attribute that a link names and the images do not have is said and left out', () => {
  const asked = state('group=light&group=fuzz');
  expect(unknownGroups(asked, attributes)).toBe(
    'The link says group=fuzz; expected one of class, light. Groups are by light.',
  );
  expect(groupsWithin(asked, attributes, 3).by).toEqual(['light']);
});

test('nothing is said of what no link asked for', () => {
  expect(unknownGroups(initialGroups, attributes)).toBeNull();
  expect(unknownGroups(state('group=class'), attributes)).toBeNull();
});

test.each(['target=01', 'target=-1', 'target=x'])('%s is no class', (query) => {
  expect(state(query).target).toBeNull();
});

test('a link keeps what is chosen', () => {
  const reread = (query: string) => {
    const state = parseGroups(new URLSearchParams(query));
    const written = new URLSearchParams(groupsQuery(state));
    expect(parseGroups(written)).toEqual(state);
    return { state, written: written.toString() };
  };
  expect(reread('')).toEqual({ state: initialGroups, written: '' });
  expect(reread('group=skin+tone&group=class&target=3&rate=falsePositive')).toEqual({
    state: { by: ['skin tone', 'class'], target: 3, rate: 'falsePositive' },
    written: 'group=skin+tone&group=class&target=3&rate=falsePositive',
  });
  expect(reread('group=a&group=a&group=b&target=-1&rate=falsePositive').state).toEqual({
    by: ['a', 'b'],
    target: null,
    rate: 'error',
  });
});
