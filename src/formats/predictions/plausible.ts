// Refuses what every cell allows and all cells together do not.
import type { Predictions } from '../../audit/predictions';
import { named } from '../check';
import type { LabelTable, LongTable } from '../tables/longTable';
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
  const aligned = alignPredictions(tables, labels, classes, told);
  for (const [at, each] of aligned.predictions.entries()) {
    checkRanks(each, aligned.truth, tables[at].file, aligned.imageIds);
    checkCounting(each, aligned.truth, tables[at].file, aligned.classValues);
  }
  return aligned;
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
  { labels }: Predictions,
  truth: Uint16Array,
  file: string,
  values: (number | string)[],
): void {
  if (values.some((value) => typeof value === 'string')) return;
  const agreeing = (by: number) => {
    let count = 0;
    for (let cell = 0; cell < labels.length; cell++) {
      if (Number(values[labels[cell]]) + by === values[truth[cell % truth.length]]) count++;
    }
    return count;
  };
  const right = agreeing(0);
  for (const by of [1, -1]) {
    const shifted = agreeing(by);
    if (labels.length < FEWEST || 2 * shifted < labels.length || 5 * right > shifted) continue;
    throw new Error(
      `${file}: expected labels that count classes as the predictions do, got labels that are ` +
        `${by === 1 ? 'one more' : 'one less'} in ${shifted} of ${labels.length} predictions, and equal in ` +
        `${right}; count both from 0.`,
    );
  }
}

/** Fewer predictions than these tell nothing. */
const FEWEST = 20;
