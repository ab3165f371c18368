// Fine-tunes what an experiment compares, network by network, in the lab; what is finished is kept for the
// next run.
import type { Both } from '../../audit/findings';
import { type Finetuning, finetuneInRounds, type InRounds } from '../../engine/finetune';
import type { Population } from '../../model/population';
import { sparsityOfRound } from '../../model/rounds';
import type { Shard } from '../../model/shard';
import type { Learning } from '../../views/learning/learningWords';
import { isAbort } from './abort';
import type { Devices } from './devices';
import type { Meter } from './meter';

/** Runs over an image that training on it costs: there, back to the weights, back to the input. */
const TRAINING_PASSES = 3;

/** What no device is cheaper by: a pruned network's training costs its share of weights left, and this. */
const OVERHEAD = 0.15;

/** Networks that are fine-tuned and kept, the latest; of one experiment all, whatever its rounds. */
const KEPT = 200;

/**
 * Units of work, (network, image) pairs, of fine-tuning `members` networks in rounds, round by round;
 * `sparsity` (0..1) of the weights are gone in the last.
 */
export function finetuningWork(
  members: number,
  images: number,
  epochs: number,
  sparsity: number,
  rounds: number,
): number[] {
  return Array.from({ length: rounds }, (_, at) => {
    const left = 1 - sparsityOfRound(sparsity, at + 1, rounds);
    return members * images * epochs * TRAINING_PASSES * Math.min(1, left + OVERHEAD);
  });
}

/** What is fine-tuned, and by what. */
export type Tuned = { sides: Both<Population>; learning: Learning };

type Wish = {
  dense: Population;
  /** The pruned networks, or the dense ones where they are pruned in rounds. */
  compressed: Population;
  inRounds: InRounds;
  /** Whether the dense networks are fine-tuned alike. */
  alike: boolean;
  tuning: Finetuning;
  /** Share of the weights that the compressed networks lack in the end, 0..1. */
  sparsity: number;
};

/**
 * Fine-tunes the compressed networks and, where they are treated alike, the dense ones, over all of
 * `images`. `learned` hears of loss and accuracy as they come; networks finished are in `kept`, also where
 * the signal aborts.
 */
export async function finetuneBoth(
  devices: Devices,
  wish: Wish,
  images: Shard,
  kept: Map<string, Population>,
  signal: AbortSignal,
  meter: Meter,
  learned: (learning: Learning) => void,
): Promise<Tuned> {
  const { dense, compressed, alike, tuning, inRounds, sparsity } = wish;
  const { rounds } = inRounds;
  const { device, note, own } = await devices.trainer();
  const learning: Learning = {
    epochs: tuning.epochs,
    rounds,
    images: images.count,
    device: device.description,
    note,
    networks: [],
  };
  const side = async (name: 'dense' | 'compressed', population: Population): Promise<Population> => {
    const removed = name === 'dense' ? 0 : sparsity;
    const work = finetuningWork(1, images.count, tuning.epochs, removed, rounds);
    const first = learning.networks.length;
    for (const { id } of population.members) {
      learning.networks.push({ side: name, member: id, done: 0, points: [] });
    }
    const how = { rounds, pruning: name === 'dense' ? null : inRounds.pruning };
    return finetuneInRounds(device, population, how, tuning, images, {
      kept,
      signal,
      parallel: device.trainsAtOnce ?? globalThis.navigator?.hardwareConcurrency ?? 2,
      told(round, member, done, point) {
        const network = learning.networks[first + member];
        const all = (round - 1 + done) / rounds;
        meter.add((all - network.done) * rounds * work[round - 1]);
        network.done = all;
        if (point) network.points.push({ epoch: all * rounds * tuning.epochs, ...point });
        if (point || done === 1) learned(structuredClone(learning));
      },
    });
  };
  try {
    const doing = inRounds.pruning ? 'Pruning and fine-tuning in rounds' : 'Fine-tuning the pruned networks';
    meter.doing(`${doing}${note ? ', in WebAssembly' : ''}`);
    const tuned = await side('compressed', compressed);
    if (alike) meter.doing(`Fine-tuning the dense networks alike${note ? ', in WebAssembly' : ''}`);
    return { sides: { compressed: tuned, dense: alike ? await side('dense', dense) : dense }, learning };
  } catch (error) {
    if (isAbort(error) || signal.aborted || own) throw error;
    // What is kept is not trained again.
    await devices.replace(device, error);
    return finetuneBoth(devices, wish, images, kept, signal, meter, learned);
  } finally {
    if (own) device.close();
    const room = Math.max(KEPT, 2 * rounds * compressed.members.length);
    for (const oldest of [...kept.keys()].slice(0, -room)) kept.delete(oldest);
  }
}
