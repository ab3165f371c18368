import type { TieRule } from './findings';

/** Per image: the class with most votes, and 1 where several share them. */
export type Modal = { labels: Uint16Array; tied: Uint8Array };

/**
 * Modal label of every image from votes [images, classes]. A tie goes to the largest class index, as in the authors'
 * code, or to the smallest.
 */
export function modalLabels(votes: Uint16Array, classes: number, ties: TieRule): Modal {
  const images = votes.length / classes;
  const labels = new Uint16Array(images);
  const tied = new Uint8Array(images);
  const takesLater = ties === 'largest';
  for (let image = 0; image < images; image++) {
    const start = image * classes;
    let most = votes[start];
    let winner = 0;
    let sharing = 0;
    for (let label = 1; label < classes; label++) {
      const count = votes[start + label];
      if (count > most) {
        most = count;
        winner = label;
        sharing = 0;
      } else if (count === most) {
        sharing = 1;
        if (takesLater) winner = label;
      }
    }
    labels[image] = winner;
    tied[image] = sharing;
  }
  return { labels, tied };
}
