/** Votes of people in a reader's own file, put in the order of the images. */
import { inImageOrder, LEAST_LABELLED, type RowOrder } from '../audit/classes/humanOrder';
import { type HumanVotes, shareLabelled } from '../audit/classes/humanVotes';
import { readHumanVotes } from '../formats/predictions/humanVotes';
import { percent } from '../text/format';

/** The images that votes are of. */
export type VotedImages = {
  /** Their ids, and their true classes. */
  ids: readonly (number | string)[];
  truth: Uint16Array;
  classes: readonly string[];
  /** How many rows an array must have; as many as there are images where it is left out. */
  rows?: number;
  /** The row of each image where rows stand in the order of the images here. */
  here: ArrayLike<number>;
  /** The reader's own copy of the images, and the place in it of each; null where there is none. */
  copy: { file: string; places: ArrayLike<number> } | null;
  /** What to do where no order fits. */
  advice: string;
};

/**
 * Reads votes, in the order of the images, with a sentence that says how they were matched. Rows of an array
 * are in the order of the images here, or in that of the reader's own copy. The order in which people most
 * often give the label is taken, none below three quarters. So are the numbers of a table, if people hardly
 * ever give the label by those of the images here; numbers in the published file are those of the copy.
 * Throws one sentence where none fits.
 */
export async function readPeopleVotes(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  images: VotedImages,
): Promise<{ votes: HumanVotes; source: string }> {
  const { ids, classes, truth, copy, here, advice } = images;
  const { votes: rows, by } = await readHumanVotes(bytes, file, ids, classes, images.rows);
  const own: HumanVotes = { classes: classes.length, votes: rows };
  if (by === 'row') {
    const order: RowOrder = { name: 'the order of the images here', rows: here };
    const orders = copy ? [{ name: `the order of ${copy.file}`, rows: copy.places }, order] : [order];
    const { found, best } = inImageOrder(own, orders, truth);
    if (!found) throw unfit('rows in an order', best);
    return told(found, `whose rows are taken to be in ${found.name}, in which`, best);
  }
  const share = by === 'published' ? 0 : shareLabelled(own, truth);
  if (share >= LEAST_LABELLED) return told(own, 'by image_id;', share);
  const published = copy && (await byPlaces(copy.places));
  if (copy && published && published.share >= LEAST_LABELLED) {
    return told(
      published.votes,
      `whose numbers are taken to be places in ${copy.file}, by which`,
      published.share,
    );
  }
  // Images on which people are at odds may be asked of alone; but chance is no answer.
  if (share <= Math.min(0.6, 1.5 / classes.length)) {
    throw unfit('numbers of images', Math.max(share, published?.share ?? 0));
  }
  return told(own, 'by image_id;', share);

  async function byPlaces(places: ArrayLike<number>) {
    const { votes } = await readHumanVotes(bytes, file, Array.from(places), classes);
    const read = { classes: classes.length, votes };
    return { votes: read, share: shareLabelled(read, truth) };
  }

  function told(votes: HumanVotes, how: string, labelled: number) {
    const most = `most people give ${percent(labelled)} of the images their label`;
    return { votes, source: `Votes: ${file}, ${how} ${most}.` };
  }

  function unfit(what: string, best: number): Error {
    const got = by === 'published' && !copy ? 'places in the published file' : `${percent(best)} at best`;
    return new Error(
      `${file}: expected ${what} by which people mostly give the label, got ${got}; ${advice}.`,
    );
  }
}
