// How a GPU's invocations share out a dense convolution, and which way was the fastest on one adapter.

import { median, ratioOf } from './measurements';

/** Images and output channels that one invocation sums at once, and invocations in a workgroup. */
export type TileShape = { images: number; channels: number; lanes: number };

/** The shape that runs on an adapter, and how it was chosen. */
export type TileChoice = {
  shape: TileShape;
  /** Whether it is the one that runs where nothing is measured. */
  isUsual: boolean;
  /** Shapes that were timed, of those that were to be. */
  timed: number;
  candidates: number;
  /** Multiply-adds a second of this shape and of the usual one; null where too little was timed. */
  speed: { chosen: number; usual: number } | null;
  /** Whether the times are those of an earlier visit. */
  isRemembered: boolean;
};

/** Rounds in which every candidate is timed once. */
export const ROUNDS = 5;

/** A candidate takes the place of the usual shape if every round of it takes less than this share. */
export const CLEARLY_LESS = 0.95;

/**
 * The candidate to run, by its position in `times`: [candidate][round] in milliseconds, the usual shape
 * first, none for one that does not run here. Another is taken only where it was clearly faster in each of
 * `ROUNDS` rounds than the usual one in the same round, which noise hardly ever gives. Of several it is the
 * one with the least median ratio.
 */
export function chooseShape(times: readonly (readonly number[])[]): number {
  const [usual = []] = times;
  if (usual.length < ROUNDS) return 0;
  let best = { index: 0, ratio: 1 };
  times.forEach((own, index) => {
    if (own.length !== usual.length) return;
    const ratio = ratioOf(own, usual);
    if (ratio.most < CLEARLY_LESS && ratio.median < best.ratio) best = { index, ratio: ratio.median };
  });
  return best.index;
}

/** What the times of `candidates` say; `work` is the multiply-adds of a round. */
export function tileChoice(
  candidates: readonly TileShape[],
  times: readonly (readonly number[])[],
  work: number,
  isRemembered: boolean,
): TileChoice {
  const index = chooseShape(times);
  const timed = times.filter(({ length }) => length >= ROUNDS).length;
  const speedOf = (own: readonly number[]) => (work * 1000) / median(own);
  return {
    shape: candidates[index],
    isUsual: index === 0,
    timed,
    candidates: candidates.length,
    speed: times[0]?.length >= ROUNDS ? { chosen: speedOf(times[index]), usual: speedOf(times[0]) } : null,
    isRemembered,
  };
}
