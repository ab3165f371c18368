// Fine-tunes what an experiment compares, network by network, in the lab; what is finished is kept for the
// next run.
import type { Both } from '../../audit/findings';
import { type Finetuning, finetunePopulation } from '../../engine/finetune';
import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { Learning } from '../../views/learning/learningWords';
import { isAbort } from './abort';
import type { Devices } from './devices';
import type { Meter } from './meter';

/** Runs over an image that training on it costs: there, back to the weights, back to the input. */
const TRAINING_PASSES = 3;

/** What no device is cheaper by: a pruned network's training costs its share of weights left, and this. */
const OVERHEAD = 0.15;

/** Networks that are fine-tuned and kept, the latest. */
const KEPT = 200;

/**
 * Units of work, (network, image) pairs, of fine-tuning `members` networks of which `left` (0..1) of the
 * weights are left.
 */
export function finetuningWork(members: number, images: number, epochs: number, left: number): number {
  return members * images * epochs * TRAINING_PASSES * Math.min(1, left + OVERHEAD);
}

/** What is fine-tuned, and by what. */
export type Tuned = { sides: Both<Population>; learning: Learning };

type Wish = {
  dense: Population;
  compressed: Population;
  /** Whether the dense networks are fine-tuned alike. */
  alike: boolean;
  tuning: Finetuning;
  /** Share of the weights that the compressed networks have left, 0..1. */
  left: number;
};

/**
 * Fine-tunes the compressed networks and, where they are treated alike, the dense ones, over all of
 * `images`. `learned` hears of loss and accuracy as they come; networks finished are in `kept`, also where
 * the signal aborts.
 */
export async function finetuneBoth(
  devices: Devices,
  { dense, compressed, alike, tuning, left }: Wish,
  images: Shard,
  kept: Map<string, Population>,
  signal: AbortSignal,
  meter: Meter,
  learned: (learning: Learning) => void,
): Promise<Tuned> {
  const { device, note, own } = await devices.trainer();
  const learning: Learning = {
    epochs: tuning.epochs,
    images: images.count,
    device: device.description,
    note,
    networks: [],
  };
  const side = async (name: 'dense' | 'compressed', population: Population): Promise<Population> => {
    const work = finetuningWork(1, images.count, tuning.epochs, name === 'dense' ? 1 : left);
    const first = learning.networks.length;
    for (const { id } of population.members) {
      learning.networks.push({ side: name, member: id, done: 0, points: [] });
    }
    return finetunePopulation(device, population, tuning, images, {
      kept,
      signal,
      parallel: device.trainsAtOnce ?? globalThis.navigator?.hardwareConcurrency ?? 2,
      told(member, done, point) {
        const network = learning.networks[first + member];
        meter.add((done - network.done) * work);
        network.done = done;
        if (point) network.points.push({ epoch: done * tuning.epochs, ...point });
        if (point || done === 1) learned(structuredClone(learning));
      },
    });
  };
  try {
    meter.doing(`Fine-tuning the pruned networks${note ? ', in WebAssembly' : ''}`);
    const tuned = await side('compressed', compressed);
    if (alike) meter.doing(`Fine-tuning the dense networks alike${note ? ', in WebAssembly' : ''}`);
    return { sides: { compressed: tuned, dense: alike ? await side('dense', dense) : dense }, learning };
  } catch (error) {
    if (isAbort(error) || signal.aborted || own) throw error;
    // What is kept is not trained again.
    await devices.replace(device, error);
    return finetuneBoth(
      devices,
      { dense, compressed, alike, tuning, left },
      images,
      kept,
      signal,
      meter,
      learned,
    );
  } finally {
    if (own) device.close();
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest);
  }
}
