import { describe, expect, it } from 'vitest';
import { audit } from '../audit';
import type { Predictions } from '../predictions';
import { welchInterval } from '../statistics/tTest';
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
    expect(people.rest.accuracy?.interval?.[0]).toBeCloseTo(mean - 4.302652729696142 * error, 10);
    expect(people.difference).toMatchObject({ images: 1, accuracy: { value: -0.25, interval: null } });
    expect(people.unmatched).toBe(0);
  });

  it('are compared with those of matches on the PIEs that have one, by Welch’s interval over images', () => {
    const images = 8;
    const same = new Uint16Array(images);
    const said = (names: string, rows: number[][]): Predictions => ({
      ...networks(rows),
      members: rows.map((_, network) => `${names}${network}`),
      images,
    });
    // Images 0 to 6 are as contested; image 7, on which all dense networks agree, has no other like it.
    const before = [Array(8).fill(0), Array(8).fill(0), [1, 1, 1, 1, 1, 1, 1, 0]];
    const after = [0, 1, 2].map(() => [1, 1, 1, 0, 0, 0, 0, 1]);
    const options = { ties: 'largest', seed: 0, alpha: 0.05 } as const;
    const findings = audit(said('d', before), said('c', after), same, options);
    const shares = [0.5, 0.75, 0.6, 1, 0.9, 0.7, 0.8, 0.1];
    const people = {
      classes: 2,
      votes: Float64Array.from(shares.flatMap((share) => [10 * share, 10 - 10 * share])),
    };
    const { pies, difference, unmatched } = compareHumans(findings, same, humanScores(people, same));
    const expected = welchInterval(shares.slice(0, 3), shares.slice(3, 7))!;
    expect([pies.images, difference.images, unmatched]).toEqual([4, 3, 1]);
    expect(difference.accuracy?.value).toBeCloseTo(1.85 / 3 - 3.4 / 4, 12);
    expect(difference.accuracy?.interval?.[0]).toBeCloseTo(expected[0], 10);
    expect(difference.accuracy?.interval?.[1]).toBeCloseTo(expected[1], 10);
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
