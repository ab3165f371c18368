import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { ZOO_RECIPE } from '../../model/recipe';
import { apart, meanCurve } from './curves';
import { TrainingCurves } from './TrainingCurves';

const points = (losses: number[]) =>
  losses.map((loss, i) => ({ step: 10 * (i + 1), loss, accuracy: 0.5, sparsity: 0.1 * i }));

test('the mean is over the networks that have come to a step, and leaves out what is no number', () => {
  expect(meanCurve([points([2, 1, 0.5]), points([4, 3]), []], 'loss')).toEqual([
    [10, 3],
    [20, 2],
    [30, 0.5],
  ]);
  expect(meanCurve([points([2, Number.NaN])], 'loss')).toEqual([[10, 2]]);
  expect(meanCurve([], 'loss')).toEqual([]);
});

test('names at the ends of lines keep apart and within the plot; those elsewhere stay', () => {
  const end = (name: string, at: number, down: number) => ({ name, ink: 'grey' as const, at, down });
  const placed = (...ends: ReturnType<typeof end>[]) =>
    Object.fromEntries(
      apart(ends, { near: 50, line: 13, ground: 168 }).map(({ name, down }) => [name, down]),
    );
  expect(placed(end('dense', 200, 168), end('retrained', 200, 168), end('90%', 40, 168))).toEqual({
    dense: 155,
    retrained: 168,
    '90%': 168,
  });
  expect(placed(end('a', 200, 60), end('b', 200, 55), end('c', 210, 100))).toEqual({ b: 55, a: 68, c: 100 });
  expect(placed(end('a', 200, 200))).toEqual({ a: 168 });
});

test('a line a network and one for the mean, and the schedule dashed where weights are masked', () => {
  const dense = {
    name: 'dense',
    ink: 'dense' as const,
    level: 0,
    curves: [points([2, 1]), points([1, 0.5])],
  };
  const sparse = { name: '90%', ink: 'compressed' as const, level: 0.9, curves: [points([2, 1])] };
  const draw = (series: (typeof dense | typeof sparse)[]) =>
    renderToStaticMarkup(
      <TrainingCurves series={series} steps={100} classes={10} recipe={ZOO_RECIPE} width={900} />,
    );
  expect(draw([dense]).match(/stroke-dense/g)).toHaveLength(2 * 3);
  expect(draw([dense])).not.toContain('Weights masked');
  expect(draw([dense, sparse]).match(/stroke-compressed/g)).toHaveLength(3 * 2);
  expect(draw([dense, sparse]).match(/stroke-grey dashed/g)).toHaveLength(1);
  expect(draw([dense, sparse])).toContain('>step 100<');
});
