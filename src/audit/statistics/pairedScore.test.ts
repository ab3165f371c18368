import { describe, expect, test } from 'vitest';
import { expectedRetraining } from '../fixtures/retraining';
import { pairedScoreInterval } from './pairedScore';

describe('score interval of a paired difference', () => {
  test.each(expectedRetraining.scores)(
    '$more more and $fewer fewer of $n',
    ({ more, fewer, n, interval }) => {
      const [low, high] = pairedScoreInterval(more, fewer, n);
      expect(low).toBeCloseTo(interval[0], 4);
      expect(high).toBeCloseTo(interval[1], 4);
    },
  );

  test('one image is no certainty', () => {
    const [low, high] = pairedScoreInterval(1, 0, 1);
    expect(low).toBeLessThan(0);
    expect(high).toBe(1);
  });
});
