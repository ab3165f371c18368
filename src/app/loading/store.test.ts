import { expect, test } from 'vitest';
import { createStore } from './store';

test('a store has what its reducer makes of the changes, in their order', () => {
  const store = createStore((seen: string, next: string) => `${seen}${next}`, 'a');
  const { change } = store;
  change('b');
  expect(store.now).toBe('ab');
  change('c');
  expect(store.now).toBe('abc');
});
