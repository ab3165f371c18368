import { noun } from '../text/format';

/** Epochs of fine-tuning that are offered; 0 is none. */
export const FINETUNE_EPOCHS = [0, 0.25, 1, 3] as const;

/** Rounds of pruning and fine-tuning that are offered; 1 prunes once. */
export const PRUNE_ROUNDS = [1, 2, 3, 5] as const;

/** "0.25 epochs". */
export function epochWords(epochs: number): string {
  return `${epochs} ${noun(epochs, 'epoch')}`;
}

/** "for 0.25 epochs", "in 3 rounds of 1 epoch". */
export function tunedWords(epochs: number, rounds: number): string {
  return rounds > 1 ? `in ${rounds} rounds of ${epochWords(epochs)}` : `for ${epochWords(epochs)}`;
}
