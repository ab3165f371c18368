// `lacuna audit --people`: what people said of the images, from a reader's own file.

import { compareHumans, type HumanComparison, humanScores } from '../audit/classes/humanVotes';
import type { Estimate, Findings } from '../audit/findings';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { readPeopleVotes } from '../library/peopleVotes';
import { fixed } from '../text/fixed';
import { readBytes } from './files';
import { type FlagKinds, type Flags, UsageError } from './flags';
import { namedZoo } from './namedZoo';
import type { Note } from './telling';
import { textTable } from './textTable';
import { withOwnImages } from './zooImages';

/** Votes of people, and what says in which order the rows of an array stand. */
export const PEOPLE_FLAGS: FlagKinds = { people: 'value', zoo: 'value', images: 'value', numbered: 'value' };

/** What people's votes say, and whose they are. */
export type People = { people: HumanComparison; source: string };

/** Refuses options that have no sense without others. */
export function checkPeople(flags: Flags): void {
  if (flags.has('zoo') && !flags.has('people') && !flags.has('attributes')) {
    throw new UsageError(
      "Expected --people or --attributes with --zoo, got --zoo alone; it says in which order people's " +
        'votes or scores stand.',
    );
  }
  if (flags.has('numbered') && !flags.has('attributes')) {
    throw new UsageError(
      'Expected --attributes FILE with --numbered, got --numbered alone; it says how that file numbers ' +
        'images.',
    );
  }
  if (flags.has('images') && !flags.has('zoo') && !flags.has('attributes')) {
    throw new UsageError(
      'Expected --zoo or --attributes with --images, got --images alone; it is a copy of test images of a ' +
        'zoo.',
    );
  }
}

/**
 * Compares the votes that --people names on PIEs and other images; null where it is not given. --zoo with
 * --images, a copy of its test images, says in which order they are published.
 */
export async function peopleFor(
  flags: Flags,
  findings: Findings,
  { imageIds, truth, classNames }: Pick<AlignedPredictions, 'imageIds' | 'truth' | 'classNames'>,
  root: string,
  note: Note,
): Promise<People | null> {
  const path = flags.get('people');
  if (path === undefined) return null;
  const named = flags.get('zoo');
  const zoo = named === undefined ? null : await withOwnImages(await namedZoo(named, root), flags, note);
  const all = zoo?.manifest.dataset.test.count ?? imageIds.length;
  const here = zoo ? imageIds.map(Number) : Array.from(imageIds.keys());
  const stranger = here.findIndex((place) => !(Number.isInteger(place) && place >= 0 && place < all));
  if (stranger >= 0) {
    throw new UsageError(
      `Expected predictions of the test images of ${named}, image_id 0 to ${all - 1}, got ` +
        `${imageIds[stranger]}.`,
    );
  }
  const copy = zoo?.withheld?.copy;
  const { votes, source } = await readPeopleVotes(await readBytes(path), path, {
    ...{ ids: imageIds, truth, here, rows: all },
    classes: zoo?.manifest.dataset.classes ?? classNames,
    copy: copy ? { file: copy.file, places: here.map((image) => copy.places[image]) } : null,
    advice: copy
      ? 'choose votes on these images, and a copy of them in its published order'
      : 'give --zoo and --images with your own copy of the images in its published order (binary, Parquet ' +
        'or npz), which tells which row is which image',
  });
  note(source);
  return { people: compareHumans(findings, truth, humanScores(votes, truth)), source };
}

/** What people's votes say, as text for a terminal. */
export function peopleTable({ people, source }: People): string {
  const bounds = (of: Estimate | null, text: (value: number) => string) =>
    of?.interval ? of.interval.map(text).join(' to ') : '-';
  const bits = (value: number) => fixed(value, 3);
  const share = (value: number) => `${fixed(100 * value, 1)}%`;
  const row = (name: string, images: string, of: Pick<HumanComparison['pies'], 'entropy' | 'accuracy'>) => [
    name,
    images,
    of.entropy ? bits(of.entropy.value) : '-',
    bounds(of.entropy, bits),
    of.accuracy ? share(of.accuracy.value) : '-',
    bounds(of.accuracy, share),
  ];
  const { pies, matched, rest, difference } = people;
  return [
    'Are they harder for people?',
    textTable(
      ['people', 'images', 'entropy, bits', '95%', 'votes for the label', '95%'],
      [
        row('PIEs', `${pies.images}`, pies),
        row('as contested, no PIEs', `${matched.images}`, matched),
        row('all others', `${rest.images}`, rest),
        row('PIEs minus as contested', `${difference.images}`, difference),
      ],
    ),
    source,
  ].join('\n');
}
