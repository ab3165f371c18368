import fc from 'fast-check';
import { expect, test } from 'vitest';
import { laidOut } from './lanes';

test('a chain is one lane', () => {
  expect(laidOut([[-1], [0], [1]])).toEqual({
    rows: [
      { lane: 0, from: [] },
      { lane: 0, from: [{ row: 0, lane: 0 }] },
      { lane: 0, from: [{ row: 1, lane: 0 }] },
      { lane: 0, from: [{ row: 2, lane: 0 }] },
    ],
    lanes: 1,
  });
});

test('a shortcut runs beside what it passes, and both meet in the main lane', () => {
  // stem, a, b, stem + b, head.
  const { rows, lanes } = laidOut([[-1], [0], [1], [0, 2], [3]]);
  expect(lanes).toBe(2);
  expect(rows.map(({ lane }) => lane)).toEqual([0, 0, 1, 1, 0, 0]);
  expect(rows[4].from).toEqual([
    { row: 1, lane: 0 },
    { row: 3, lane: 1 },
  ]);
});

test('no value lies in a lane that another one still needs', () => {
  const graph = fc
    .array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 40 })
    .map((lists) => lists.map((list, row) => list.map((each) => (each % (row + 1)) - 1)));
  fc.assert(
    fc.property(graph, (inputs) => {
      const { rows, lanes } = laidOut(inputs);
      rows.forEach(({ lane, from }, row) => {
        expect(lane).toBeLessThan(lanes);
        for (const source of from) {
          expect(source.lane).toBe(rows[source.row].lane);
          // What lies between in its lane would be drawn over.
          const between = rows.slice(source.row + 1, row).map((each) => each.lane);
          expect(between).not.toContain(source.lane);
        }
        expect(lane).toBeGreaterThanOrEqual(0);
      });
    }),
  );
});
