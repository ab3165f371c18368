import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audit } from './audit';
import type { AuditOptions, Findings } from './findings';
import { predictionsOf } from './fixtures/predictionsOf';
import type { Predictions } from './predictions';
import { selectImages, selectMembers } from './votes/matrix';
import { countVotes, votesFor } from './votes/votes';

const OPTIONS: AuditOptions = { ties: 'largest', alpha: 0.05, seed: 1 };
const CLASSES = 4;

const rowsOf = (images: number, networks = 6) =>
  fc.array(fc.array(fc.nat(CLASSES - 1), { minLength: images, maxLength: images }), {
    minLength: 1,
    maxLength: networks,
  });

/**
 * Two populations with true labels, where the last class may have no image, and a seed for what the property
 * draws.
 */
const comparison = fc.integer({ min: 1, max: 12 }).chain((images) =>
  fc.record({
    truth: fc.array(fc.nat(CLASSES - 1), { minLength: images, maxLength: images }),
    dense: rowsOf(images),
    compressed: rowsOf(images),
    shuffle: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  }),
);

const auditOf = (dense: number[][], compressed: number[][], truth: number[], options = OPTIONS): Findings =>
  audit(
    predictionsOf('dense', dense, CLASSES),
    predictionsOf('pruned', compressed, CLASSES),
    Uint16Array.from(truth),
    options,
  );

/** The order that sorts `keys`: a permutation of 0 to n - 1. */
const orderOf = (keys: number[], n: number) =>
  Array.from({ length: n }, (_, index) => index).sort((a, b) => keys[a] - keys[b] || a - b);

const permute = <T>(values: ArrayLike<T>, order: number[]) => order.map((index) => values[index]);

/**
 * Close to 1e-9, of their size where that is above 1; numbers are compared one by one because sums in another
 * order round otherwise.
 */
function expectSame(found: unknown, expected: unknown, path = ''): void {
  if (typeof expected === 'number' && typeof found === 'number') {
    if (!(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected))))
      throw new Error(`${path}: ${found} instead of ${expected}`);
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(found ?? {}), path).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected)) {
      expectSame((found as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else expect(found, path).toBe(expected);
}

test('permuting networks changes nothing but their order', () => {
  fc.assert(
    fc.property(comparison, ({ truth, dense, compressed, shuffle }) => {
      const before = auditOf(dense, compressed, truth);
      const order = orderOf(shuffle, dense.length);
      const after = auditOf(permute(dense, order), compressed, truth);
      expect(after.top1.dense.perMember).toEqual(permute(before.top1.dense.perMember, order));
      for (const key of ['votes', 'modal', 'pies', 'taxicab', 'accuracy', 'matched'] as const) {
        expectSame(after[key], before[key], key);
      }
      const unordered = ({ classImpact }: Findings) =>
        classImpact.map(({ recallPerMember, ...impact }) => impact);
      expectSame(unordered(after), unordered(before));
    }),
  );
});

/** Networks are equally right on PIEs and on their matches, and no image moves that: only rounding is left. */
const CERTAIN = {
  truth: [0, 0, 0, 0, 1, 0, 1, 2, 1],
  dense: [
    [0, 0, 0, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 0, 1, 2, 1],
  ],
  compressed: [
    [0, 0, 0, 0, 0, 0, 0, 2, 0],
    [1, 1, 1, 1, 0, 1, 0, 0, 0],
  ],
  shuffle: [0, 0, 0, 0, 0, 0, 0, 159, 0, 0, 0, 0],
};

test('permuting images changes nothing but their order', () => {
  fc.assert(
    fc.property(comparison, ({ truth, dense, compressed, shuffle }) => {
      const order = orderOf(shuffle, truth.length);
      const mix = (rows: number[][]) => rows.map((row) => permute(row, order));
      const before = auditOf(dense, compressed, truth);
      const after = auditOf(mix(dense), mix(compressed), permute(truth, order));
      expect([...after.taxicab]).toEqual(permute(before.taxicab, order));
      expect([...after.modal.compressed]).toEqual(permute(before.modal.compressed, order));
      expect(Array.from(after.pies.images, (image) => order[image]).sort((a, b) => a - b)).toEqual([
        ...before.pies.images,
      ]);
      expect(after.pies.counts).toEqual(before.pies.counts);
      for (const key of ['top1', 'classImpact', 'accuracy', 'matched', 'noiseFloor'] as const) {
        expectSame(after[key], before[key], key);
      }
    }),
    { examples: [[CERTAIN]] },
  );
});

test('votes of two half-shards add up, of networks and of images', () => {
  fc.assert(
    fc.property(rowsOf(8), fc.nat(), fc.integer({ min: 1, max: 7 }), (rows, cut, images) => {
      const whole = predictionsOf('dense', rows, CLASSES);
      const dense = (predictions: Predictions) => {
        const votes = countVotes(predictions);
        return Array.from({ length: predictions.images * CLASSES }, (_, entry) =>
          votesFor(votes, Math.floor(entry / CLASSES), entry % CLASSES),
        );
      };
      const votes = dense(whole);
      const first = 1 + (cut % rows.length);
      const rest = rows.slice(first);
      const restVotes = rest.length ? dense(predictionsOf('rest', rest, CLASSES)) : votes.map(() => 0);
      expect(dense(selectMembers(whole, first)).map((count, entry) => count + restVotes[entry])).toEqual(
        votes,
      );

      const head = dense(selectImages(whole, images));
      const tail = dense(
        predictionsOf(
          'tail',
          rows.map((row) => row.slice(images)),
          CLASSES,
        ),
      );
      expect([...head, ...tail]).toEqual(votes);
    }),
  );
});

test('swapping the populations mirrors the comparison', () => {
  fc.assert(
    fc.property(comparison, ({ truth, dense, compressed }) => {
      const there = auditOf(dense, compressed, truth);
      const back = auditOf(compressed, dense, truth);
      expect(back.pies.images).toEqual(there.pies.images);
      const { forgotten, recovered, traded } = there.pies.counts;
      expect(back.pies.counts).toEqual({ forgotten: recovered, recovered: forgotten, traded });
      expect(back.taxicab).toEqual(there.taxicab);
      there.classImpact.forEach((impact, label) => {
        const mirrored = back.classImpact[label];
        expectSame(mirrored.welch, {
          ...impact.welch,
          t: impact.welch.t === null ? null : -impact.welch.t,
        });
        expectSame(mirrored.absolute, impact.absolute === null ? null : -impact.absolute);
        expectSame(mirrored.normalised, impact.normalised === null ? null : -impact.normalised);
        expectSame(mirrored.pAdjusted, impact.pAdjusted);
      });
    }),
  );
});

test('the tie rules coincide where there is no tie', () => {
  fc.assert(
    fc.property(comparison, ({ truth, dense, compressed }) => {
      const largest = auditOf(dense, compressed, truth);
      const smallest = auditOf(dense, compressed, truth, { ...OPTIONS, ties: 'smallest' });
      expect(smallest.pies.tied).toBe(largest.pies.tied);
      let differing = 0;
      for (let image = 0; image < truth.length; image++) {
        if (
          smallest.modal.dense[image] !== largest.modal.dense[image] ||
          smallest.modal.compressed[image] !== largest.modal.compressed[image]
        ) {
          differing++;
        }
      }
      expect(differing).toBe(largest.pies.tied);
    }),
  );
});

test('nothing is ever NaN or infinite', () => {
  const finite = (value: unknown, path: string): void => {
    if (typeof value === 'number') expect(Number.isFinite(value), path).toBe(true);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, entry] of Object.entries(value)) finite(entry, `${path}.${key}`);
    }
  };
  fc.assert(
    fc.property(comparison, fc.option(rowsOf(12), { nil: null }), ({ truth, dense, compressed }, rows) => {
      const nulls: Predictions | null = rows && predictionsOf('null', rows, CLASSES);
      const findings = audit(
        predictionsOf('dense', dense, CLASSES),
        predictionsOf(dense.length === compressed.length ? 'dense' : 'pruned', compressed, CLASSES),
        Uint16Array.from(truth),
        OPTIONS,
        nulls && selectImages(nulls, truth.length),
      );
      finite(findings, 'findings');
    }),
  );
});

test('a population compared with itself has nothing forgotten', () => {
  fc.assert(
    fc.property(comparison, ({ truth, dense }) => {
      const findings = auditOf(dense, dense, truth);
      expect(findings.pies.images).toHaveLength(0);
      expect(findings.taxicab.every((distance) => distance === 0)).toBe(true);
      for (const { welch, normalised } of findings.classImpact) {
        if (welch.t !== null) expect([welch.t, welch.p, normalised]).toEqual([0, 1, 0]);
      }
    }),
  );
});
