/**
 * What populations said of a shard of images, small enough to be sent: where all networks agree one class
 * stands for them, elsewhere each says its own. Nothing is lost, so shards put together give the findings of
 * the whole.
 */

import type { Predictions } from '../../audit/predictions';
import type { NpyArray } from '../arrays/npy';
import { type ArrayToWrite, readNpz, writeNpz } from '../arrays/npz';
import type { ByteSource } from '../bytes/source';
import { named as shown } from '../check';
import { ANSWERS } from '../columnNames';
import { MOST_CLASSES } from '../limits';
import { arrayAnswers } from './predictionFile';
import type { AlignedPredictions } from './predictions';
import { answersIn } from './reading';

/** Populations of one shard by their roles (`dense`, `compressed`, and where there is one `null`). */
export type VotesShard = {
  file: string;
  roles: string[];
  aligned: AlignedPredictions;
  /** Whether a list said what classes are called. */
  named: boolean;
  /** Who gave the answers, on what; null where that is not said. */
  answers: string | null;
};

const VERSION = 1;
const ROLES = ['dense', 'compressed', 'null'];
/** An npz file of votes, read by `readVotes` and by numpy: arrays as in docs/formats.md. */
export function writeVotes(shard: Omit<VotesShard, 'file'>): Uint8Array<ArrayBuffer> {
  const { roles, aligned, named, answers } = shard;
  const { predictions, truth, imageIds, classValues, classNames } = aligned;
  const isNumeric = (values: (number | string)[]) => values.every((value) => typeof value === 'number');
  const arrays: Record<string, ArrayToWrite> = {
    lacuna_votes: { shape: [1], values: Int32Array.of(VERSION) },
    image_ids: { shape: [imageIds.length], values: imageIds.map(String) },
    classes: { shape: [classValues.length], values: classValues.map(String) },
    ...(named && { class_names: { shape: [classNames.length], values: classNames } }),
    numeric: {
      shape: [2],
      values: Uint8Array.of(Number(isNumeric(imageIds)), Number(isNumeric(classValues))),
    },
    labels: { shape: [truth.length], values: truth },
    ...(answers !== null && { [ANSWERS]: { shape: [1], values: [answers] } }),
  };
  predictions.forEach((each, at) => {
    Object.assign(arrays, arraysOf(roles[at], each));
  });
  return writeNpz(arrays);
}

function arraysOf(role: string, predictions: Predictions): Record<string, ArrayToWrite> {
  const { members, images, labels, pPrediction, pLabel, rankLabel } = predictions;
  const contested: number[] = [];
  for (let image = 0; image < images; image++) {
    if (members.some((_, row) => labels[row * images + image] !== labels[image])) contested.push(image);
  }
  const said = new Uint16Array(members.length * contested.length);
  members.forEach((_, row) => {
    contested.forEach((image, at) => {
      said[row * contested.length + at] = labels[row * images + image];
    });
  });
  const shape = [members.length, images];
  return {
    [`${role}_models`]: { shape: [members.length], values: members },
    [`${role}_agreed`]: { shape: [images], values: labels.slice(0, images) },
    [`${role}_contested`]: { shape: [contested.length], values: Int32Array.from(contested) },
    [`${role}_said`]: { shape: [members.length, contested.length], values: said },
    ...(pPrediction && { [`${role}_p_prediction`]: { shape, values: pPrediction } }),
    ...(pLabel && { [`${role}_p_label`]: { shape, values: pLabel } }),
    ...(rankLabel && { [`${role}_rank_label`]: { shape, values: rankLabel } }),
  };
}

/** Reads a file of votes. Throws one sentence where it is none, of another version, or does not add up. */
export async function readVotes(source: ByteSource): Promise<VotesShard> {
  const { file } = source;
  const arrays = await readNpz(source);
  const [version] = arrays.has('lacuna_votes') ? numbers(arrays, 'lacuna_votes', 1, file) : [0];
  if (version !== VERSION) {
    throw new Error(
      `${file}: expected votes as lacuna votes writes them (version ${VERSION}), got ` +
        `${version === 0 ? 'another file' : `version ${version}`}.`,
    );
  }
  const classes = texts(arrays, 'classes', null, file);
  const ids = texts(arrays, 'image_ids', null, file);
  if (classes.length > MOST_CLASSES) {
    throw new Error(`${file}: expected at most ${MOST_CLASSES} classes, got ${classes.length}.`);
  }
  const [idsNumeric, classesNumeric] = numbers(arrays, 'numeric', 2, file);
  const roles = ROLES.filter((role) => arrays.has(`${role}_models`));
  const truth = classesIn(arrays, 'labels', ids.length, classes.length, file);
  const classValues = classesNumeric === 1 ? classes.map(Number) : classes;
  return {
    file,
    roles,
    named: arrays.has('class_names'),
    answers: answersIn([arrayAnswers(arrays)]),
    aligned: {
      predictions: roles.map((role) => predictionsOf(arrays, role, ids.length, classes.length, file)),
      truth,
      imageIds: idsNumeric === 1 ? ids.map(Number) : ids,
      classValues,
      classNames: arrays.has('class_names') ? texts(arrays, 'class_names', classes.length, file) : classes,
    },
  };
}

function predictionsOf(
  arrays: Map<string, NpyArray>,
  role: string,
  images: number,
  classes: number,
  file: string,
): Predictions {
  const members = texts(arrays, `${role}_models`, null, file);
  const agreed = classesIn(arrays, `${role}_agreed`, images, classes, file);
  const count = arrays.get(`${role}_contested`)?.shape[0] ?? 0;
  const contested = numbers(arrays, `${role}_contested`, count, file);
  const said = classesIn(arrays, `${role}_said`, members.length * count, classes, file);
  const labels = new Uint16Array(members.length * images);
  members.forEach((_, row) => {
    labels.set(agreed, row * images);
    for (let at = 0; at < count; at++) {
      const image = contested[at];
      if (!(Number.isInteger(image) && image >= 0 && image < images)) {
        throw new Error(
          `${file}: expected an image from 0 to ${images - 1} in ${role}_contested, got ${image}.`,
        );
      }
      labels[row * images + image] = said[row * count + at];
    }
  });
  const cells = members.length * images;
  const more = (name: string) =>
    arrays.has(`${role}_${name}`) ? numbers(arrays, `${role}_${name}`, cells, file) : null;
  const [pPrediction, pLabel, rankLabel] = ['p_prediction', 'p_label', 'rank_label'].map(more);
  return {
    members,
    images,
    classes,
    labels,
    ...(pPrediction && { pPrediction: Float32Array.from(pPrediction) }),
    ...(pLabel && { pLabel: Float32Array.from(pLabel) }),
    ...(rankLabel && { rankLabel: Uint16Array.from(rankLabel) }),
  };
}

function numbers(
  arrays: Map<string, NpyArray>,
  name: string,
  count: number,
  file: string,
): ArrayLike<number> & Iterable<number> {
  const array = arrays.get(name);
  if (array?.kind !== 'numbers' || array.values.length !== count) {
    throw new Error(`${file}: expected ${count} numbers in ${name}, got ${shape(array)}.`);
  }
  return array.values;
}

function classesIn(
  arrays: Map<string, NpyArray>,
  name: string,
  count: number,
  classes: number,
  file: string,
): Uint16Array<ArrayBuffer> {
  const values = numbers(arrays, name, count, file);
  for (let at = 0; at < count; at++) {
    if (!(Number.isInteger(values[at]) && values[at] >= 0 && values[at] < classes)) {
      throw new Error(
        `${file}: expected a class from 0 to ${classes - 1} in ${name}, got ${values[at]} at position ${at}.`,
      );
    }
  }
  return Uint16Array.from(values);
}

function texts(arrays: Map<string, NpyArray>, name: string, count: number | null, file: string): string[] {
  const array = arrays.get(name);
  if (
    array?.kind !== 'text' ||
    array.texts.length === 0 ||
    (count !== null && array.texts.length !== count)
  ) {
    throw new Error(`${file}: expected texts in ${name}, got ${shape(array)}.`);
  }
  if (new Set(array.texts).size < array.texts.length) {
    const twice = array.texts.find((text, at) => array.texts.indexOf(text) !== at) ?? '';
    throw new Error(`${file}: expected texts of their own in ${name}, got ${shown(twice)} twice.`);
  }
  return array.texts;
}

function shape(array: NpyArray | undefined): string {
  return array ? `${array.kind} (${array.shape.join(' x ')})` : 'none';
}
