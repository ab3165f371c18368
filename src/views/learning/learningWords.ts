import { tunedWords } from '../../model/epochs';
import { count, counted, level, noun, percent, wordAlone } from '../../text/format';

/**
 * One network as it is fine-tuned: share of its steps done, loss (nats) and accuracy (0..1) on training
 * images by stretches.
 */
export type LearningNetwork = {
  side: 'dense' | 'compressed';
  member: string;
  done: number;
  points: { epoch: number; loss: number; accuracy: number }[];
};

/** A fine-tuning, under way or done. */
export type Learning = {
  /** Epochs of each round of pruning and fine-tuning, and how many rounds there are. */
  epochs: number;
  rounds: number;
  /** Training images. */
  images: number;
  device: string;
  /** Why another device trains than the one in use. */
  note: string | null;
  networks: LearningNetwork[];
};

/** Mean accuracy of the networks of a side in their first and their latest stretch; null before any. */
function moved(networks: LearningNetwork[]): { from: number; to: number } | null {
  const begun = networks.filter(({ points }) => points.length > 0);
  if (begun.length === 0) return null;
  const mean = (of: (network: LearningNetwork) => number) =>
    begun.reduce((sum, network) => sum + of(network), 0) / begun.length;
  return {
    from: mean(({ points }) => points[0].accuracy),
    to: mean(({ points }) => points[points.length - 1].accuracy),
  };
}

/** How far fine-tuning is and how accuracy moved; what was finished before a stop is said to be kept. */
export function learningClaim(
  { epochs, rounds, networks }: Learning,
  running: boolean,
  sparsity: number | null,
): string {
  const finished = networks.filter(({ done }) => done === 1).length;
  const pruned = networks.filter(({ side }) => side === 'compressed');
  const accuracy = moved(pruned);
  const at = sparsity === null ? '' : ` at ${level(sparsity)} removed`;
  const went = accuracy
    ? ` Accuracy on training images${at} went from ${percent(accuracy.from)} in the pruned networks’ first ` +
      `steps${rounds > 1 ? ' of the first round' : ''}, to ${percent(accuracy.to)}.`
    : '';
  const long = tunedWords(epochs, rounds);
  const all = `${count(networks.length)} ${noun(networks.length, 'network')}`;
  if (finished === networks.length) return `${all}, fine-tuned ${long}.${went}`;
  const part = `${wordAlone(finished)} of ${all}`;
  if (running) return `Fine-tuning ${long}: ${part} done.${went}`;
  return (
    `Stopped with ${part} fine-tuned.` +
    (finished > 0 ? ' What is finished is kept, and Run goes on with the others.' : '') +
    went
  );
}

/** Where and on what it is trained. */
export function learningPlace({ images, device, note }: Learning): string {
  return `${counted(images, 'training image')}, on ${device}${note ? ` (${note})` : ''}`;
}
