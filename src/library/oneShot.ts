/**
 * What a zoo's dense networks answer once pruned in one shot at the levels of a sweep, made before and
 * shipped: labels alone. Weights go by magnitude across the whole network, BatchNorm is re-estimated with
 * seed 0. Beside them the dense networks with BatchNorm re-estimated on as many images: what they are
 * compared with.
 */
import type { Predictions } from '../audit/predictions';
import { integerValues, readSafetensors, requireTensor } from '../formats/arrays/safetensors';
import { writeSafetensors } from '../formats/arrays/writeSafetensors';
import { recalibrationImages } from '../model/recalibrate';
import type { OneShotRef } from './manifest';

/** What the file of these answers is called in a zoo's folder. */
export const ONE_SHOT_FILE = 'predictions/one-shot.labels.safetensors.gz';

/** The two populations at one level. */
export type OneShotPair = { dense: Predictions; compressed: Predictions };

/** The settings of the shipped one-shot pruning at a level, as the model has them. */
export function oneShotVariant(sparsity: number) {
  return {
    kind: 'pruned',
    method: 'magnitude',
    scope: 'global',
    sparsity,
    seed: 0,
    recalibrated: true,
  } as const;
}

/** Name of a level's tensor: its share in percent. */
function prunedName(sparsity: number): string {
  return `pruned-${Math.round(100 * sparsity)}`;
}

/**
 * Name of the tensor of the dense networks that are treated as those at a level: by calibration images, which
 * levels share.
 */
function denseName(sparsity: number): string {
  return `dense-${recalibrationImages(oneShotVariant(sparsity))}`;
}

/** The names of the dense tensors that levels need, each with a level that it serves. */
export function denseTreatments(levels: readonly number[]): Map<string, number> {
  return new Map(levels.map((sparsity) => [denseName(sparsity), sparsity]));
}

/**
 * The file of answers: `labels` gives those of a tensor, [networks, images] row by row. Stored image by
 * image, which packs better.
 */
export function writeOneShot(
  levels: readonly number[],
  images: number,
  labels: (name: string) => Uint16Array,
): Uint8Array<ArrayBuffer> {
  const names = [...denseTreatments(levels).keys(), ...levels.map(prunedName)];
  return writeSafetensors(
    Object.fromEntries(
      names.map((name) => {
        const rows = labels(name);
        const members = rows.length / images;
        const data = new Uint8Array(rows.length);
        for (let member = 0; member < members; member++) {
          for (let image = 0; image < images; image++) {
            data[image * members + member] = rows[member * images + image];
          }
        }
        return [name, { shape: [images, members], data }];
      }),
    ),
  );
}

/** Reads the file of answers: every label checked when its level is first asked for. */
export function readOneShot(
  bytes: Uint8Array,
  { answers: { path } }: OneShotRef,
  { members, images, classes }: Pick<Predictions, 'members' | 'images' | 'classes'>,
): (sparsity: number, first: number) => OneShotPair {
  const tensors = readSafetensors(bytes, path);
  const read = new Map<string, Uint16Array>();
  const labels = (name: string): Uint16Array => {
    const known = read.get(name);
    if (known) return known;
    const shape = [images, members.length];
    const values = integerValues(requireTensor(tensors, name, shape, path), name, path);
    const rows = new Uint16Array(values.length);
    for (let place = 0; place < values.length; place++) {
      const label = values[place];
      if (!(label >= 0 && label < classes)) {
        throw new Error(
          `${path}: expected whole numbers from 0 to ${classes - 1} in "${name}", got ${label} at ` +
            `position ${place}.`,
        );
      }
      rows[(place % members.length) * images + Math.floor(place / members.length)] = label;
    }
    read.set(name, rows);
    return rows;
  };
  return (sparsity, first) => {
    const predictionsOf = (name: string): Predictions => ({
      ...{ members: members.slice(0, first), images, classes },
      labels: labels(name).subarray(0, first * images),
    });
    return { dense: predictionsOf(denseName(sparsity)), compressed: predictionsOf(prunedName(sparsity)) };
  };
}
