import type { AuditOptions, Both, NoiseFloor } from './findings';
import { countFlagged } from './impact';
import { mean, quantileOf } from './intervals';
import { modalLabels } from './modal';
import { differingImages } from './pies';
import type { Predictions } from './predictions';
import { mulberry32, shuffledIndices } from './random';
import { selectRecall } from './recall';
import type { Tally } from './tally';
import { countVotes } from './votes';

const SPLITS = 200;

/** Whether all networks of a population agree on an image. */
function isUnanimous({ predictions, votes, modal }: Tally, image: number): boolean {
  return votes[image * predictions.classes + modal.labels[image]] === predictions.members.length;
}

/** The labels of some images only. */
function labelsOn({ members, images, classes, labels }: Predictions, chosen: readonly number[]): Predictions {
  const picked = new Uint16Array(members.length * chosen.length);
  members.forEach((_, row) => {
    chosen.forEach((image, place) => {
      picked[row * chosen.length + place] = labels[row * images + image];
    });
  });
  return { members, images: chosen.length, classes, labels: picked };
}

/**
 * The noise floor where there is no null population: dense split at random into two halves of floor(K/2) networks, 200
 * times, half audited against half, and beside it one half against as many compressed networks. Members are drawn
 * without replacement by mulberry32(seed): for each split a shuffle of the dense networks, whose first floor(K/2) are
 * one half and the next as many the other, then, unless `paired`, a shuffle of the compressed ones. Kind `none` with
 * fewer than four dense networks, or too few compressed ones for a half.
 */
export function splitHalfFloor(
  { dense, compressed }: Both<Tally>,
  options: AuditOptions,
  paired: boolean,
): NoiseFloor {
  const networks = dense.predictions.members.length;
  const half = Math.floor(networks / 2);
  if (half < 2 || compressed.predictions.members.length < half) return { kind: 'none' };

  // Where both populations are unanimous every half says the same, so that only the other images are counted anew.
  const contested: number[] = [];
  let settledPies = 0;
  for (let image = 0; image < dense.predictions.images; image++) {
    if (!isUnanimous(dense, image) || !isUnanimous(compressed, image)) contested.push(image);
    else if (dense.modal.labels[image] !== compressed.modal.labels[image]) settledPies++;
  }
  const denseLabels = labelsOn(dense.predictions, contested);
  const compressedLabels = labelsOn(compressed.predictions, contested);
  const modalOf = (labels: Predictions, rows: number[]) =>
    modalLabels(countVotes(labels, rows), labels.classes, options.ties).labels;

  const random = mulberry32(options.seed);
  const pies: number[] = [];
  const flagged: number[] = [];
  const halfPies: number[] = [];
  for (let split = 0; split < SPLITS; split++) {
    const order = shuffledIndices(networks, random);
    const halves = { dense: order.slice(0, half), compressed: order.slice(half, 2 * half) };
    const modal = modalOf(denseLabels, halves.dense);
    pies.push(differingImages(modal, modalOf(denseLabels, halves.compressed)).length);
    const recall = {
      dense: selectRecall(dense.recall, halves.dense),
      compressed: selectRecall(dense.recall, halves.compressed),
    };
    flagged.push(countFlagged(recall, options));
    if (!paired) {
      const drawn = shuffledIndices(compressed.predictions.members.length, random).slice(0, half);
      halfPies.push(settledPies + differingImages(modal, modalOf(compressedLabels, drawn)).length);
    }
  }
  return {
    kind: 'splitHalf',
    k: [half, half],
    pies: mean(pies),
    flaggedClasses: mean(flagged),
    interval: [quantileOf(pies, 0.025), quantileOf(pies, 0.975)],
    halfPies: paired ? null : mean(halfPies),
    splits: SPLITS,
    seed: options.seed,
  };
}
