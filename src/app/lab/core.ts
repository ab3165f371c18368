import type { Store } from '../loading/store';
import type { Bench } from './bench';
import type { LabEvent, LabRequest } from './protocol';
import type { AnswerStore } from './robustness';
import type { SessionChange, SessionState } from './sessionState';

/** What all services of the lab work with: what it knows, the dataset that is open, and whom to tell. */
export type Core = {
  store: Store<SessionState, SessionChange>;
  /** Rejects where no dataset is open yet. */
  bench: () => Promise<Bench>;
  post: (event: LabEvent) => void;
  /** Answers to corrupted images that are known: they are not computed again. */
  underCorruption: AnswerStore;
  /** Drops what was found on the images that there were. */
  forget: () => void;
};

export type Requested<K extends LabRequest['kind']> = Extract<LabRequest, { kind: K }>;
