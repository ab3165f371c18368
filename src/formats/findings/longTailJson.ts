import type { LongTail, TailRow } from '../../audit/groups/longTail';
import type { TailContrast } from '../../audit/groups/tailContrast';

/** The long tail as `lacuna audit --json` prints it: docs/audit-json.md. */
export function longTailJson(
  { classes, parts, balanced, accuracy, resampling }: LongTail,
  values: (number | string)[],
  beyond: TailContrast | null,
) {
  const row = ({ training, trainingShare, images, imageShare, pies, pieShare, ...rest }: TailRow) => ({
    training,
    trainingShare,
    images,
    imageShare,
    pies,
    pieShare,
    pieRate: rest.pieRate,
    overImages: rest.overImages,
    overTraining: rest.overTraining,
    retraining: rest.retraining,
    recallDense: rest.recall.dense,
    recallCompressed: rest.recall.compressed,
  });
  return {
    balanced,
    accuracy,
    classes: classes.map((entry) => ({ class: values[entry.class], part: entry.part, ...row(entry) })),
    parts: parts.map((entry) => ({ part: entry.part, classes: entry.classes, ...row(entry) })),
    draws: resampling.draws,
    seed: resampling.seed,
    ...(beyond && {
      beyondBalanced: {
        ...{ longTail: beyond.longTail, balanced: beyond.balanced },
        ...{ difference: beyond.points, odds: beyond.odds },
      },
    }),
  };
}
