import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { directOf, floorsOf, importedRooms, PICTURE, picture } from './architecture.mjs';

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));

describe('the picture of the architecture', () => {
  it('is that of the imports as they are: `node scripts/architecture.mjs` draws it anew', () => {
    expect(picture(importedRooms())).toBe(readFileSync(PICTURE, 'utf8'));
  });

  it('puts a room above all that it imports from, and shows no import that follows from others', () => {
    const rooms = graph({ a: ['b', 'c'], b: ['c'], c: [], d: ['c'] });
    expect(floorsOf(rooms)).toEqual([['c'], ['b', 'd'], ['a']]);
    expect(directOf(rooms)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
      ['d', 'c'],
    ]);
    expect(() => floorsOf(graph({ a: ['b'], b: ['a'] }))).toThrow('Expected no circle, got a -> b -> a.');
  });
});
