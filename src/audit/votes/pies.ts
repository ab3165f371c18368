import type { Both, Outcome, Pies } from '../findings';
import type { Modal } from './modal';

/** What became of a PIE with modal labels `dense` and `compressed` (different), given its true label. */
function outcomeOf(dense: number, compressed: number, truth: number): Outcome {
  if (dense === truth) return 'forgotten';
  return compressed === truth ? 'recovered' : 'traded';
}

/** Indices, ascending, of the images on which two populations' modal labels differ: the PIEs. */
export function differingImages(dense: Uint16Array, compressed: Uint16Array): Uint32Array {
  const images: number[] = [];
  for (let image = 0; image < dense.length; image++) {
    if (dense[image] !== compressed[image]) images.push(image);
  }
  return Uint32Array.from(images);
}

/**
 * The Pruning Identified Exemplars of two populations (Hooker et al. 2019) and their outcomes, given the true
 * labels [images].
 */
export function findPies(modal: Both<Modal>, truth: Uint16Array): Pies {
  const dense = modal.dense.labels;
  const compressed = modal.compressed.labels;
  const images = differingImages(dense, compressed);
  const outcomes = Array.from(images, (image) => outcomeOf(dense[image], compressed[image], truth[image]));
  const counts: Record<Outcome, number> = { forgotten: 0, recovered: 0, traded: 0 };
  for (const outcome of outcomes) counts[outcome]++;
  return { images, outcomes, counts, tied: tiedImages(modal) };
}

/** How many images have a tie for the most votes in either population. */
export function tiedImages({ dense, compressed }: Both<Modal>): number {
  let tied = 0;
  for (let image = 0; image < dense.tied.length; image++) {
    tied += dense.tied[image] | compressed.tied[image];
  }
  return tied;
}
