import { expect, test } from 'vitest';
import { groupsWithin, initialGroups, parseGroups, unknownGroups } from './groupsState';

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
