import type { TrainingState } from './training';

/**
 * A stretch of steps: the step that follows it, and mean loss (nats) and accuracy (0..1) over its images in
 * training mode. `sparsity` is the share of kernel weights that are masked at its end.
 */
export type TrainingPoint = { step: number; loss: number; accuracy: number; sparsity: number };

/**
 * How far a training is: epochs done, the state after them, the last epoch's loss and accuracy, and all
 * stretches so far.
 */
export type Checkpoint = {
  epoch: number;
  state: TrainingState;
  loss: number;
  accuracy: number;
  curve: TrainingPoint[];
};
