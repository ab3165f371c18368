import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PredictionBatch } from './device';
import { remainingWork } from './remaining';

function batch(members: number[], start: number, count: number): PredictionBatch {
  const none = { labels: new Uint16Array(), pPrediction: new Float32Array() };
  return { members, start, count, ...none, pLabel: new Float32Array(), rankLabel: new Uint16Array() };
}

it('shares out everything when nothing is finished', () => {
  expect(remainingWork(3, 10, 4)).toEqual([
    { start: 0, count: 4, members: [{ first: 0, end: 3 }] },
    { start: 4, count: 4, members: [{ first: 0, end: 3 }] },
    { start: 8, count: 2, members: [{ first: 0, end: 3 }] },
  ]);
});

it('leaves nothing when everything is finished', () => {
  expect(remainingWork(2, 5, 4, [batch([1, 0], 0, 5)])).toEqual([]);
});

it('covers each unfinished pair once and no finished one', () => {
  const finished = fc.array(
    fc
      .tuple(fc.subarray([0, 1, 2, 3]), fc.nat(30), fc.nat(12))
      .map(([m, start, count]) => batch(m, start, count)),
  );
  fc.assert(
    fc.property(finished, fc.integer({ min: 1, max: 9 }), (batches, width) => {
      const visits = new Uint8Array(4 * 30);
      for (const { members, start, count } of batches) {
        for (const member of members) {
          for (let i = start; i < Math.min(30, start + count); i++) visits[member * 30 + i] = 1;
        }
      }
      for (const { start, count, members } of remainingWork(4, 30, width, batches)) {
        expect(count).toBeLessThanOrEqual(width);
        for (const { first, end } of members) {
          for (let member = first; member < end; member++) {
            for (let i = start; i < start + count; i++) visits[member * 30 + i]++;
          }
        }
      }
      expect(visits.every((count) => count === 1)).toBe(true);
    }),
  );
});
