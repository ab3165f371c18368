import { createContext } from 'react';

/**
 * Numbers that a reader is to guess before they are read: how many images change their label, and how many
 * retraining alone changes.
 */
export type Guessed = 'pies' | 'floor';

/** Of each number that is not to be read yet, the sentence that stands in its place. */
export type WithheldNumbers = Partial<Record<Guessed, string>>;

/** What is not to be read yet; nothing where all may be. */
export const Withheld = createContext<WithheldNumbers>({});
