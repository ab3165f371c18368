import { variantOf } from '../../model/experiment';
import { count, decimal, opening, percent } from '../../text/format';
import { forgottenExamples } from '../../views/headline/examples';
import { className, extreme, standing } from '../../views/headline/flagged';
import { AVERAGE, POINTS } from '../../views/headline/removal';
import type { ZooGiven } from '../panels/panel';

/** What the tour says in figures, all of it from what is on screen; null where that is not known (yet). */
export type TourFacts = {
  networks: number;
  images: number;
  /** Share right, mean over networks, as text: "91.2%". */
  dense: string;
  compressed: string;
  /** "1.6 percentage points", and whether they are lost. */
  change: { size: string; isLoss: boolean };
  /** Images whose label changes, and those that retraining alone changes. */
  pies: number;
  floor: number | null;
  /** The image that lost most votes, its label, and how many networks give it before and after. */
  example: { image: number; label: string; before: string; after: string } | null;
  /** Who pays, as a sentence; null where no test names one. */
  payer: string | null;
  /** What was removed: "90%"; null where it is no share of weights. */
  removed: string | null;
};

/** The facts of the comparison on screen; null while that is of another question. */
export function tourFacts({ comparison, stale, experiment, zoo, lab }: ZooGiven): TourFacts | null {
  const { findings } = comparison;
  if (stale || findings.images === 0) return null;
  const { top1, accuracyChange, pies, noiseFloor, members } = findings;
  const labels = lab.state.shard?.labels;
  const [first] = labels ? forgottenExamples(findings, labels, 1) : [];
  const worst = extreme(standing(findings), -1);
  const variant = variantOf(experiment);
  return {
    networks: members.compressed,
    images: findings.images,
    dense: percent(top1.dense.mean.value),
    compressed: percent(top1.compressed.mean.value),
    change: {
      size: `${decimal(Math.abs(accuracyChange.value))} ${POINTS}`,
      isLoss: accuracyChange.value < 0,
    },
    pies: pies.images.length,
    floor: noiseFloor.kind === 'null' ? noiseFloor.pies : null,
    example: first
      ? {
          image: first.image,
          label: zoo.classes[first.truth],
          before: `${count(first.right.dense)} of ${count(members.dense)}`,
          after: `${count(first.right.compressed)} of ${count(members.compressed)}`,
        }
      : null,
    payer:
      worst && (worst.absolute ?? 0) < 0
        ? `${opening(className(worst, zoo.classes))} loses ${decimal(Math.abs(worst.normalised ?? 0))} ` +
          `${POINTS} more than ${AVERAGE}.`
        : null,
    removed: variant.kind === 'sparse' || variant.kind === 'pruned' ? percent(experiment.sparsity, 0) : null,
  };
}
