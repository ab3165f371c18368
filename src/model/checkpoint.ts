import type { TrainingState } from './training';

/** How far a training is: epochs done, the state after them, and the last epoch's loss (nats) and accuracy (0..1). */
export type Checkpoint = { epoch: number; state: TrainingState; loss: number; accuracy: number };
