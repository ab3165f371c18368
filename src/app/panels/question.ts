// What a panel asks of a worker: declared beside the panel, listed in questions.ts, answered by answering.ts
// in the lab and for imports.
import type { Both, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import type { Zoo } from '../../library/zoo';
import type { Experiment } from '../../model/experiment';
import type { ImageMap } from '../../model/imageMap';
import type { Population } from '../../model/population';
import type { Attribute } from '../../model/shard';

/**
 * Two populations' answers with their audit, and what else is known of their images; the same of a zoo's and
 * of an import's.
 */
export type Compared = {
  findings: Findings;
  dense: Predictions;
  compressed: Predictions;
  /** A null population on the same images; null where there is none. */
  nulls: () => Promise<Predictions | null>;
  truth: () => Promise<Uint16Array>;
  /** The map of the images that came with them; null where none did. */
  imageMap: () => Promise<ImageMap | null>;
  /** Attributes of the images; those that pixels tell only where one of them is `named`. */
  attributes: (named: readonly string[]) => Promise<Attribute[]>;
  /** Training images of each class; null where they are not known. */
  trainingCounts: readonly number[] | null;
  /**
   * The same two populations where classes are rare by this ranking, then by others. Each stands beside those
   * trained on a balanced set of the same images. None where no such populations came with them.
   */
  rankings: () => Promise<Ranking[]>;
};

/** Two populations trained on a long-tailed set, and two on a balanced one. */
export type Ranking = {
  /** What the long-tailed dataset is called. */
  title: string;
  trainingCounts: readonly number[];
  longTail: Both<Predictions>;
  balanced: Both<Predictions>;
};

/** The zoo's populations, for an experiment's networks, images and tie rule. */
export type Trained = {
  zoo: Zoo;
  experiment: Experiment;
  /** The networks that the experiment compares, made where they are made here. */
  networks: () => Promise<Both<Population>>;
};

/** What is known so far of an answer, and the share of the work that is done, 0..1. */
export type Told<Answer> = { done: number; answer: Answer | null };

/** An answer, or work in slices: each tells what it knows, or null, and lets other messages in. */
export type Work<Answer> =
  | Promise<Answer>
  | Generator<Told<Answer> | null, Answer>
  | AsyncGenerator<Told<Answer> | null, Answer>;

/** Work that yields the share that is done, 0..1, as slices of an answer. */
export function* inSlices<Answer>(work: Generator<number, Answer>): Generator<Told<never>, Answer> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield { done: step.value, answer: null };
  }
}

/**
 * How a question is answered, from a comparison or from a zoo's trained populations. `scores`: with
 * probabilities, where there are any, which a zoo has in files of their own.
 */
export type Question<Asked, Answer> =
  | { of: 'comparison'; scores?: true; compute: (compared: Compared, asked: Asked) => Work<Answer> }
  | { of: 'zoo'; compute: (trained: Trained, asked: Asked) => Work<Answer> };
