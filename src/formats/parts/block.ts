/**
 * What one file says of some networks on some images: a rectangle, without gaps, as small as it can be kept.
 */

import { named } from '../check';
import { MOST_CLASSES } from '../limits';
import type { Categories } from '../tables/columns';
import type { LongTable } from '../tables/longTable';

/**
 * Values by code: `codes` has those that occur, `values` how the file writes each, `firstRows` where it came
 * first.
 */
export type CodedColumn = {
  data: Uint16Array;
  codes: number[];
  values: string[];
  firstRows: number[];
  numeric: boolean;
};

/** Ids of images: whole numbers, or texts. */
export type BlockIds = Float64Array | string[];

/** Confidences, [networks, images] each. */
export type BlockScores = Partial<{
  pPrediction: Float32Array;
  pLabel: Float32Array;
  rankLabel: Uint16Array;
}>;

/** Predictions of networks x images, row-major. */
export type Block = {
  file: string;
  model: { values: string[] };
  /** Null where the file does not name its images. */
  ids: BlockIds | null;
  images: number;
  said: CodedColumn;
  label: CodedColumn | null;
  scores: BlockScores;
};

/** A whole number as it is normally written. */
export const WHOLE = /^(0|[1-9]\d{0,14})$/;

/** Ids as numbers where every text is a whole number as it is normally written. */
export function idsOf(texts: string[]): BlockIds {
  return texts.every((text) => WHOLE.test(text)) ? Float64Array.from(texts, Number) : texts;
}

/**
 * A long table as blocks: one where every network has every image once, else one for each network, with its
 * own images. Throws where a network has an image twice.
 */
export function blocksOfTable(table: LongTable): Block[] {
  const { file, rows, image, model } = table;
  const cells = image.values.length * model.values.length;
  const ids = table.isNumbered === undefined ? idsOf(image.values) : null;
  if (isInOrder(table, cells)) return [blockOf(table, model.values, ids, image.values.length, null)];
  const whole = rows === cells ? placesIn(table, image.values.length) : null;
  if (whole) return [blockOf(table, model.values, ids, image.values.length, whole)];
  return model.values.map((id, code) => {
    const own = new Uint32Array(rows).map((_, row) => row).filter((row) => model.codes[row] === code);
    const seen = new Uint8Array(image.values.length);
    for (const row of own) {
      if (seen[image.codes[row]]++) throw twice(file, id, image.values[image.codes[row]]);
    }
    const ownIds = idsOf(Array.from(own, (row) => image.values[image.codes[row]]));
    return blockOf(table, [id], ids === null ? null : ownIds, own.length, own);
  });
}

function twice(file: string, id: string, image: string): Error {
  return new Error(
    `${file}: expected one prediction of network ${named(id)} for image ${named(image)}, got two; take the ` +
      'repeated rows out.',
  );
}

/** Whether the rows are network by network, the images of each in one order, as wide tables give them. */
function isInOrder({ rows, image, model }: LongTable, cells: number): boolean {
  const images = image.values.length;
  if (rows !== cells) return false;
  for (let row = 0; row < rows; row++) {
    if (model.codes[row] * images + image.codes[row] !== row) return false;
  }
  return true;
}

/** The row of each network and image; null where not every pair has one. */
function placesIn({ rows, image, model }: LongTable, images: number): Uint32Array | null {
  const places = new Uint32Array(rows);
  const filled = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const cell = model.codes[row] * images + image.codes[row];
    if (filled[cell]) return null;
    filled[cell] = 1;
    places[cell] = row;
  }
  return places;
}

function blockOf(
  table: LongTable,
  models: string[],
  ids: BlockIds | null,
  images: number,
  rowsOf: Uint32Array | null,
): Block {
  const { file, prediction, label, pPrediction, pLabel, rankLabel } = table;
  const cells = models.length * images;
  return {
    file,
    model: { values: models },
    ids,
    images,
    said: coded(prediction, cells, rowsOf, file),
    label: label && coded(label, images, rowsOf, file),
    scores: {
      ...(pPrediction && { pPrediction: taken(new Float32Array(cells), pPrediction, rowsOf) }),
      ...(pLabel && { pLabel: taken(new Float32Array(cells), pLabel, rowsOf) }),
      ...(rankLabel && { rankLabel: taken(new Uint16Array(cells), rankLabel, rowsOf) }),
    },
  };
}

/**
 * The values of the first of some rows, of all where `rowsOf` is null; a loop, as `from` with a function is
 * slow over many millions.
 */
function taken<T extends Float32Array | Uint16Array>(
  into: T,
  values: Float32Array | Uint16Array | Uint32Array,
  rowsOf: Uint32Array | null,
): T {
  if (!rowsOf) into.set(values.subarray(0, into.length));
  else for (let at = 0; at < into.length; at++) into[at] = values[rowsOf[at]];
  return into;
}

function coded(
  { values, codes, firstRows, numeric }: Categories,
  cells: number,
  rowsOf: Uint32Array | null,
  file: string,
): CodedColumn {
  if (values.length > MOST_CLASSES) {
    throw new Error(
      `${file}: expected at most ${MOST_CLASSES} classes, got ${values.length} different values; is this ` +
        'column one of classes?',
    );
  }
  return {
    data: taken(new Uint16Array(cells), codes, rowsOf),
    codes: values.map((_, code) => code),
    values,
    firstRows,
    numeric,
  };
}

/** Classes that are numbers already, as codes of themselves. Throws on what is no class. */
export function codedNumbers(numbers: ArrayLike<number>, name: string, file: string): CodedColumn {
  const data = numbers instanceof Uint16Array ? numbers : new Uint16Array(numbers.length);
  const firstOf = new Int32Array(MOST_CLASSES + 1).fill(-1);
  for (let at = 0; at < numbers.length; at++) {
    const value = numbers[at];
    if (!(value >= 0 && value <= MOST_CLASSES) || value % 1 !== 0) {
      throw new Error(
        `${file}: expected classes from 0 to ${MOST_CLASSES} in ${name}, got ${value} at position ${at}.`,
      );
    }
    if (data !== numbers) data[at] = value;
    if (firstOf[value] < 0) firstOf[value] = at;
  }
  const codes = Array.from(firstOf.keys()).filter((code) => firstOf[code] >= 0);
  return {
    data,
    codes,
    values: codes.map(String),
    firstRows: codes.map((code) => firstOf[code] + 1),
    numeric: true,
  };
}
