import type { Votes } from '../findings';
import { laterWins, type TieRule } from './ties';

/** Per image: the class with most votes, and 1 where several share them. */
export type Modal = { labels: Uint16Array; tied: Uint8Array };

/**
 * Modal label of every image. A tie goes to the largest class index, as in the authors' code, or to the
 * smallest.
 */
export function modalLabels({ starts, labels: said, counts }: Votes, ties: TieRule): Modal {
  const images = starts.length - 1;
  const labels = new Uint16Array(images);
  const tied = new Uint8Array(images);
  const takesLater = laterWins(ties);
  for (let image = 0; image < images; image++) {
    const start = starts[image];
    const end = starts[image + 1];
    let winner = start;
    let sharing = 0;
    for (let entry = start + 1; entry < end; entry++) {
      if (counts[entry] > counts[winner]) {
        winner = entry;
        sharing = 0;
      } else if (counts[entry] === counts[winner]) {
        sharing = 1;
        if (takesLater) winner = entry;
      }
    }
    labels[image] = said[winner];
    tied[image] = sharing;
  }
  return { labels, tied };
}
