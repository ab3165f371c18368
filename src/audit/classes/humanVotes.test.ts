import { describe, expect, it } from 'vitest';
import { audit } from '../audit';
import type { Predictions } from '../predictions';
import { inImageOrder } from './humanOrder';
import { compareHumans, humanScores, shareLabelled } from './humanVotes';

const truth = Uint16Array.of(0, 0, 1, 1, 0);
/** Four people an image; the last image has no votes. */
const votes = { classes: 2, votes: Float64Array.of(4, 0, 2, 2, 1, 3, 0, 4, 0, 0) };

const networks = (rows: number[][]): Predictions => ({
  members: rows.map((_, network) => `n${network}`),
  images: 5,
  classes: 2,
  labels: Uint16Array.from(rows.flat()),
});
const dense = networks([
  [0, 0, 1, 1, 0],
  [0, 0, 1, 1, 0],
  [0, 1, 0, 1, 0],
]);
/** Image 1 is the PIE; image 2 is as contested. */
const compressed = networks([
  [0, 1, 1, 1, 0],
  [0, 1, 1, 1, 0],
  [0, 0, 1, 1, 0],
]);

describe('people’s votes', () => {
  it('have an entropy in bits and a share for the label, and none where nobody voted', () => {
    const { entropy, accuracy } = humanScores(votes, truth);
    const quarter = -(0.25 * Math.log2(0.25) + 0.75 * Math.log2(0.75));
    expect(Array.from(entropy)).toEqual([0, 1, quarter, 0, Number.NaN]);
    expect(Array.from(accuracy)).toEqual([1, 0.5, 0.75, 1, Number.NaN]);
  });

  it('are compared on PIEs, on images as contested, and on the rest', () => {
    const findings = audit(dense, compressed, truth, { ties: 'largest', seed: 0, alpha: 0.05 });
    expect(Array.from(findings.pies.images)).toEqual([1]);
    const people = compareHumans(findings, truth, humanScores(votes, truth));
    expect(people.pies).toEqual({
      images: 1,
      entropy: { value: 1, interval: null, n: 1 },
      accuracy: { value: 0.5, interval: null, n: 1 },
    });
    expect(people.matched).toMatchObject({ images: 1, accuracy: { value: 0.75 } });
    // Images 0, 2 and 3: shares 1, 0.75 and 1, so the standard error is that of their mean.
    const mean = 2.75 / 3;
    const error = Math.sqrt((2 * (1 - mean) ** 2 + (0.75 - mean) ** 2) / 2 / 3);
    expect(people.rest.accuracy?.value).toBeCloseTo(mean, 12);
    expect(people.rest.accuracy?.interval?.[0]).toBeCloseTo(mean - 1.959963984540054 * error, 12);
    expect(people.difference.accuracy?.value).toBe(-0.25);
    expect(people.unmatched).toBe(0);
  });

  it('are put in the order in which people give the label, and in none where they do not', () => {
    const reversed = { classes: 2, votes: Float64Array.of(0, 0, 0, 4, 1, 3, 2, 2, 4, 0) };
    const here = { name: 'here', rows: [0, 1, 2, 3, 4] };
    const back = { name: 'back', rows: [4, 3, 2, 1, 0] };
    const { found, best } = inImageOrder(reversed, [here, back], truth);
    expect([found?.name, best]).toEqual(['back', 1]);
    expect(found?.votes).toEqual(votes.votes);
    expect(shareLabelled(votes, truth)).toBe(1);
    const wrong = { classes: 2, votes: Float64Array.of(0, 4, 0, 4, 4, 0, 4, 0, 0, 4) };
    expect(inImageOrder(wrong, [here], truth)).toEqual({ found: null, best: 0 });
  });
});
