// An epoch of several networks at once on the GPU; nothing is read back but losses, and, where masks move,
// the values that decide them.
import type { Shard } from '../../../model/shard';
import type { TrainingState } from '../../../model/training';
import type { EpochResult, EpochSettings, TrainingProgress } from '../../device';
import { createEpoch } from '../../epoch';
import type { Clock } from '../clock';
import type { Operation } from '../failure';
import { createTrainer, MOST_WAITING, type TrainingSpace } from './trainer';

/** One network's epoch. */
export type Asked = { settings: EpochSettings; state: TrainingState; progress: TrainingProgress };

/** Milliseconds between two readings that are aimed at: progress is told, and what stops is heard. */
const AIM_MS = 150;

/** Trains networks of one architecture and recipe for the same epoch over the same images. */
export async function trainEpochs(
  work: TrainingSpace,
  operation: Operation,
  clock: Clock,
  asked: Asked[],
  images: Shard,
): Promise<EpochResult[]> {
  const { architecture, recipe } = asked[0].settings;
  const epochs = asked.map(({ settings, state, progress }) =>
    createEpoch(settings, images.count, state, progress),
  );
  const masks = asked.map(({ state }) => state.masks);
  const states = asked.map(({ state }) => state);
  const trainer = await createTrainer(work, operation, architecture, recipe, images, states);
  const { turns } = epochs[0];
  let pace = 1;
  let waiting = 0;
  let since = clock.now();
  const collect = async () => {
    for (const results of await trainer.losses(waiting)) {
      epochs.forEach((epoch, member) => {
        epoch.add(results[member]);
      });
    }
    const took = Math.max(1, clock.now() - since);
    pace = Math.max(1, Math.min(MOST_WAITING, Math.round((waiting * AIM_MS) / took)));
    waiting = 0;
    since = clock.now();
  };
  for (let turn = 0; turn < turns; turn++) {
    operation.check();
    if (epochs.some((epoch) => epoch.sparsity(turn) !== null)) {
      if (waiting > 0) await collect();
      const values = await trainer.values();
      epochs.forEach((epoch, member) => {
        const next = epoch.masks(turn, values[member]);
        if (!next) return;
        masks[member] = next;
        epoch.masked(next);
      });
      trainer.setMasks(masks);
    }
    trainer.step(epochs, turn, waiting);
    waiting++;
    if (waiting >= pace || turn === turns - 1) await collect();
  }
  const [values, velocities] = [await trainer.values(), await trainer.velocities()];
  return epochs.map((epoch, member) =>
    epoch.result({ values: values[member], velocities: velocities[member], masks: masks[member] }),
  );
}
