import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { SaliencyMaps } from './SaliencyMaps';
import { largestCell, likenessSentence, networksWords, shadesOf } from './saliencyWords';

test('cells have shades against the scale, and nothing is drawn where nothing is', () => {
  const { columns, rows, shades } = shadesOf([0, 0.1, 0.5, 1], 2, 2, 1);
  expect([columns, rows]).toEqual([2, 2]);
  expect(shades).toEqual([
    { share: 0.1, path: 'M1 0h1v1h-1z' },
    { share: 0.5, path: 'M0 1h1v1h-1z' },
    { share: 1, path: 'M1 1h1v1h-1z' },
  ]);
  expect(shadesOf([0, 0], 2, 1, 0).shades).toEqual([]);
});

test('large images are drawn by means of blocks', () => {
  const map = new Float64Array(224 * 112).fill(2);
  map.fill(6, 0, 4);
  const { columns, rows, block } = shadesOf(map, 224, 112, 6);
  expect([columns, rows, block]).toEqual([56, 28, 4]);
  expect(largestCell(map, 224, 112)).toBe(3);
});

test('the sentence compares with the halves of the dense networks', () => {
  expect(likenessSentence(0.914, 0.958)).toBe(
    'Over the pixels the two maps correlate at 0.91; those of two halves of the dense networks at 0.96.',
  );
  expect(likenessSentence(-0.2, null)).toContain('−0.20; with one dense network nothing tells');
  expect(likenessSentence(null, 1)).toContain('cannot be compared');
  expect([networksWords(1, 1), networksWords(10, 10), networksWords(2, 10)]).toEqual([
    'one network',
    'mean of 10 networks',
    'mean of the first 2 of 10 networks',
  ]);
});

test('both maps are named, and their limits are said', () => {
  const side = { map: [0.2, 0.8], networks: 3, of: 3, halves: 0.5 };
  const maps = { dense: side, compressed: side };
  const page = renderToStaticMarkup(
    <SaliencyMaps width={2} height={1} maps={maps} between={1} label="Shirt" title="90% removed" />,
  );
  expect(page).toContain('aria-label="90% removed: saliency of the pixels"');
  expect(page).toContain('the score of Shirt');
  expect(page).toContain('It does not say which pixels a network needs');
});
