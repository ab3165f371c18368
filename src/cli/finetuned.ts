/** Fine-tuning for `lacuna run`: its progress, with the time left. */

import type { Device } from '../engine/device';
import { type Finetuning, finetunePopulation } from '../engine/finetune';
import type { Population } from '../model/population';
import type { Shard } from '../model/shard';
import type { Progress } from './telling';

/** Fine-tunes every network of a population, as many at once as there are threads. */
export async function finetuned(
  device: Device,
  population: Population,
  tuning: Finetuning,
  images: Shard,
  parallel: number,
  progress: Progress,
): Promise<Population> {
  const shares = new Float64Array(population.members.length);
  const started = performance.now();
  const told = (member: number, share: number) => {
    shares[member] = share;
    const done = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    const seconds = ((performance.now() - started) / 1000) * (1 / done - 1);
    progress(`fine-tuning, about ${Math.ceil(seconds)} s left,`, done);
  };
  return finetunePopulation(device, population, tuning, images, { told, parallel });
}
