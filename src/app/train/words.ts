/** What the page Train says of sizes, times and populations. */
import type { Ink } from '../../charts/DotStrip';
import type { Rounds } from '../../model/rounds';
import type { TrainingSize } from '../../model/trainingEstimate';
import type { TrainedVariant, TrainingDevice } from '../../model/trainingPlan';
import { fixed } from '../../text/fixed';
import { count, counted, level, noun } from '../../text/format';
import type { Ended } from './protocol';

/** What people call the devices that train. */
export const DEVICE_NAMES: Record<TrainingDevice, string> = {
  wasm: 'WebAssembly',
  webgpu: 'WebGPU',
  tensorflow: 'TensorFlow.js',
};

/** How sparse networks were pruned in rounds, as the end of a clause; empty where they were not. */
export function roundsWords(rounds: Rounds | null): string {
  if (!rounds) return '';
  const how = rounds.kind === 'ticket' ? 'made lottery tickets' : 'pruned iteratively';
  return `; sparse ones ${how} in ${count(rounds.rounds)} ${noun(rounds.rounds, 'round')}`;
}

/** Seconds as people say them; not finer than the measurement is. */
export function duration(seconds: number): string {
  if (seconds < 1.5) return 'a second';
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  return `${fixed(seconds / 3600, 1)} hours`;
}

/** A population's name in a sentence. */
export function populationName(variant: TrainedVariant): string {
  if (variant.kind === 'sparse') return `${level(variant.level)} removed`;
  return variant.kind === 'dense' ? 'dense' : 'retrained';
}

/** A population's networks in a sentence that sets them beside dense ones. */
export function whichNetworks(variant: TrainedVariant): string {
  if (variant.kind === 'sparse') return `those with ${level(variant.level)} of the weights removed`;
  return variant.kind === 'dense' ? 'others' : 'retrained ones';
}

/** A population's name on a chart. */
export function shortName(variant: TrainedVariant): string {
  return variant.kind === 'sparse' ? level(variant.level) : variant.kind === 'dense' ? 'dense' : 'retrained';
}

/** One colour a meaning: dense is blue, compressed orange, all else grey. */
export function inkOf(variant: TrainedVariant): Ink {
  if (variant.kind === 'sparse') return 'compressed';
  return variant.kind === 'dense' ? 'dense' : 'grey';
}

/** The size of a training. */
export function sizeWords({ members, epochs, images }: TrainingSize): string {
  return (
    `${count(members)} ${noun(members, 'network')} a population, ${counted(images, 'image')}, ` +
    `${count(epochs)} ${noun(epochs, 'epoch')}`
  );
}

/** What became of a training of so many networks; `goesOn` says whether what is not finished is kept. */
export function outcomeWords(
  { finished, message, stopped }: Pick<Ended, 'finished' | 'message' | 'stopped'>,
  networks: number,
  goesOn: boolean,
): string {
  const sentences = [
    `${stopped ? 'Stopped' : 'Done'}: ${count(finished)} of ${count(networks)} ` +
      `${noun(networks, 'network')} finished.`,
    message,
    stopped && goesOn && 'What was begun goes on where it was, from the list below.',
  ];
  return sentences.filter(Boolean).join(' ');
}
