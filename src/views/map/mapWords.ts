import type { Findings } from '../../audit/findings';
import type { ImageMap } from '../../model/imageMap';
import { count, noun, percent } from '../../text/format';
import type { MapIndex } from './nearest';

/** Neighbours that are looked at around each image. */
export const NEIGHBOURS = 10;

/** One class on the map. */
type MapRow = {
  label: number;
  images: number;
  pies: number;
  /** Share of PIEs among the neighbours of the class's PIEs, 0..1; null without PIEs. */
  near: number | null;
};

/** What the map shows in numbers: by class, and over all images that are on it. */
export type MapFigures = { rows: MapRow[]; images: number; pies: number; near: number | null };

/** Counts images and PIEs on the map, and how many neighbours of PIEs are PIEs themselves. */
export function mapFigures(
  index: MapIndex,
  findings: Pick<Findings, 'pies' | 'classes'>,
  truth: Uint16Array,
): MapFigures {
  const pies = new Set(findings.pies.images);
  const rows = Array.from({ length: findings.classes }, (_, label) => ({
    ...{ label, images: 0, pies: 0 },
    shares: [] as number[],
  }));
  for (const image of index.images) {
    const row = rows[truth[image]];
    row.images++;
    if (!pies.has(image)) continue;
    row.pies++;
    const around = index.around(image, NEIGHBOURS);
    if (around.length > 0) row.shares.push(around.filter((other) => pies.has(other)).length / around.length);
  }
  const shares = rows.flatMap((row) => row.shares);
  return {
    rows: rows.map(({ shares: own, ...row }) => ({ ...row, near: mean(own) })),
    images: rows.reduce((sum, row) => sum + row.images, 0),
    pies: rows.reduce((sum, row) => sum + row.pies, 0),
    near: mean(shares),
  };
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What the map says, from the numbers alone. */
export function mapClaim({ images, pies, near }: MapFigures): string {
  const all = `${count(images)} ${noun(images, 'image')}`;
  if (pies === 0 || near === null) return `No image on this map changes its label, of ${all}.`;
  return (
    `Of the ${NEIGHBOURS} images nearest to a PIE on this map, ${percent(near, 0)} are PIEs too, on ` +
    `average. Of all ${all} on it, ${percent(pies / images)} are PIEs.`
  );
}

/** How to read a map, and what it does not mean. */
export function mapReading({ by, method, shipped }: ImageMap): string {
  const alike =
    by === 'features'
      ? 'Each point is an image; images that look alike to the dense networks lie near each other.'
      : 'Each point is an image; images on which the networks vote alike lie near each other, and ' +
        'equal votes form a disc.';
  return (
    `${alike} Directions, the distance between far groups, and how large, crowded or round a group is ` +
    'mean nothing: another seed draws another map. Only who lies near whom tells something, and not ' +
    `always. ${method}. It is ${shipped ? 'shipped with the page' : 'made here'}.`
  );
}
