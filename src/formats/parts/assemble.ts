/**
 * Blocks put together: matrices [networks, images] of a population, and the true labels. Nothing may come
 * twice or be missing.
 */
import type { Predictions } from '../../audit/predictions';
import { named } from '../check';
import { MISSING } from '../predictions/classChecks';
import type { Block, BlockScores, CodedColumn } from './block';
import { type ImageIndex, imagesInWords } from './imageIndex';

/** A block, where its images stand, and what class each of its codes is. */
export type PlacedBlock = {
  block: Block;
  /** Networks that count; null: all. */
  models: ReadonlySet<string> | null;
  places: Int32Array;
};

/** The class of each code of a column. */
export type ClassOf = (column: CodedColumn) => Uint16Array;

/**
 * The predictions of one population. Throws where an image comes twice for a network, with both files, or is
 * missing.
 */
export function assemble(
  blocks: PlacedBlock[],
  members: string[],
  { ids }: ImageIndex,
  classOf: ClassOf,
  classes: number,
  where: { population: string; folder: string },
): Predictions {
  const images = ids.length;
  const labels = new Uint16Array(members.length * images).fill(MISSING);
  const rowsOf = blocks.map(({ block }) => new Map(block.model.values.map((id, row) => [id, row])));
  const scores = scoresOf(blocks, members.length * images);
  members.forEach((id, member) => {
    const target = labels.subarray(member * images, (member + 1) * images);
    let filled = 0;
    for (const [at, { block, models, places }] of blocks.entries()) {
      const row = rowsOf[at].get(id);
      if (row === undefined || (models && !models.has(id))) continue;
      const data = block.said.data.subarray(row * block.images, (row + 1) * block.images);
      const own = classOf(block.said);
      for (let image = 0; image < data.length; image++) {
        const place = places[image];
        if (target[place] !== MISSING) throw repeated(blocks, at, id, ids);
        target[place] = own[data[image]];
      }
      filled += data.length;
      putScores(scores, block, row, places, member * images);
    }
    if (filled < images) throw missing(target, id, filled, ids, where);
  });
  return { members, images, classes, labels, ...scores };
}

/** Matrices for the confidences that every block has. */
function scoresOf(blocks: PlacedBlock[], cells: number): BlockScores {
  const has = (key: keyof BlockScores) => blocks.every(({ block }) => block.scores[key] !== undefined);
  return {
    ...(has('pPrediction') && { pPrediction: new Float32Array(cells) }),
    ...(has('pLabel') && { pLabel: new Float32Array(cells) }),
    ...(has('rankLabel') && { rankLabel: new Uint16Array(cells) }),
  };
}

function putScores(
  into: BlockScores,
  { scores, images }: Block,
  row: number,
  places: Int32Array,
  start: number,
) {
  for (const key of ['pPrediction', 'pLabel', 'rankLabel'] as const) {
    const [target, source] = [into[key], scores[key]];
    if (!target || !source) continue;
    for (let image = 0; image < images; image++) target[start + places[image]] = source[row * images + image];
  }
}

/** Which images of a network block `at` repeats, and which block had them before. */
function repeated(blocks: PlacedBlock[], at: number, id: string, ids: ImageIndex['ids']): Error {
  const { block, places } = blocks[at];
  const own = new Set(places);
  if (own.size < places.length) {
    const seen = new Set<number>();
    const twice = places.find((place) => seen.size === seen.add(place).size)!;
    return new Error(
      `${block.file}: expected every image once, got ${imagesInWords(ids, [twice])} twice; take the ` +
        'repeated rows out.',
    );
  }
  for (const other of blocks.slice(0, at)) {
    if (!other.block.model.values.includes(id)) continue;
    const shared = Int32Array.from(other.places.filter((place) => own.has(place))).sort();
    if (shared.length > 0) {
      return new Error(
        `${block.file}: expected other images of network ${named(id)} than in ${other.block.file}, got ` +
          `${imagesInWords(ids, shared)} in both; a second run may have added to the first: leave ` +
          'one of the ' +
          'files out.',
      );
    }
  }
  return new Error(`${block.file}: expected every image once, got some of network ${named(id)} again.`);
}

function missing(
  target: Uint16Array,
  id: string,
  filled: number,
  ids: ImageIndex['ids'],
  { population, folder }: { population: string; folder: string },
): Error {
  const places = Int32Array.from(target.keys()).filter((place) => target[place] === MISSING);
  return new Error(
    `${folder}: expected every ${population} network on all ${target.length} images, got ${filled} of ` +
      `network ${named(id)}, none of ${imagesInWords(ids, places)}; make the missing parts.`,
  );
}

/**
 * The true label of each image, from all blocks that have labels. Throws where two disagree; an image without
 * one stays MISSING.
 */
export function assembleTruth(
  blocks: PlacedBlock[],
  { ids }: ImageIndex,
  classOf: ClassOf,
  values: (number | string)[],
) {
  const truth = new Uint16Array(ids.length).fill(MISSING);
  const done = new Set<CodedColumn>();
  for (const { block, places } of blocks) {
    const { label, file } = block;
    if (!label || done.has(label)) continue;
    done.add(label);
    const own = classOf(label);
    for (let image = 0; image < places.length; image++) {
      const value = own[label.data[image]];
      const place = places[image];
      if (truth[place] === MISSING) truth[place] = value;
      else if (truth[place] !== value) {
        throw new Error(
          `${file}: expected one true label for image ${named(ids[place])}, got ` +
            `${named(values[truth[place]])} elsewhere and ${named(values[value])} here.`,
        );
      }
    }
  }
  return truth;
}
