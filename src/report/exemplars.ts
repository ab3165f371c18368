import type { Findings, Outcome } from '../audit/findings';
import { votesFor } from '../audit/votes/votes';
import { writePng } from '../formats/images/writePng';
import type { Shard } from '../model/shard';

/**
 * A PIE as the report shows it; `picture` is a data URI, null without images. Votes are those for the modal
 * label.
 */
export type Exemplar = {
  id: string;
  label: string;
  outcome: Outcome;
  dense: { label: string; votes: number };
  compressed: { label: string; votes: number };
  /** Half the taxicab distance of the votes, 0..1. */
  taxicab: number;
  picture: string | null;
};

/** The pixels of a shard, and how they lie. */
export type Pictures = Pick<Shard, 'images' | 'height' | 'width' | 'channels'>;

/** The `most` PIEs whose votes moved furthest, the furthest first, equal ones by position. */
export async function topExemplars(
  { pies, taxicab, votes, modal }: Findings,
  truth: Uint16Array,
  { imageIds, classNames }: { imageIds: (number | string)[]; classNames: string[] },
  pictures: Pictures | null,
  most: number,
): Promise<Exemplar[]> {
  const places = Array.from(pies.images, (_, place) => place);
  places.sort((a, b) => taxicab[pies.images[b]] - taxicab[pies.images[a]] || a - b);
  return Promise.all(
    places.slice(0, most).map(async (place) => {
      const image = pies.images[place];
      const side = (population: 'dense' | 'compressed') => {
        const label = modal[population][image];
        return { label: classNames[label], votes: votesFor(votes[population], image, label) };
      };
      return {
        id: String(imageIds[image]),
        label: classNames[truth[image]],
        outcome: pies.outcomes[place],
        dense: side('dense'),
        compressed: side('compressed'),
        taxicab: taxicab[image],
        picture: pictures && (await dataUri(pictures, image)),
      };
    }),
  );
}

async function dataUri({ images, ...extent }: Pictures, image: number): Promise<string> {
  const size = extent.height * extent.width * extent.channels;
  const png = await writePng(images.subarray(image * size, (image + 1) * size), extent);
  return `data:image/png;base64,${btoa(String.fromCharCode(...png))}`;
}
