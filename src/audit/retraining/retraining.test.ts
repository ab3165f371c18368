import { describe, expect, test } from 'vitest';
import { predictionsOf } from '../fixtures/predictionsOf';
import { expectedRetraining } from '../fixtures/retraining';
import { countVotes } from '../votes/votes';
import { analyticFloor } from './analyticFloor';
import { permutationTest } from './permutationTest';
import { type RetrainingOptions, testRetraining } from './retraining';
import { retrainingVerdict, withinMargin } from './verdict';
import { winningChances } from './winners';

const { dense, compressed, classes, relabelled, observed, large, analytic, counts, tested } =
  expectedRetraining;
const population = {
  dense: predictionsOf('dense', dense, classes),
  compressed: predictionsOf('sparse', compressed, classes),
};

function steps(nulls: typeof population.dense | null, options: Partial<RetrainingOptions>) {
  const work = testRetraining(population.dense, population.compressed, nulls, {
    ties: 'largest',
    seed: 1,
    shuffles: 400,
    paired: false,
    ...options,
  });
  const told = [];
  for (;;) {
    const step = work.next();
    if (step.done) return { told, result: step.value };
    told.push(step.value);
  }
}

describe('the analytic floor', () => {
  test.each(analytic)('$sizes networks, ties $ties: every cast of the votes', ({ ties, sizes, mean, sd }) => {
    const found = analyticFloor(countVotes(predictionsOf('large', large, classes)), sizes, ties);
    expect(found.mean).toBeCloseTo(mean, 5);
    expect(found.sd).toBeCloseTo(sd, 5);
  });

  test('a population of one opinion has no floor', () => {
    const votes = countVotes(
      predictionsOf(
        'one',
        [
          [0, 1],
          [0, 1],
        ],
        2,
      ),
    );
    expect(analyticFloor(votes, [2, 2], 'largest')).toEqual({ mean: 0, sd: 0 });
  });

  test('the chances sum to 1, and those of many networks come near those of 128', () => {
    const shares = [0.28, 0.32, 0.4];
    for (const networks of [1, 2, 7, 128]) {
      const sum = winningChances(shares, networks, 'smallest').reduce((total, chance) => total + chance, 0);
      expect(sum).toBeCloseTo(1, 10);
    }
    const [exact, normal] = [128, 129].map((networks) =>
      winningChances([0.04, 0.45, 0.51], networks, 'largest'),
    );
    expect(normal[2]).toBeCloseTo(exact[2], 2);
  });
});

describe('the permutation test', () => {
  test('p counts the observed labelling, the excess is over the mean, the interval inverts the test', () => {
    const counts = [4, 5, 6, 7, 8];
    const found = permutationTest(8, counts, 0.5);
    expect(found).toMatchObject({ shuffles: 5, observed: 8, mean: 6, p: 2 / 6, pFewer: 1, excess: 2 });
    expect(found.sd).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(found.interval![0]).toBeCloseTo(8 - 7.9, 12);
    expect(found.interval![1]).toBeCloseTo(8 - 4.1, 12);
    expect(found.bins.reduce((sum, { shuffles }) => sum + shuffles, 0)).toBe(found.shuffles);
    expect(found.bins.every(({ from, to }) => from === to)).toBe(true);
    expect(found.equivalence).toEqual({ margin: 3, share: 0.5, p: 3 / 6, equivalent: false });
  });

  test.each(tested)('$observed against relabelled counts, margin $share, as scipy has it', (expected) => {
    const found = permutationTest(expected.observed, counts, expected.share);
    const { interval, excess, equivalence, ...rest } = found;
    expect(rest.p).toBeCloseTo(expected.p, 12);
    expect(rest.pFewer).toBeCloseTo(expected.pFewer, 12);
    expect(excess).toBeCloseTo(expected.excess, 10);
    expect(interval?.[0]).toBeCloseTo(expected.interval[0], 8);
    expect(interval?.[1]).toBeCloseTo(expected.interval[1], 8);
    expect(equivalence.margin).toBeCloseTo(expected.margin, 10);
    expect(equivalence.p).toBeCloseTo(expected.equivalence, 12);
  });

  test.each([
    ['more', 120, 0.2],
    ['fewer', 60, 0.2],
    ['no more', 92, 0.2],
    ['not distinguishable', 92, 0.05],
    ['not distinguishable', 98, 0.1],
    ['more', 120, 0.2, 1 / 20],
    ['too few', 120, 0.2, 1 / 19],
    ['too few', 92, 0.2, 1 / 3],
  ])('%s: %i against 80 to 100, margin %s, least p %s', (verdict, count, share, least = 0) => {
    const counts = Array.from({ length: 2100 }, (_, index) => 80 + (index % 21));
    const found = permutationTest(count, counts, share, least);
    expect(retrainingVerdict(found)).toBe(verdict);
    const { permutation } = withinMargin({ permutation: permutationTest(count, counts, 0.5, least) }, share);
    expect(permutation).toEqual(found);
  });

  test('votes that were counted before change nothing, and preparing keeps the share done', () => {
    const votes = { dense: countVotes(population.dense), compressed: countVotes(population.compressed) };
    const { told, result } = steps(null, { votes });
    expect(result).toEqual(steps(null, {}).result);
    const shares = told.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  test('few networks bound p: two a side fall into three pairs of pairs, one a side is not tested', () => {
    const alone = (count: number) => {
      const few = [dense, compressed].map((rows) => predictionsOf('few', rows.slice(0, count), classes));
      const work = testRetraining(few[0], few[1], null, {
        ties: 'largest',
        seed: 1,
        shuffles: 50,
        paired: false,
      });
      for (;;) {
        const step = work.next();
        if (step.done) return step.value.permutation;
      }
    };
    expect(alone(1)).toBeNull();
    expect(alone(2)?.p).toBeGreaterThanOrEqual(1 / 3);
    expect(alone(2)?.interval).toBeNull();
    expect(alone(2)?.equivalence.p).toBeGreaterThanOrEqual(1 / 3);
    expect(permutationTest(8, new Array<number>(50).fill(8), 0.2, 1 / 3).equivalence.equivalent).toBe(false);
  });

  test('agrees with every relabelling of two small populations', () => {
    const all = relabelled.find(({ ties, sizes }) => ties === 'largest' && sizes[1] === 4 && sizes[0] === 5)!;
    const ways = all.counts.reduce((sum, count) => sum + count, 0);
    const asMany = all.counts.slice(observed.largest).reduce((sum, count) => sum + count, 0);
    const { permutation } = steps(null, { shuffles: 4000 }).result;
    expect(permutation?.observed).toBe(observed.largest);
    expect(permutation?.p).toBeCloseTo(asMany / ways, 1);
    expect(permutation?.mean).toBeCloseTo(all.mean, 0);
    expect(permutation?.sd).toBeCloseTo(all.sd, 0);
  });
});

describe('whether it is only retraining', () => {
  test('tells the floor at once, a first test early, and how far it is', () => {
    const { told, result } = steps(null, {});
    expect(told[0]).toMatchObject({ done: 0, soFar: { permutation: null, resplits: null } });
    const tests = told.flatMap(({ soFar }) => (soFar?.permutation ? [soFar.permutation.shuffles] : []));
    expect(tests).toEqual([100, 200, 400]);
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).sort((a, b) => a - b));
    expect(result.permutation?.shuffles).toBe(400);
  });

  test('dense and null networks are split again, into sides as large as the populations', () => {
    const { resplits } = steps(population.compressed, {}).result;
    const all = relabelled.find(({ ties, sizes }) => ties === 'largest' && sizes[0] === 5)!;
    expect(resplits?.n).toBe(400);
    expect(Math.abs(resplits!.mean - all.mean)).toBeLessThan((4 * all.sd) / 20);
    expect(steps(predictionsOf('few', compressed.slice(0, 3), classes), {}).result.resplits).toBeNull();
  });

  test('paired populations have no such test, and without shuffles there is none', () => {
    expect(steps(null, { paired: true }).result.permutation).toBeNull();
    const { result } = steps(population.compressed, { shuffles: 0 });
    expect(result.permutation).toBeNull();
    expect(result.resplits?.n).toBe(200);
    expect(result.analytic?.mean).toBeGreaterThan(0);
  });
});
