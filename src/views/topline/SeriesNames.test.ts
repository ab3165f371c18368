import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { points } from './levels';
import { nameBeside, runsThrough, SeriesName } from './SeriesNames';

test('a name stands beside its last point, or clear of the values that are written there', () => {
  expect(nameBeside(200, 'forgotten')).toBe(204);
  expect(nameBeside(200, 'forgotten', [196])).toBe(176);
  expect(nameBeside(100, 'compressed', [115])).toBe(132);
  expect(nameBeside(100, 'compressed', [160])).toBe(104);
});

test('a line runs through a name where it passes its letters, and not above, below or beside it', () => {
  const falling = [
    [0, 0],
    [400, 100],
  ] as const;
  expect(runsThrough(falling, 200, 50)).toBe(true);
  expect(runsThrough(falling, 200, 90)).toBe(false);
  expect(runsThrough(falling, 200, 20)).toBe(false);
  expect(runsThrough(falling, 450, 100)).toBe(false);
  expect(runsThrough([], 200, 50)).toBe(false);
  expect(nameBeside(50, 'compressed', [], (down) => down > 60)).toBe(82);
});

test('a name that the next level moves left keeps clear of a line there', () => {
  const at = (sparsity: number) => ({
    sparsity,
    top1: { perMember: [0.9], mean: { value: 0.9, interval: null, n: 1 }, sd: null },
    accuracyChange: null,
    pies: 1,
    excess: null,
    images: 10,
  });
  const levels = {
    dense: null,
    retrained: null,
    sparse: [at(0.1), at(0.14), at(0.3)],
    pruned: [],
    aside: null,
  };
  const drawn = (across: number) =>
    renderToStaticMarkup(
      SeriesName({
        points: points(levels),
        x: ({ sparsity }) => 1000 * sparsity,
        y: () => 50,
        ink: 'compressed',
        at: 'below first',
        line: [
          [across, 0],
          [across + 10, 200],
        ],
      }),
    );
  // It ends at 122 px, before the marks of the level at 140 px, and so begins at 38.
  expect(drawn(0)).toContain(' x="122"');
  expect(drawn(40)).toContain(' x="140"');
});
