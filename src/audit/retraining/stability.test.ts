import { describe, expect, test } from 'vitest';
import { audit } from '../audit';
import { expectedLevels } from '../fixtures/levels';
import { predictionsOf } from '../fixtures/predictionsOf';
import { selectMembers } from '../votes/matrix';
import { countVotes } from '../votes/votes';
import { holdingOf } from './holding';
import { type CountOverDraws, drawNetworks, type Stability } from './stability';

const SEED = 20191113;

function finish(steps: Generator<number, Stability>): Stability {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function populationsOf(fixture: (typeof expectedLevels.stability)[number]) {
  const { classes, paired } = fixture;
  return {
    dense: predictionsOf('dense', fixture.dense, classes),
    compressed: predictionsOf(paired ? 'dense' : 'pruned', fixture.compressed, classes),
    nulls: fixture.nulls && predictionsOf('null', fixture.nulls, classes),
  };
}

function expectClose(found: number | undefined, expected: number | undefined): void {
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(expected, 10);
}

function expectCounts(found: CountOverDraws | null, expected: CountOverDraws | null): void {
  expectClose(found?.mean, expected?.mean);
  expectClose(found?.interval?.[0], expected?.interval?.[0]);
  expectClose(found?.interval?.[1], expected?.interval?.[1]);
}

describe.each(expectedLevels.stability)('as numpy has it: $name', (fixture) => {
  const { dense, compressed, nulls } = populationsOf(fixture);
  const { ties, draws, expected } = fixture;
  const found = finish(drawNetworks(dense, compressed, nulls, { ties, seed: SEED, draws }));

  test('PIE counts from one network a side to all', () => {
    expect(found.paired).toBe(fixture.paired);
    expect(found.growth.map(({ k }) => k)).toEqual(expected.growth.map(({ k }) => k));
    found.growth.forEach((point, place) => {
      expectCounts(point.pies, expected.growth[place].pies);
      expectCounts(point.retrained, expected.growth[place].retrained);
      expectCounts(point.split, expected.growth[place].split);
    });
  });

  test('how often each image is a PIE with half the networks', () => {
    expect(found.membership?.k).toBe(expected.membership.k);
    expect(found.membership?.compressed).toEqual(Float32Array.from(expected.membership.compressed));
    const { retrained } = expected.membership;
    expect(found.membership?.retrained).toEqual(retrained && Float32Array.from(retrained));
  });

  test('how many PIEs hold, and how often each is one', () => {
    const { images, ...holding } = expected.holding;
    const shares = found.membership?.compressed ?? new Float32Array();
    expect(holdingOf(shares, Uint32Array.from(images))).toEqual(holding);
  });
});

test('with half the networks and 200 draws the split is the split-half noise floor', () => {
  const { dense, compressed } = populationsOf(expectedLevels.stability[1]);
  const truth = new Uint16Array(dense.images);
  const options = { ties: 'largest', seed: SEED, alpha: 0.05 } as const;
  const { noiseFloor } = audit(dense, compressed, truth, options);
  const { growth } = finish(drawNetworks(dense, compressed, null, { ...options, draws: 200 }));
  if (noiseFloor.kind !== 'splitHalf') throw new Error('Expected a split-half floor.');
  const half = growth[noiseFloor.k[0] - 1];
  expect(half.split).toEqual({ mean: noiseFloor.pies, interval: noiseFloor.interval });
  expect(half.pies.mean).toBe(noiseFloor.halfPies);
});

test('with every network on both sides there is one draw: the PIEs of the audit', () => {
  const { dense, compressed, nulls } = populationsOf(expectedLevels.stability[2]);
  const options = { ties: 'largest', seed: 5, alpha: 0.05 } as const;
  const findings = audit(dense, compressed, new Uint16Array(dense.images), options, nulls);
  const last = finish(drawNetworks(dense, compressed, nulls, { ...options, draws: 3 })).growth.at(-1);
  expect(last?.pies).toEqual({ mean: findings.pies.images.length, interval: null });
  expect(last?.retrained).toEqual({ mean: (findings.noiseFloor as { pies: number }).pies, interval: null });
});

test('it pauses after every network that joins a draw, and equal seeds give equal results', () => {
  const { dense, compressed, nulls } = populationsOf(expectedLevels.stability[0]);
  const options = { ties: 'largest', seed: 1, draws: 4 } as const;
  const steps = [...drawNetworks(dense, compressed, nulls, options)];
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect([steps[0], steps.at(-1)]).toEqual([0, 1]);
  const joined = Math.min(dense.members.length, compressed.members.length);
  expect(steps.length).toBeGreaterThan(options.draws * joined);
  const votes = { dense: countVotes(dense), compressed: countVotes(compressed) };
  expect(finish(drawNetworks(dense, compressed, nulls, { ...options, votes }))).toEqual(
    finish(drawNetworks(dense, compressed, nulls, options)),
  );
  const again = finish(drawNetworks(dense, compressed, nulls, options));
  expect(finish(drawNetworks(dense, compressed, nulls, options))).toEqual(again);
  expect(finish(drawNetworks(dense, compressed, nulls, { ...options, seed: 2 }))).not.toEqual(again);
  const alone = finish(drawNetworks(dense, compressed, null, options));
  expect(alone.growth.map(({ pies }) => pies)).toEqual(again.growth.map(({ pies }) => pies));
});

test('one network a side: one count, no interval, no membership', () => {
  const { dense, compressed } = populationsOf(expectedLevels.stability[0]);
  const options = { ties: 'largest', seed: 1, draws: 4 } as const;
  const found = finish(drawNetworks(selectMembers(dense, 1), selectMembers(compressed, 1), null, options));
  expect(found.growth).toHaveLength(1);
  expect(found.growth[0]).toMatchObject({ k: 1, pies: { interval: null }, retrained: null, split: null });
  expect(found.membership).toBeNull();
});

test('images hold from 95% of the draws on; the last tenth includes 1', () => {
  const share = Float32Array.of(0, 0.1, 0.3, 0.945, 190 / 200, 1, 1);
  expect(holdingOf(share, Uint32Array.of(1, 2, 3, 4, 5))).toEqual({
    pies: 5,
    holding: 2,
    bins: [0, 1, 0, 1, 0, 0, 0, 0, 0, 3],
  });
});

test('other images and unequal pairs are refused', () => {
  const { dense, compressed } = populationsOf(expectedLevels.stability[0]);
  const options = { ties: 'largest', seed: 1, draws: 1 } as const;
  expect(() => finish(drawNetworks(dense, { ...compressed, images: 2 }, null, options))).toThrow(
    'entries in labels',
  );
  expect(() => finish(drawNetworks(dense, compressed, null, { ...options, paired: true }))).toThrow(
    'Expected paired populations of equally many networks, but there are 8 dense and 6 compressed; select ' +
      'the same networks in both.',
  );
});
