import type { Predictions } from '../../audit/predictions';
import { named } from '../check';
import { MOST_VOTES } from '../limits';
import type { Categories } from '../tables/columns';
import type { LabelTable, LongTable } from '../tables/longTable';
import { type ClassColumn, MISSING } from './classChecks';
import { arePositions, imageOrder, networkOrder } from './imageIds';
import { type Vocabulary, vocabulary } from './vocabulary';

/** Predictions of several populations on the same images in one order of images and classes. */
export type AlignedPredictions = {
  /** One for each table, in their order; networks by id. */
  predictions: Predictions[];
  /** The true class of each image. */
  truth: Uint16Array;
  /**
   * Ids as the files give them, in the order of the images: whole numbers ascending, else text by code unit.
   */
  imageIds: (number | string)[];
  /** Class values as the files give them, in class order. */
  classValues: (number | string)[];
  /** Names to show, in class order: the given ones, else the values. */
  classNames: string[];
};

/**
 * Turns long tables into matrices [networks, images]. All tables must cover the same images, each image once
 * a network, and agree on its true label, which comes from the tables or from `labels`. Images are put in
 * order by `imageOrder`, classes by `vocabulary`; `told` is given a sentence about everything that files
 * write differently and that was made equal.
 */
export function alignPredictions(
  tables: LongTable[],
  labels: LabelTable | LabelTable[] | null = null,
  classes: string[] | null = null,
  told: (sentence: string) => void = () => undefined,
): AlignedPredictions {
  const labelTables = labels === null ? [] : Array.isArray(labels) ? labels : [labels];
  const order = imageOrder(tables, told);
  const images = order.ids.length;
  const words = vocabulary(classColumns(tables, labelTables), classes, told);
  if (images * words.names.length > MOST_VOTES) {
    throw new Error(
      `${tables[0].file}: expected at most ${MOST_VOTES} images times classes, got ${images} images and ` +
        `${words.names.length} classes; is prediction a column of classes?`,
    );
  }
  const truth = new Uint16Array(images).fill(MISSING);
  const predictions = tables.map((table) => {
    const imageOf = order.imagesOf(table);
    if (table.label) collectTruth(truth, { ...table, label: table.label }, imageOf, words);
    return matrices(table, imageOf, order.ids, words);
  });
  for (const table of labelTables) {
    checkNumbered(table, tables, images, told);
    collectTruth(truth, table, order.labelledBy(table), words);
  }
  const unlabelled = truth.indexOf(MISSING);
  if (unlabelled >= 0) throw withoutLabel(tables, labelTables, order.ids[unlabelled]);
  return { predictions, truth, imageIds: order.ids, classValues: words.values, classNames: words.names };
}

function classColumns(tables: LongTable[], labels: LabelTable[]): ClassColumn[] {
  return [
    ...tables.flatMap(({ file, prediction, label }): ClassColumn[] => [
      { file, column: 'prediction', categories: prediction },
      ...(label ? [{ file, column: 'label' as const, categories: label }] : []),
    ]),
    ...labels.map(({ file, label }): ClassColumn => ({ file, column: 'label', categories: label })),
  ];
}

/** True labels without ids are those of the images 0, 1, 2 and so on, or of images in the order of rows. */
function checkNumbered(
  labels: LabelTable,
  [{ file, image, isNumbered }]: LongTable[],
  images: number,
  told: (sentence: string) => void,
): void {
  if (!labels.isNumbered) return;
  if (labels.rows !== images) {
    throw new Error(
      `${labels.file}: expected ${images} true labels, one for each image of ${file}, got ${labels.rows}.`,
    );
  }
  if (isNumbered === undefined && !arePositions(image.values)) {
    throw new Error(
      `${labels.file}: expected true labels with the ids of their images, as ${file} has ids (such as ` +
        `${named(image.values[0])}), got labels alone.`,
    );
  }
  told(`Caution: ${labels.file} has no ids of images: its labels are taken in order, the first for image 0.`);
}

function withoutLabel(tables: LongTable[], labels: LabelTable[], id: number | string): Error {
  const [given] = labels;
  if (given) return new Error(`${given.file}: expected a true label for image ${named(id)}, got none.`);
  return new Error(
    `${tables[0].file}: expected the true labels of the images, got no column label; add it, or give a ` +
      'file of labels.',
  );
}

/**
 * The true labels of one table, which must agree with those before; those of images that no population has
 * seen are ignored.
 */
function collectTruth(
  truth: Uint16Array,
  { file, image, label }: { file: string; image: Categories; label: Categories },
  imageOf: Uint32Array | Int32Array,
  words: Vocabulary,
): void {
  const classOf = words.indices(label);
  for (let row = 0; row < label.codes.length; row++) {
    const at = imageOf[image.codes[row]];
    if (at < 0) continue;
    const value = classOf[label.codes[row]];
    if (truth[at] === MISSING) truth[at] = value;
    else if (truth[at] !== value) {
      throw new Error(
        `${file}: expected one true label for image ${named(image.values[image.codes[row]])}, got ` +
          `${named(words.values[truth[at]])} and, in row ${row + 1}, ${named(words.values[value])}.`,
      );
    }
  }
}

function matrices(
  table: LongTable,
  imageOf: Uint32Array,
  ids: (number | string)[],
  words: Vocabulary,
): Predictions {
  const { file, rows, image, model, prediction } = table;
  const images = ids.length;
  const members = networkOrder(model);
  const position = new Map(members.map((id, row) => [id, row]));
  const memberOf = Uint32Array.from(model.values, (id) => position.get(id)!);
  const cells = members.length * images;
  // Before anything of this size is allocated: fewer rows than cells means that a pair is missing.
  if (rows < cells) throw missingPair(table, imageOf, ids, memberOf, members);

  const classOf = words.indices(prediction);
  const labels = new Uint16Array(cells).fill(MISSING);
  const cellOf = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const cell = memberOf[model.codes[row]] * images + imageOf[image.codes[row]];
    if (labels[cell] !== MISSING) {
      const advice =
        labels[cell] === classOf[prediction.codes[row]]
          ? 'the same again in row ROW, as loaders that fill up the last batch give (DistributedSampler); ' +
            'keep the first of each (drop_duplicates in pandas)'
          : 'another one in row ROW; where a column tells populations apart, name it ' +
            '(--columns population=NAME), and of several epochs keep one';
      throw new Error(
        `${file}: expected one prediction of model ${named(model.values[model.codes[row]])} for image ` +
          `${named(image.values[image.codes[row]])}, got ${advice.replace('ROW', `${row + 1}`)}.`,
      );
    }
    labels[cell] = classOf[prediction.codes[row]];
    cellOf[row] = cell;
  }
  const predictions: Predictions = { members, images, classes: words.values.length, labels };
  if (table.pPrediction)
    predictions.pPrediction = scatter(table.pPrediction, cellOf, new Float32Array(cells));
  if (table.pLabel) predictions.pLabel = scatter(table.pLabel, cellOf, new Float32Array(cells));
  if (table.rankLabel) predictions.rankLabel = scatter(table.rankLabel, cellOf, new Uint16Array(cells));
  return predictions;
}

function scatter<T extends Float32Array | Uint16Array>(values: T, cellOf: Uint32Array, into: T): T {
  for (let row = 0; row < values.length; row++) into[cellOf[row]] = values[row];
  return into;
}

/** Names the first image that the first network with too few rows lacks, or the pair it has twice. */
function missingPair(
  { file, rows, image, model }: LongTable,
  imageOf: Uint32Array,
  ids: (number | string)[],
  memberOf: Uint32Array,
  members: string[],
): Error {
  const counts = new Uint32Array(members.length);
  for (let row = 0; row < rows; row++) counts[memberOf[model.codes[row]]]++;
  const short = counts.findIndex((count) => count < ids.length);
  const seen = new Uint8Array(ids.length);
  for (let row = 0; row < rows; row++) {
    if (memberOf[model.codes[row]] === short) seen[imageOf[image.codes[row]]] = 1;
  }
  return new Error(
    `${file}: expected a prediction of model ${named(members[short])} for image ` +
      `${named(ids[seen.indexOf(0)])}, got none.`,
  );
}
