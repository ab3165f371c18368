import { describe, expect, it } from 'vitest';
import { npyOf } from '../formats/testing/npyOf';
import { readPeopleVotes, type VotedImages } from './peopleVotes';

const classes = ['cat', 'dog', 'owl', 'fox'];
const count = 12;
const here = Array.from({ length: count }, (_, image) => image);
const truth = Uint16Array.from(here, (image) => image % 4);
/** The copy has the images of each class one after the other. */
const places = here.map((image) => 3 * (image % 4) + Math.floor(image / 4));
const copy = { file: 'test_batch.bin', places };
const images: VotedImages = { ids: here, truth, classes, here, copy: null, advice: 'bring your own copy' };

/** Nine votes for the label and one for the next class, on each image. */
const votesOn = (image: number) =>
  classes.map((_, label) => (label === image % 4 ? 9 : label === (image + 1) % 4 ? 1 : 0));
const own = here.flatMap(votesOn);
const inCopy = here.flatMap((place) => votesOn(places.indexOf(place)));
const array = (votes: number[]) => npyOf('|u1', `(${votes.length / 4}, 4)`, votes);
const table = (votes: number[], id = 'image_id') =>
  new TextEncoder().encode(
    `${id},${classes}\n${here.map((row) => `${row},${votes.slice(4 * row, 4 * row + 4)}\n`).join('')}`,
  ) as Uint8Array<ArrayBuffer>;

describe('votes of people come in the order of the images', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, VotedImages, RegExp]>([
    ['an array in their order', array(own), images, /in the order of the images here, in which most.* 100/],
    [
      'an array in the order of the copy',
      array(inCopy),
      { ...images, copy },
      /order of test_batch.bin, in which/,
    ],
    ['a table by their numbers', table(own), { ...images, copy }, /^Votes: votes, by image_id; most .* 100/],
    [
      'a table by places in the copy',
      table(inCopy),
      { ...images, copy },
      /are taken to be places in test_batch.bin/,
    ],
    [
      'numbers in the published file',
      table(inCopy, 'cifar10_test_test_idx'),
      { ...images, copy },
      /are taken to be places in test_batch.bin/,
    ],
  ])('%s', async (_, bytes, given, source) => {
    const read = await readPeopleVotes(bytes, 'votes', given);
    expect([...read.votes.votes]).toEqual(own);
    expect(read.source).toMatch(source);
  });

  it('of some of the images, from a file with all of them', async () => {
    const first = { ...images, ids: here.slice(0, 5), here: here.slice(0, 5), truth: truth.slice(0, 5) };
    const some = { ...first, rows: count, copy: { ...copy, places: places.slice(0, 5) } };
    for (const bytes of [array(inCopy), array(own), table(inCopy)]) {
      const { votes } = await readPeopleVotes(bytes, 'votes', some);
      expect([...votes.votes]).toEqual(own.slice(0, 20));
    }
  });

  it('of hard images alone, where people are at odds', async () => {
    const torn = here.flatMap((image) =>
      classes.map((_, label) => Number(label === (image % 2 ? 0 : image % 4))),
    );
    const { source } = await readPeopleVotes(table(torn), 'votes', images);
    expect(source).toMatch(/by image_id; most people give 50.*% of the images their label/);
  });

  it.each<[string, Uint8Array<ArrayBuffer>, VotedImages, RegExp]>([
    [
      'an array in no order that is known',
      array(inCopy),
      images,
      /expected rows in an order .* at best; bring/,
    ],
    [
      'numbers in the published file without a copy',
      table(own, 'cifar10_test_test_idx'),
      images,
      /got places in the published file; bring your own copy\.$/,
    ],
    [
      'a table of other numbers',
      table(here.flatMap((image) => votesOn(image + 1))),
      { ...images, copy },
      /expected numbers of images by which people mostly give the label, got .* at best; bring/,
    ],
  ])('refuses %s', async (_, bytes, given, sentence) => {
    await expect(readPeopleVotes(bytes, 'votes', given)).rejects.toThrow(sentence);
  });
});
