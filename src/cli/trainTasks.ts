// Trainings side by side: what --out holds already is left, what stopped goes on from its checkpoint, and
// each finished network is written at once.

import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Device } from '../engine/device';
import { type TrainingTask, trainNetwork } from '../engine/training';
import { readCheckpoint, writeCheckpoint } from '../formats/network/checkpoint';
import { writePopulation } from '../formats/network/description';
import { graphOf } from '../model/graph';
import type { Population } from '../model/population';
import { epochsOf } from '../model/rounds';
import type { Shard } from '../model/shard';
import type { TrainingState } from '../model/training';
import { fixed } from '../text/fixed';
import { counted, noun } from '../text/format';
import { messageOf } from '../text/messageOf';
import { collectPredictions } from './collect';
import { makeFolder, readBytes, writeWhole } from './files';
import { UsageError } from './flags';
import type { Told } from './telling';
import { createNodeWasmDevice } from './wasmDevice';

/** A training, and the state that it starts from where that is not a fresh network. */
export type StartedTask = TrainingTask & { start?: TrainingState };

export type Place = {
  images: Shard;
  test: Shard | null;
  out: string;
  resume: boolean;
  root: string;
  told: Told;
};

/** Trains every task that `out` does not hold yet, as many at once as there are cores. */
export async function runTasks(tasks: StartedTask[], place: Place): Promise<void> {
  const { images, test, out, resume, root, told } = place;
  const fileOf = ({ member }: TrainingTask, ending: string) =>
    join(out, `${member.id.replaceAll('/', '-')}${ending}`);
  refuseMisfits(tasks, images, (task) => fileOf(task, '.json'));
  await makeFolder(out);
  const left = tasks.filter(
    (task) => !(existsSync(fileOf(task, '.json')) && existsSync(fileOf(task, '.safetensors'))),
  );
  if (left.length < tasks.length) {
    const done = tasks.length - left.length;
    if (!resume) {
      throw new Error(
        `Expected ${out} without the networks to be trained, but it has ${done} of them; --resume ` +
          'trains the others.',
      );
    }
    for (const task of tasks.filter((each) => !left.includes(each))) {
      const file = fileOf(task, '.json');
      const was = trainingIn(await readBytes(file));
      if (was !== JSON.stringify(trainingOf(task, images))) {
        throw new Error(
          `Expected ${file} to be of the same training, got another: other images, epochs, rates or ` +
            'sparsity; choose another --out.',
        );
      }
    }
    told.note(`${done} of ${counted(tasks.length, 'network')} ${noun(done, 'is', 'are')} there already.`);
  }
  if (left.length === 0) return;
  if (!resume) refuseBegun(left.map((task) => fileOf(task, '.checkpoint')));
  const { device, threads } = await createNodeWasmDevice(root, left.length);
  const shares = new Float64Array(left.length);
  const started = performance.now();
  let before = -1;
  const report = (index: number, share: number) => {
    shares[index] = share;
    const done = shares.reduce((sum, each) => sum + each, 0) / left.length;
    if (before < 0) before = done;
    const seconds = (performance.now() - started) / 1000;
    const rest = done > before ? (seconds * (1 - done)) / (done - before) : Number.NaN;
    told.progress(`training, ${Number.isFinite(rest) ? `about ${Math.ceil(rest)} s left,` : ''}`, done);
  };
  try {
    const queue = left.map((task, index) => ({ task, index }));
    const failures: string[] = [];
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const { task, index } = next;
        try {
          await trainOne(device, task, {
            images,
            test,
            file: (ending) => fileOf(task, ending),
            resume,
            told,
            report: (share) => report(index, share),
          });
        } catch (error) {
          failures.push(messageOf(error));
        }
      }
    };
    await Promise.all(Array.from({ length: threads }, worker));
    if (failures.length > 0) throw new Error([...new Set(failures)].join(' '));
  } finally {
    device.close();
  }
}

/** Throws where trainings were begun before, which would be lost if they began anew. */
function refuseBegun(checkpoints: string[]): void {
  const begun = checkpoints.filter((file) => existsSync(file));
  if (begun.length === 0) return;
  const others = begun.length - 1;
  throw new Error(
    `Expected no training that stopped before its end, but ${begun[0]} is of one` +
      `${others > 0 ? `, and ${counted(others, 'file')} beside it` : ''}; --resume goes on from there, and ` +
      'another --out begins anew.',
  );
}

/** What is written of a training beside its network. */
function trainingOf({ recipe, target, seed, rounds = null }: TrainingTask, images: Shard) {
  return {
    ...{ recipe, target, seed, images: images.id, count: images.count },
    ...(rounds && { rounds }),
  };
}

/** The training that a description says, as text; empty where it is none. */
function trainingIn(bytes: Uint8Array): string {
  try {
    return JSON.stringify((JSON.parse(new TextDecoder().decode(bytes)) as { training?: unknown }).training);
  } catch {
    return '';
  }
}

/** Throws where two networks would be one file, or the images have other classes than networks outputs. */
function refuseMisfits(tasks: StartedTask[], images: Shard, fileOf: (task: StartedTask) => string): void {
  const files = tasks.map(fileOf);
  const twice = files.find((file, at) => files.indexOf(file) !== at);
  if (twice) throw new Error(`Expected networks with different names, got two for ${twice}.`);
  for (const { architecture, recipe } of tasks.slice(0, 1)) {
    if (recipe.batch > images.count) {
      throw new UsageError(
        `Expected --batch of at most the ${images.count} training images, got ${recipe.batch}.`,
      );
    }
    const nodes = graphOf(architecture);
    const outputs = nodes[nodes.length - 1].shape.channels;
    if (outputs === images.classes.length) continue;
    throw new Error(
      `Expected images of ${outputs} classes, one an output of the network, got ${images.classes.length}.`,
    );
  }
}

type One = {
  images: Shard;
  test: Shard | null;
  file(ending: string): string;
  resume: boolean;
  told: Told;
  report(share: number): void;
};

async function trainOne(
  device: Device,
  task: StartedTask,
  { images, test, file, resume, told, report }: One,
): Promise<void> {
  const { architecture, recipe, target, member } = task;
  const rounds = task.rounds ?? null;
  const kept = file('.checkpoint');
  const what = JSON.stringify({
    ...{ seed: task.seed, architecture, recipe, target, images: images.id },
    ...(rounds && { rounds }),
  });
  const from =
    resume && existsSync(kept) ? readCheckpoint(architecture, await readBytes(kept), what, kept) : null;
  if (from) told.note(`${member.id}: goes on after epoch ${from.epoch}.`);
  const network = await trainNetwork(device, task, images, {
    from: from ?? (task.start ? { epoch: 0, state: task.start, loss: 0, accuracy: 0, curve: [] } : null),
    progress: report,
    async checkpoint(checkpoint) {
      const { epoch, loss, accuracy } = checkpoint;
      try {
        await writeWhole(kept, writeCheckpoint(architecture, checkpoint, what));
      } catch (error) {
        const back = existsSync(kept) ? 'goes back to the last checkpoint' : 'begins anew';
        told.note(`${messageOf(error)} ${member.id}: training goes on; if it is stopped, it ${back}.`);
      }
      told.note(
        `${member.id}: epoch ${epoch} of ${epochsOf(recipe, rounds)}, loss ${fixed(loss, 3)}, ` +
          `accuracy ${fixed(100 * accuracy, 1)}% on training images.`,
      );
    },
  });
  const { json, weights } = writePopulation(network, images.classes);
  const described = {
    ...JSON.parse(json),
    training: trainingOf(task, images),
  };
  await writeWhole(file('.safetensors'), weights);
  await writeWhole(file('.json'), new TextEncoder().encode(`${JSON.stringify(described, null, 1)}\n`));
  await rm(kept, { force: true });
  if (test)
    told.note(
      `${member.id}: top-1 ${fixed(100 * (await accuracyOf(device, network, test)), 2)}% of ` +
        `${counted(test.count, 'test image')}.`,
    );
}

/** Share of the images that a network of one classifies right. */
async function accuracyOf(device: Device, network: Population, test: Shard): Promise<number> {
  const { labels } = await collectPredictions(device.run(network, test), network, test, () => {});
  let right = 0;
  for (let i = 0; i < test.count; i++) if (labels[i] === test.labels[i]) right++;
  return right / test.count;
}
