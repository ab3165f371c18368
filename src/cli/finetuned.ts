/** Fine-tuning for `lacuna run`: its progress, with the time left. */

import type { Device } from '../engine/device';
import { finetuneInRounds, inRoundsOf } from '../engine/finetune';
import { finetuneOf } from '../model/methods/registry';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import type { MadeVariant } from '../model/variant';
import type { Progress } from './telling';

/**
 * Fine-tunes every network of a population as `made` says, as many at once as there are threads. Where it
 * goes in rounds, these prune it too.
 */
export async function finetuned(
  device: Device,
  population: Population,
  made: MadeVariant,
  seed: number,
  images: Shard,
  parallel: number,
  progress: Progress,
): Promise<Population> {
  const inRounds = inRoundsOf(made);
  const tuning = { epochs: finetuneOf(made), seed };
  const shares = new Float64Array(population.members.length);
  const started = performance.now();
  const told = (round: number, member: number, share: number) => {
    shares[member] = (round - 1 + share) / inRounds.rounds;
    const done = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    const seconds = ((performance.now() - started) / 1000) * (1 / done - 1);
    progress(`fine-tuning, about ${Math.ceil(seconds)} s left,`, done);
  };
  return finetuneInRounds(device, population, inRounds, tuning, images, { told, parallel });
}
