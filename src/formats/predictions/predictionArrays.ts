import type { NpyArray } from '../arrays/npy';
import { named } from '../check';
import { checkCells } from '../limits';
import type { ColumnMeaning } from '../tables/columnRoles';
import type { LongTable } from '../tables/longTable';
import { stem } from '../tables/mergeTables';
import { wideTable } from '../tables/wideTable';
import {
  CONFIDENCES,
  classCategories,
  IMAGES,
  idsAmong,
  LABELS,
  labelCategories,
  MODELS,
  names,
  namesOf,
  numbered,
} from './arrayColumns';
import {
  areOnlyScores,
  confidences,
  isScores,
  readScores,
  SCORES,
  type Scored,
  scoredName,
} from './predictionScores';
import { vectorNames } from './predictionVectors';

/** One population of a file of arrays. */
export type ArrayPopulation = { name: string; table: LongTable };

/**
 * Populations from the arrays of an npz file, or of one npy file. Each matrix [K, N] of whole numbers or
 * names is one, called by its name (`dense`, `compressed`, `predictions`). What K networks say of every class
 * [K, N, C] (`probabilities`, `logits`; [N, C] of one) is one too. Predictions, labels and confidences follow
 * from it (ties to the smallest index); beside one matrix it gives that matrix its confidences. `labels` [N],
 * `image_ids` [N] and `model_ids` [K] hold for all; `p_prediction`, `p_label` and `rank_label` [K, N] for the
 * only population. Tables are as of `readLongTable`; `columns` says what each array is.
 */
export function readPredictionArrays(
  arrays: Map<string, NpyArray>,
  file: string,
): { populations: ArrayPopulation[]; columns: ColumnMeaning[] } {
  const vectors = vectorNames(arrays);
  if (vectors.length > 0) return readVectors(arrays, vectors, file);
  const pick = (names: string[]) => names.find((name) => arrays.has(name));
  const [labels, model] = [pick(LABELS), pick(MODELS)];
  const image = pick(IMAGES) ?? idsAmong(arrays);
  const known = new Set([...LABELS, ...IMAGES, ...MODELS, ...CONFIDENCES, 'classes']);
  const rest = [...arrays].filter(([name]) => !known.has(name));
  const flat = rest.filter(([name, { shape }]) => shape.length === 2 && !SCORES.includes(name));
  const isOneScored =
    flat.length === 1 &&
    !rest.some(([name, array]) => isScores(name, array)) &&
    areOnlyScores(flat[0][1], labels === undefined ? null : arrays.get(labels)!);
  const matrices = isOneScored ? [] : flat;
  const scores = isOneScored ? flat : rest.filter(([name, array]) => isScores(name, array));
  if (matrices.length === 0 && scores.length === 0) {
    const there = [...arrays].map(([name, { shape }]) => `${named(name)} (${shape.join(' x ')})`);
    throw new Error(
      `${file}: expected a matrix of predicted classes, networks x images, got ` +
        `${there.slice(0, 12).join(', ') || 'no array'}.`,
    );
  }
  const labelled = labels === undefined ? null : { name: labels, array: arrays.get(labels)! };
  const scored = scores.map(([name, array]) => ({
    name,
    ...readScores(
      array,
      name,
      labelled,
      file,
      matrices.length === 1 && scores.length === 1 ? matrices[0][1] : null,
    ),
  }));
  const isBeside =
    matrices.length === 1 && scored.length === 1 && sameExtent(matrices[0][1], scored[0].labels);
  const found: { name: string; matrix: NpyArray; scores: Scored | null }[] = [
    ...matrices.map(([name, matrix]) => ({ name, matrix, scores: isBeside ? scored[0] : null })),
    ...(isBeside
      ? []
      : scored.map((own) => ({ name: scoredName(own.name), matrix: own.labels as NpyArray, scores: own }))),
  ];
  checkCells(
    found.reduce((sum, { matrix: { shape } }) => sum + shape[0] * shape[1], 0),
    'predictions',
    file,
    found
      .map(({ matrix: { shape } }) => shape.join(' x '))
      .slice(0, 12)
      .join(' and '),
  );
  const populations = found.map(({ name, matrix, scores: own }) => {
    const [networks, images] = matrix.shape;
    const where = found.length > 1 ? `${file} (${named(name)})` : file;
    if (networks === 0 || images === 0) {
      throw new Error(`${where}: expected at least one network and one image, got ${networks} x ${images}.`);
    }
    const ids =
      model === undefined
        ? Array.from({ length: networks }, (_, k) => `${k}`)
        : names(arrays, model, networks, file);
    const table = wideTable({
      file: where,
      image: image === undefined ? numbered(images) : namesOf(arrays, image, images, file),
      label: labelled && labelCategories(labelled.array, labelled.name, images, file),
      networks: ids.map((id, k) => ({
        name: id,
        prediction: classCategories(matrix, k * images, images, `${named(name)}[${k}]`, file),
      })),
    });
    const more = own ? own.confidences : found.length > 1 ? {} : confidences(arrays, networks, images, file);
    return {
      name,
      table: { ...table, ...more, ...(image === undefined && { isNumbered: 'position' as const }) },
    };
  });
  return {
    populations,
    columns: meanings(
      arrays,
      { labels, image, model },
      found.map(({ name }) => name),
      scores,
    ),
  };
}

/**
 * Vectors [N] of one network each as matrices [1, N] of one population; the network of a lone vector is
 * called after its file.
 */
function readVectors(
  arrays: Map<string, NpyArray>,
  vectors: string[],
  file: string,
): ReturnType<typeof readPredictionArrays> {
  const [first] = vectors;
  const [length] = arrays.get(first)!.shape;
  const image = [...IMAGES.filter((name) => arrays.has(name)), idsAmong(arrays)].find(
    (name) => name !== undefined,
  );
  const labels = LABELS.find((name) => arrays.has(name));
  const table = wideTable({
    file,
    image: image === undefined ? numbered(length) : namesOf(arrays, image, length, file),
    label: labels === undefined ? null : labelCategories(arrays.get(labels)!, labels, length, file),
    networks: vectors.map((name) => ({
      name: vectors.length === 1 ? stem(file) : name,
      prediction: classCategories(arrays.get(name)!, 0, length, named(name), file),
    })),
  });
  const columns = [...arrays.keys()].map((column): ColumnMeaning => {
    const role = vectors.includes(column) ? 'prediction' : column === labels ? 'label' : 'unused';
    return { column, role: column === image ? 'image' : role, why: 'by its name and shape' };
  });
  const more = {
    ...(image === undefined && { isNumbered: 'position' as const }),
    ...(vectors.length === 1 && { isNamedByFile: true }),
  };
  return {
    populations: [{ name: 'predictions', table: { ...table, ...more } }],
    columns: columns.filter(({ column }) => column !== 'classes'),
  };
}

function sameExtent(a: NpyArray, b: NpyArray): boolean {
  return a.shape[0] === b.shape[0] && a.shape[1] === b.shape[1];
}

/** What each array of a file is. */
function meanings(
  arrays: Map<string, NpyArray>,
  { labels, image, model }: Record<'labels' | 'image' | 'model', string | undefined>,
  populations: string[],
  scores: [string, NpyArray][],
): ColumnMeaning[] {
  const isScore = new Set(scores.map(([name]) => name));
  const roleOf = (name: string): ColumnMeaning['role'] => {
    if (name === labels) return 'label';
    if (name === image) return 'image';
    if (name === model) return 'model';
    if (isScore.has(name) || populations.includes(name)) return 'prediction';
    if (populations.length > 1) return 'unused';
    if (name === 'p_prediction') return 'pPrediction';
    if (name === 'p_label') return 'pLabel';
    return name === 'rank_label' ? 'rankLabel' : 'unused';
  };
  return [...arrays.keys()]
    .filter((name) => name !== 'classes')
    .map((column) => ({ column, role: roleOf(column), why: 'by its name and shape' }));
}
