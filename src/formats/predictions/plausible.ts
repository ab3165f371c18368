// Refuses what every cell allows and all cells together do not.
import type { Predictions } from '../../audit/predictions';
import { named } from '../check';
import type { LabelTable, LongTable } from '../tables/longTable';
import { shownClass } from './classChecks';
import { type AlignedPredictions, alignPredictions } from './predictions';

/**
 * As `alignPredictions`, of files that people made: ranks and labels that count from 1 where all else counts
 * from 0 are refused.
 */
export function alignFiles(
  tables: LongTable[],
  labels: LabelTable[],
  classes: string[] | null,
  told: (sentence: string) => void,
): AlignedPredictions {
  for (const { file, isNumbered, model, image } of tables)
    checkTurned(file, isNumbered, model, image, labels);
  const aligned = alignPredictions(tables, labels, classes, told);
  for (const [at, each] of aligned.predictions.entries()) {
    checkRanks(each, aligned.truth, tables[at].file, aligned.imageIds);
    checkCounting(each, aligned.truth, tables[at].file, aligned.classValues);
    checkEachShares(each, aligned.truth, tables[at].file, aligned.classNames);
  }
  return aligned;
}

/** Refuses a matrix with as many networks as there are true labels, and another number of images. */
function checkTurned(
  file: string,
  isNumbered: LongTable['isNumbered'],
  { values: { length: networks } }: LongTable['model'],
  { values: { length: images } }: LongTable['image'],
  labels: LabelTable[],
): void {
  const turned = labels.find(({ image }) => image.values.length === networks);
  if (isNumbered !== 'position' || networks === images || !turned) return;
  throw new Error(
    `${file}: expected a matrix of networks x images, got ${networks} x ${images}, and ${networks} true ` +
      `labels in ${turned.file}; turn it (predictions.T).`,
  );
}

/** Refuses ranks that count from 1: a right answer has rank 0, and none has it. */
function checkRanks(
  { rankLabel, labels, members }: Predictions,
  truth: Uint16Array,
  file: string,
  ids: (number | string)[],
): void {
  if (!rankLabel || rankLabel.includes(0)) return;
  const right = labels.findIndex((label, cell) => label === truth[cell % truth.length]);
  if (right < 0) return;
  throw new Error(
    `${file}: expected rank 0 where the prediction is the true label, got ${rankLabel[right]} (model ` +
      `${named(members[Math.floor(right / truth.length)])}, image ${named(ids[right % truth.length])}); ` +
      'ranks count from 0, so take 1 away from all of them.',
  );
}

/**
 * Refuses labels that count from 1 where predictions count from 0, or the other way round: most would be
 * right, were it not for that.
 */
function checkCounting(
  { labels, members }: Predictions,
  truth: Uint16Array,
  file: string,
  values: (number | string)[],
): void {
  if (values.some((value) => typeof value === 'string')) return;
  const images = truth.length;
  const numbers = Float64Array.from(values, Number);
  const wanted = Float64Array.from(truth, (label) => numbers[label]);
  const agreeing = (by: number, first: number, end: number) => {
    let count = 0;
    for (let cell = first; cell < end; ) {
      for (let image = 0; image < images; image++, cell++) {
        if (numbers[labels[cell]] + by === wanted[image]) count++;
      }
    }
    return count;
  };
  const rightOf = members.map((_, network) => agreeing(0, network * images, (network + 1) * images));
  const allRight = rightOf.reduce((sum, right) => sum + right, 0);
  // All networks together, and each alone.
  const parts = [-1, ...(members.length > 1 ? members.keys() : [])];
  for (const network of parts) {
    const [first, end] = network < 0 ? [0, labels.length] : [network * images, (network + 1) * images];
    const right = network < 0 ? allRight : rightOf[network];
    // Shifted ones are among the others: they cannot be five times as many.
    if (6 * right > end - first) continue;
    const whose = network < 0 ? '' : ` of model ${named(members[network])}`;
    for (const by of [1, -1]) {
      const shifted = agreeing(by, first, end);
      if (end - first < FEWEST || 2 * shifted < end - first || 5 * right > shifted) continue;
      throw new Error(
        `${file}: expected labels that count classes as the predictions do, got labels that are ` +
          `${by === 1 ? 'one more' : 'one less'} in ${shifted} of ${end - first} predictions${whose}, and ` +
          `equal in ${right}; count both from 0.`,
      );
    }
  }
}

/** Refuses a network that never gives a class that is a true label, where others do. */
function checkEachShares(
  { labels, members }: Predictions,
  truth: Uint16Array,
  file: string,
  names: string[],
): void {
  const images = truth.length;
  const known = new Set(truth);
  if (images < FEWEST || known.size < 2 || members.length < 2) return;
  for (const [network, member] of members.entries()) {
    const own = labels.subarray(network * images, (network + 1) * images);
    if (own.some((label) => known.has(label))) continue;
    throw new Error(
      `${file}: expected classes that are true labels (such as ${shownClass(names[truth[0]])}), got others ` +
        `alone from model ${named(member)} (such as ${shownClass(names[own[0]])}); write classes in ` +
        'one way ' +
        'for all networks.',
    );
  }
}

/** Fewer predictions than these tell nothing. */
const FEWEST = 20;
