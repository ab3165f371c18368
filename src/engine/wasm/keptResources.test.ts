import { expect, it } from 'vitest';
import { createKeptResources } from './keptResources';
import { derivedBytes, KEPT_NETWORK_BYTES } from './memory';

const sized = (key: string, bytes: number, derived?: number) => ({ key, bytes, derivedBytes: derived });

it('says what a worker lacks, and forgets what it used least recently', () => {
  const kept = createKeptResources(10);
  const [a, b, c] = ['a', 'b', 'c'].map((key) => sized(key, 4));
  expect(kept.take([a, b])).toEqual([a, b]);
  expect(kept.take([a])).toEqual([]);
  expect(kept.forget([a])).toEqual([]);
  expect(kept.take([c])).toEqual([c]);
  expect(kept.forget([c])).toEqual(['b']);
  expect([a, b, c].map(({ key }) => kept.has(key))).toEqual([true, false, true]);
});

it('counts what members share once, and as long as one of them is kept', () => {
  const kept = createKeptResources(10);
  const dense = sized('dense', 6, 2);
  kept.take([dense]);
  kept.derive('pruned', dense);
  // Made from what was made: it shares the first one's values.
  kept.derive('estimated', sized('pruned', 6, 2));
  expect(kept.forget([])).toEqual([]);
  const images = sized('images', 1);
  kept.take([images]);
  // The dense one's six bytes stay while others share them; so two go.
  expect(kept.forget([images])).toEqual(['dense', 'pruned']);
  kept.take([sized('more', 2)]);
  expect(kept.forget([])).toEqual(['estimated']);
});

it('counts what is made from a member whose name it forgot, or that shares nothing', () => {
  const kept = createKeptResources(8);
  kept.derive('pruned', sized('dense', 6, 2));
  expect(kept.forget([])).toEqual([]);
  kept.derive('other', sized('second', 7));
  expect(kept.forget([])).toEqual(['pruned']);
  kept.derive('third', sized('fourth', 2));
  expect(kept.forget([])).toEqual(['other']);
});

it('counts a bit a weight and a program of what pruning makes', () => {
  expect(derivedBytes(3200)).toBe(100 + 6400);
  expect(derivedBytes(3.2e9)).toBe(1e8 + KEPT_NETWORK_BYTES);
});
