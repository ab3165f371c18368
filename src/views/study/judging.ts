import type { Annotations, Judgement } from '../../audit/study/study';
import { codebook, withOwnCodes } from '../../audit/study/studyCodes';

/** How judging stands: what is said so far, the place in the study's order, and what undo goes back to. */
export type Judging = {
  annotations: Annotations;
  position: number;
  past: { annotations: Annotations; position: number }[];
  /** Where a note is being written, which is one step to undo. */
  noting: number | null;
};

/** What an annotator does. `at` is the time, ISO 8601. */
export type JudgingStep =
  | { kind: 'toggle'; code: string; at: string }
  | { kind: 'difficulty'; difficulty: number | null; at: string }
  | { kind: 'note'; note: string; at: string }
  | { kind: 'next'; at: string }
  | { kind: 'previous' }
  | { kind: 'undo' }
  | { kind: 'addCode'; code: string };

/** Steps that can be undone. */
const MOST_PAST = 200;

/**
 * Keys of the codebook's codes, in its order, and then of codes of one's own; digits, N, Z and Enter have
 * other uses.
 */
const KEYS = 'lscfatoqweryuidghjkbvm';

/** The codes an annotator has, each with its key; the last of many have none. */
export function codesWithKeys(ownCodes: string[]): { id: string; key: string | null }[] {
  return [...codebook.map(({ id }) => id), ...ownCodes].map((id, place) => ({
    id,
    key: KEYS[place] ?? null,
  }));
}

/** What is said of the image at the place of a study; null where it is not judged yet. */
export function judgementAt({ study, judgements }: Annotations, position: number): Judgement | null {
  return judgements.find(({ image }) => image === study.images[position]) ?? null;
}

/** Judging from what was kept: at the first image that is not judged, or at the last. */
export function startJudging(annotations: Annotations): Judging {
  const { study, judgements } = annotations;
  const judged = new Set(judgements.map(({ image }) => image));
  const first = study.images.findIndex((image) => !judged.has(image));
  return { annotations, position: first < 0 ? study.images.length - 1 : first, past: [], noting: null };
}

function remembered({ annotations, position, past }: Judging): Judging['past'] {
  return [...past, { annotations, position }].slice(-MOST_PAST);
}

/** The state with the image in place judged, changed by `change`. */
function judged(state: Judging, at: string, change: (now: Judgement) => Partial<Judgement>): Judging {
  const { annotations, position } = state;
  const image = annotations.study.images[position];
  const known = judgementAt(annotations, position);
  const now = known ?? { image, codes: [], note: '', difficulty: null, at };
  const next = { ...now, ...change(now), at };
  const others = annotations.judgements.filter((judgement) => judgement !== known);
  return {
    ...state,
    annotations: { ...annotations, judgements: [...others, next] },
    past: remembered(state),
    noting: null,
  };
}

/** The state after a step. An image that `next` leaves counts as judged, also where no code holds. */
export function judge(state: Judging, step: JudgingStep): Judging {
  const { annotations, position, past } = state;
  const last = annotations.study.images.length - 1;
  switch (step.kind) {
    case 'toggle': {
      const { code } = step;
      return judged(state, step.at, ({ codes }) => ({
        codes: codes.includes(code) ? codes.filter((other) => other !== code) : [...codes, code],
      }));
    }
    case 'difficulty':
      return judged(state, step.at, () => ({ difficulty: step.difficulty }));
    case 'note': {
      const next = judged(state, step.at, () => ({ note: step.note.slice(0, 2000) }));
      return { ...next, past: state.noting === position ? past : next.past, noting: position };
    }
    case 'next': {
      const done = judgementAt(annotations, position) ? state : judged(state, step.at, () => ({}));
      return { ...done, position: Math.min(last, position + 1), noting: null };
    }
    case 'previous':
      return { ...state, position: Math.max(0, position - 1), noting: null };
    case 'undo': {
      const before = past.at(-1);
      return before ? { ...before, past: past.slice(0, -1), noting: null } : state;
    }
    case 'addCode': {
      const ownCodes = withOwnCodes(annotations.ownCodes, [step.code]);
      if (ownCodes === annotations.ownCodes) return state;
      return { ...state, annotations: { ...annotations, ownCodes }, past: remembered(state), noting: null };
    }
  }
}
