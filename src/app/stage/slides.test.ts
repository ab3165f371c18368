import { describe, expect, test } from 'vitest';
import { defaultGallery } from '../../views/exemplars/galleryState';
import type { Address } from '../address';
import { placeOf, slideOf, stageKey, stageZoom } from './slides';

const at = (chapter: number | null, image: number | null = null) =>
  ({ gallery: { ...defaultGallery, image }, panels: { chapter } }) as Pick<Address, 'gallery' | 'panels'>;

test.each([
  [at(null), { kind: 'sentence' }, 0],
  [at(3), { kind: 'chapter', number: 3 }, 3],
  [at(20), { kind: 'sentence' }, 0],
  [at(4, 12), { kind: 'image', image: 12 }, 4],
])('%j is a slide', (address, slide, place) => {
  expect(slideOf(address, 8)).toEqual(slide);
  expect(placeOf(address, 8)).toBe(place);
});

describe('keys', () => {
  test.each([
    ['ArrowRight', 4],
    ['PageDown', 4],
    ['ArrowLeft', 2],
    ['PageUp', 2],
    ['Home', 0],
    ['End', 8],
    ['Escape', 'leave'],
    ['j', null],
  ])('%s', (key, asked) => expect(stageKey(key, 3, 8)).toBe(asked));

  test('stop at the ends', () => {
    expect(stageKey('PageUp', 0, 8)).toBe(0);
    expect(stageKey('PageDown', 8, 8)).toBe(8);
  });
});

test('the smallest type of the page is 20 pixels and more on both projectors', () => {
  for (const [innerWidth, innerHeight] of [
    [1280, 720],
    [1920, 1080],
  ]) {
    expect(11 * stageZoom({ innerWidth, innerHeight })).toBeGreaterThanOrEqual(20);
  }
  expect(stageZoom({ innerWidth: 390, innerHeight: 800 })).toBe(1);
});
