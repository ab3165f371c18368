import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mulberry32, shuffledIndices } from '../statistics/random';
import { countFlagged, flaggedBetween } from './impact';

test('between draws of networks, the same classes are flagged as between populations of these', () => {
  const networks = 8;
  const recalls = fc.array(
    fc.oneof(
      fc.constant([] as number[]),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: networks, maxLength: networks }),
    ),
    { minLength: 1, maxLength: 12 },
  );
  const baselines = fc.constantFrom('network' as const, 'population' as const);
  fc.assert(
    fc.property(recalls, baselines, fc.nat(), fc.constantFrom(0.05, 0.3), (tenths, baseline, seed, alpha) => {
      const recall = tenths.map((values) => values.map((value) => value / 9));
      const images = Uint32Array.from(recall, ({ length }) => (length > 0 ? 9 : 0));
      const accuracy = Array.from({ length: networks }, (_, row) => (row + 3) / 13);
      const order = shuffledIndices(networks, mulberry32(seed));
      const [one, other] = [order.slice(0, 4), order.slice(4, 7)];
      const of = (rows: number[]) => ({
        images,
        accuracy: rows.map((row) => accuracy[row]),
        recall: recall.map((values) => (values.length > 0 ? rows.map((row) => values[row]) : [])),
      });
      const expected = countFlagged({ dense: of(one), compressed: of(other) }, { alpha, baseline });
      expect(flaggedBetween({ images, accuracy, recall }, { alpha, baseline })(one, other)).toBe(expected);
    }),
  );
});
