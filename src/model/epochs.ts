import { noun } from '../text/format';

/** Epochs of fine-tuning that are offered; 0 is none. */
export const FINETUNE_EPOCHS = [0, 0.25, 1, 3] as const;

/** "0.25 epochs". */
export function epochWords(epochs: number): string {
  return `${epochs} ${noun(epochs, 'epoch')}`;
}
