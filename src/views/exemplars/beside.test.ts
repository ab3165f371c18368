import { expect, test } from 'vitest';
import { agreeingBeside } from './beside';
import { defaultGallery } from './galleryState';
import { type GalleryData, selectImages } from './select';
import { example } from './testing/findings';

const data: GalleryData = {
  findings: example.findings,
  truth: example.truth,
  confidence: null,
  second: null,
};

test('an unchanged image of the same class stands beside each, one again only when all were used', () => {
  const { images, set } = selectImages(data, defaultGallery);
  const beside = agreeingBeside(data, images, set);
  expect([0, 2, 3, 6].map(beside.get)).toEqual([7, 7, 7, 4]);
});

test('no image stands beside one that is shown itself, or one of a class that has none', () => {
  const { images, set } = selectImages(data, { ...defaultGallery, share: 75 });
  const beside = agreeingBeside(data, images, set);
  expect(beside.get(4)).toBe(undefined);
  expect(beside.get(6)).toBe(undefined);
  expect(beside.get(5)).toBe(1);
});

test('images beside are taken by id from the image on, each once', () => {
  const count = 9;
  const modal = { dense: new Uint16Array(count), compressed: new Uint16Array(count) };
  const findings = {
    ...example.findings,
    images: count,
    classes: 1,
    modal,
    pies: { ...example.findings.pies, images: Uint32Array.of(1, 2, 8) },
  };
  const all = { findings, truth: new Uint16Array(count), confidence: null, second: null };
  const beside = agreeingBeside(all, [8, 2, 1], [1, 2, 8]);
  expect([1, 2, 8, 3].map(beside.get)).toEqual([3, 4, 0, undefined]);
});
