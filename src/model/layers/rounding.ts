import { type LayerKind, type Named, sameChannel } from './kind';

/**
 * Rounds every value to one of 256 (`onGrid` in quantise.ts): tensor `${name}.grid` is [2], the step between
 * two values and the number of the one that is 0.
 */
export type Round = Named & { kind: 'round' };

/** Made here for fixed point; `internal` keeps it out of files. */
export const round: LayerKind<Round> = {
  words: 'rounding',
  takes: 'one',
  named: true,
  internal: true,
  read: () => ({}),
  tensors: () => ({ grid: [2] }),
  shape: (_, [input]) => input,
  channels: sameChannel,
};
