import type { Predictions } from '../../audit/predictions';
import { named } from '../check';
import type { Categories } from '../tables/columns';
import type { LabelTable, LongTable } from '../tables/longTable';

/** Predictions of several populations on the same images in one order of images and classes. */
export type AlignedPredictions = {
  /** One for each table, in their order; networks by id. */
  predictions: Predictions[];
  /** The true class of each image. */
  truth: Uint16Array;
  /** Ids as the files give them, in the order of the images: whole numbers ascending, else text by code unit. */
  imageIds: (number | string)[];
  /** Class values as the files give them, in class order. */
  classValues: (number | string)[];
  /** Names to show, in class order: the given ones, else the values. */
  classNames: string[];
};

const MISSING = 65_535;
const MOST_VOTES = 1 << 30;

/**
 * Turns long tables into matrices [networks, images]. All tables must cover the same images, each image once a network, and
 * agree on its true label, which comes from the tables or from `labels`. Class order: `classes` when given (predictions are then names of it,
 * or indices into it), else numeric when every value is a whole number, else by code unit.
 */
export function alignPredictions(
  tables: LongTable[],
  labels: LabelTable | null = null,
  classes: string[] | null = null,
): AlignedPredictions {
  const images = imageOrder(tables[0]);
  const order = classOrder(tables, labels, classes);
  if (images.ids.length * order.names.length > MOST_VOTES) {
    throw new Error(
      `${tables[0].file}: expected at most ${MOST_VOTES} images times classes, got ${images.ids.length} images and ${order.names.length} classes; is prediction a column of classes?`,
    );
  }
  const truth = new Uint16Array(images.ids.length).fill(MISSING);
  const predictions = tables.map((table) => {
    const imageOf = imageIndices(table.image, images.index, table.file, tables[0].file);
    if (table.label) collectTruth(truth, table.file, table.label, imageOf, table.image, order);
    return matrices(table, imageOf, images.ids, order);
  });
  if (labels?.isNumbered && labels.rows !== images.ids.length) {
    throw new Error(
      `${labels.file}: expected ${images.ids.length} true labels, one for each image of ${tables[0].file}, got ${labels.rows}.`,
    );
  }
  if (labels) collectLabels(truth, labels, images.index, order);
  const unlabelled = truth.indexOf(MISSING);
  if (unlabelled >= 0) {
    throw new Error(
      labels
        ? `${labels.file}: expected a true label for image ${named(images.ids[unlabelled])}, got none.`
        : `${tables[0].file}: expected the true labels of the images, got no column label; add it, or give a file of labels.`,
    );
  }
  return { predictions, truth, imageIds: images.ids, classValues: order.values, classNames: order.names };
}

type ClassOrder = {
  values: (number | string)[];
  names: string[];
  /** The class of every value of a column. */
  indices(categories: Categories, file: string, column: string): Uint16Array;
};

function classOrder(tables: LongTable[], labels: LabelTable | null, names: string[] | null): ClassOrder {
  const columns = [
    ...tables.flatMap(({ file, prediction, label }) => [
      { file, column: 'prediction', categories: prediction },
      ...(label ? [{ file, column: 'label', categories: label }] : []),
    ]),
    ...(labels ? [{ file: labels.file, column: 'label', categories: labels.label }] : []),
  ];
  const seen = new Set<string>();
  for (const { file, column, categories } of columns) {
    categories.values.forEach((value, code) => {
      const row = categories.firstRows[code];
      seen.add(
        canonicalClass(
          value,
          categories,
          `${file}: expected a class index or name in column ${column}, row ${row}, got ${shownClass(value)}.`,
        ),
      );
    });
  }
  const wholeNumbers = [...seen].every((value) => /^\d+$/.test(value));
  const byName = names && new Map(names.map((name, index) => [name, index]));
  const asNames = byName && [...seen].every((value) => byName.has(value));
  let index: Map<string, number>;
  let values: (number | string)[];
  if (names && !asNames) {
    index = new Map(names.map((_, position) => [`${position}`, position]));
    values = names.map((_, position) => position);
  } else {
    values = names ?? sorted([...seen], wholeNumbers);
    index = new Map(values.map((value, position) => [`${value}`, position]));
  }
  if (values.length >= MISSING) {
    throw new Error(
      `${columns[0].file}: expected at most ${MISSING - 1} classes, got ${values.length}; is prediction a column of classes?`,
    );
  }
  return {
    values,
    names: names ?? values.map(String),
    indices: (categories, file, column) =>
      Uint16Array.from(categories.values, (value, code) => {
        const found = index.get(canonicalClass(value, categories, ''));
        if (found === undefined) {
          throw new Error(
            `${file}: expected one of the ${values.length} given class names, or an index from 0 to ${values.length - 1}, in column ${column}, row ${categories.firstRows[code]}, got ${shownClass(value)}.`,
          );
        }
        return found;
      }),
  };
}

/** "3", 3 and 3.0 are one class; negative numbers, fractions stored as numbers, and NaN are none. */
function canonicalClass(value: string, { numeric }: Categories, sentence: string): string {
  if (/^-?\d+(\.0+)?$/.test(value)) {
    const whole = value.replace(/\.0+$/, '').replace(/^(-?)0+(?=\d)/, '$1');
    if (whole === '-0') return '0';
    if (!whole.startsWith('-')) return whole;
    throw new Error(sentence);
  }
  if (numeric || /^nan$/i.test(value)) throw new Error(sentence);
  return value;
}

function shownClass(value: string): string {
  return JSON.stringify(named(value));
}

function sorted(values: string[], numeric: boolean): (number | string)[] {
  if (!numeric) return values.sort(byCodeUnit);
  values.sort((a, b) => a.length - b.length || byCodeUnit(a, b));
  return values.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Ascending ids: shuffled rows give the same images in the same order. */
function idOrder({ values, numeric }: Categories): string[] {
  if (!numeric) return [...values].sort(byCodeUnit);
  return [...values].sort((a, b) => Number(a) - Number(b) || byCodeUnit(a, b));
}

function imageOrder({ image }: LongTable): { ids: (number | string)[]; index: Map<string, number> } {
  const order = idOrder(image);
  return {
    ids: order.map((id) => (image.numeric && Number.isSafeInteger(Number(id)) ? Number(id) : id)),
    index: new Map(order.map((id, position) => [id, position])),
  };
}

/** The image of each code of a table's image column; the table must have exactly the images of the first one. */
function imageIndices(
  image: Categories,
  index: Map<string, number>,
  file: string,
  first: string,
): Uint32Array {
  const indices = Uint32Array.from(image.values, (id, code) => {
    const found = index.get(id);
    if (found === undefined) {
      throw new Error(
        `${file}: expected the same images as in ${first}, got image ${named(id)} (row ${image.firstRows[code]}), which that file lacks.`,
      );
    }
    return found;
  });
  if (indices.length < index.size) {
    const here = new Set(image.values);
    const missing = [...index.keys()].find((id) => !here.has(id));
    throw new Error(
      `${file}: expected the same images as in ${first}, got none with image_id ${named(missing ?? '')}.`,
    );
  }
  return indices;
}

function collectTruth(
  truth: Uint16Array,
  file: string,
  label: Categories,
  imageOf: Uint32Array,
  image: Categories,
  order: ClassOrder,
): void {
  const classOf = order.indices(label, file, 'label');
  for (let row = 0; row < label.codes.length; row++) {
    const at = imageOf[image.codes[row]];
    const value = classOf[label.codes[row]];
    if (truth[at] === MISSING) truth[at] = value;
    else if (truth[at] !== value) {
      throw new Error(
        `${file}: expected one true label for image ${named(image.values[image.codes[row]])}, got ${named(order.values[truth[at]])} and, in row ${row + 1}, ${named(order.values[value])}.`,
      );
    }
  }
}

/** Labels of images that no population has seen are ignored; labels given twice must agree. */
function collectLabels(
  truth: Uint16Array,
  { file, image, label }: LabelTable,
  index: Map<string, number>,
  order: ClassOrder,
): void {
  const classOf = order.indices(label, file, 'label');
  for (let row = 0; row < label.codes.length; row++) {
    const id = image.values[image.codes[row]];
    const at = index.get(id);
    if (at === undefined) continue;
    const value = classOf[label.codes[row]];
    if (truth[at] === MISSING) truth[at] = value;
    else if (truth[at] !== value) {
      throw new Error(
        `${file}: expected one true label for image ${named(id)}, got ${named(order.values[truth[at]])} and, in row ${row + 1}, ${named(order.values[value])}.`,
      );
    }
  }
}

function matrices(
  table: LongTable,
  imageOf: Uint32Array,
  ids: (number | string)[],
  order: ClassOrder,
): Predictions {
  const { file, rows, image, model, prediction } = table;
  const images = ids.length;
  const members = idOrder(model);
  const position = new Map(members.map((id, row) => [id, row]));
  const memberOf = Uint32Array.from(model.values, (id) => position.get(id)!);
  const cells = members.length * images;
  // Before anything of this size is allocated: fewer rows than cells means that a pair is missing.
  if (rows < cells) throw missingPair(table, imageOf, ids, memberOf, members);

  const classOf = order.indices(prediction, file, 'prediction');
  const labels = new Uint16Array(cells).fill(MISSING);
  const cellOf = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const cell = memberOf[model.codes[row]] * images + imageOf[image.codes[row]];
    if (labels[cell] !== MISSING) {
      throw new Error(
        `${file}: expected one prediction of model ${named(model.values[model.codes[row]])} for image ${named(image.values[image.codes[row]])}, got another one in row ${row + 1}.`,
      );
    }
    labels[cell] = classOf[prediction.codes[row]];
    cellOf[row] = cell;
  }
  const predictions: Predictions = { members, images, classes: order.values.length, labels };
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
    `${file}: expected a prediction of model ${named(members[short])} for image ${named(ids[seen.indexOf(0)])}, got none.`,
  );
}
