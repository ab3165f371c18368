import { useCallback, useState } from 'react';
import type { Guessed, WithheldNumbers } from '../../charts/withheld';
import { TOUR } from './addresses';

/** What the reader guessed at a step; `skipped` for who asked to be told. */
type Guess = number | 'skipped';

/** The guesses by the number of their step. */
export type Guesses = Readonly<Record<number, Guess>>;

const KEY = 'lacuna-tour-guesses';
const NO_GUESSES: Guesses = {};

const isGuess = ([, guess]: [string, unknown]) => typeof guess === 'number' || guess === 'skipped';

/** The guesses by dataset as they were kept, or what of them is left. */
export function readGuesses(text: string | null): Record<string, Guesses> {
  let all: unknown;
  try {
    all = JSON.parse(text ?? '');
  } catch {
    return {};
  }
  const read = (guesses: unknown) => Object.fromEntries(Object.entries(guesses ?? {}).filter(isGuess));
  return Object.fromEntries(Object.entries(all ?? {}).map(([data, guesses]) => [data, read(guesses)]));
}

/** The guesses of this session, by dataset. */
function kept(): Record<string, Guesses> {
  try {
    return readGuesses(sessionStorage.getItem(KEY));
  } catch {
    return {};
  }
}

/** The guesses on a dataset, over all steps and when the page is loaded again; and how to add one. */
export function useGuesses(data: string): [Guesses, (step: number, guess: Guess) => void] {
  const [all, setAll] = useState(kept);
  const add = useCallback(
    (step: number, guess: Guess) =>
      setAll((now) => {
        const next = { ...now, [data]: { ...now[data], [step]: guess } };
        try {
          sessionStorage.setItem(KEY, JSON.stringify(next));
        } catch {
          // A browser without storage asks again when the page is loaded again.
        }
        return next;
      }),
    [data],
  );
  return [all[data] ?? NO_GUESSES, add];
}

/** What stands in the place of a number until its step has asked for it. */
const LINES: Record<Guessed, (step: number) => string> = {
  pies: (step) => `How many images change their label? The tour asks in step ${step}.`,
  floor: (step) => `How many does retraining alone change? The tour asks in step ${step}.`,
};

const NOTHING: WithheldNumbers = {};

/**
 * The step whose guess is asked for at a step that asks, from 1: its own, or that of an earlier one, on whose
 * answer it builds, where the reader came here without it. Null where nothing is asked, or no more.
 */
export function askedAt(step: number, guesses: Guesses): number | null {
  if (TOUR[step - 1].asks === undefined) return null;
  const open = TOUR.findIndex(({ asks }, index) => asks !== undefined && guesses[index + 1] === undefined);
  return open >= 0 && open < step ? open + 1 : null;
}

/**
 * What the page does not say yet at a step of the tour: what this step or a later one asks for, until the
 * reader has guessed it or asked to be told. Nothing while the tour is off.
 */
export function withheldAt(step: number | null, guesses: Guesses, hasFloor: boolean): WithheldNumbers {
  if (step === null) return NOTHING;
  const from = askedAt(step, guesses) ?? step;
  const open = TOUR.flatMap(({ asks }, index) => {
    const at = index + 1;
    const isOpen = asks !== undefined && at >= from && guesses[at] === undefined;
    return isOpen && (asks !== 'floor' || hasFloor) ? [[asks, LINES[asks](Math.max(at, step))] as const] : [];
  });
  return open.length === 0 ? NOTHING : Object.fromEntries(open);
}
