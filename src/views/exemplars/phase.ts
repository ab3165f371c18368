/**
 * Where findings come from: a finished comparison; a run that goes on; a run that was stopped; or an earlier
 * experiment, shown until the new one's are there.
 */
export type FindingsPhase =
  | { kind: 'complete' }
  | { kind: 'running'; done: number }
  | { kind: 'partial'; done: number }
  | { kind: 'stale' };

/** How much of a run is in, for people. `done` is 0..1. */
export function doneWords(done: number): string {
  return `${Math.floor(100 * Math.min(1, Math.max(0, done)))}% of the answers`;
}

/** What a reader must know of findings that are not final; null for final ones. */
export function phaseWords(phase: FindingsPhase): string | null {
  if (phase.kind === 'running') return `So far, with ${doneWords(phase.done)} in.`;
  if (phase.kind === 'partial') return `The run was stopped with ${doneWords(phase.done)} in.`;
  return phase.kind === 'stale' ? 'From the experiment before, until the new answers are in.' : null;
}
