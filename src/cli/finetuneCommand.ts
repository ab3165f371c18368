// `lacuna finetune`: trained networks go on learning; the weights that were pruned stay so.

import { type ImportedMember, stackNetworks } from '../formats/network/population';
import { FINETUNE_RATE, startingState } from '../model/finetune';
import { graphOf } from '../model/graph';
import { type Recipe, ZOO_RECIPE } from '../model/recipe';
import { MOST_ROUNDS, type Rounds } from '../model/rounds';
import type { Shard } from '../model/shard';
import type { TrainingState } from '../model/training';
import type { Variant } from '../model/variant';
import { collectPredictions } from './collect';
import {
  choice,
  each,
  type FlagKinds,
  type Flags,
  integer,
  listOf,
  number,
  parseFlags,
  required,
  UsageError,
} from './flags';
import { fedMembers, readNetworks } from './networkFiles';
import { outputsOf } from './runClasses';
import type { Context, Told } from './telling';
import { trainingImages } from './trainingImages';
import { runTasks, type StartedTask } from './trainTasks';
import { createNodeWasmDevice } from './wasmDevice';

const FLAGS: FlagKinds = {
  network: 'list',
  ...each('value', 'mean std zoo images test images-count epochs sparsity rounds scope batch rate out'),
  resume: 'switch',
};

/** A network's values with still velocities, masked where its kernels are zero, and the share of these. */
function startOf({ network }: ImportedMember): { state: TrainingState; sparsity: number } {
  const { architecture, tensors } = network;
  const state = startingState(architecture, (name) => tensors.get(name)!, true);
  const masks = Object.values(state.masks ?? {});
  const zeros = masks.reduce((sum, mask) => sum + mask.filter((kept) => kept === 0).length, 0);
  const all = masks.reduce((sum, { length }) => sum + length, 0);
  return { state, sparsity: all === 0 ? 0 : zeros / all };
}

type Images = Awaited<ReturnType<typeof trainingImages>>;

/** Images with their labels as outputs of the networks, as `lacuna run` takes them. */
async function asOutputs(
  first: ImportedMember,
  { images, test }: Images,
  flags: Flags,
  root: string,
  told: Told,
): Promise<Images> {
  const network = stackNetworks([first]);
  const nodes = graphOf(network.architecture);
  const how = {
    file: required(flags, 'images'),
    outputs: nodes[nodes.length - 1].shape.channels,
    byName: images.byName,
  };
  const { device } = await createNodeWasmDevice(root, 1);
  try {
    const answers = async (tried: Shard) =>
      (await collectPredictions(device.run(network, tried), network, tried, () => undefined)).labels;
    const { shard } = await outputsOf(images, how, answers, told.note);
    const output = new Map(Array.from(images.labels, (label, i) => [label, shard.labels[i]]));
    const labels = test?.labels.map((label) => output.get(label) ?? label);
    return {
      images: { ...shard, byName: images.byName },
      test: test && labels ? { ...test, labels, classes: shard.classes } : null,
    };
  } finally {
    device.close();
  }
}

/**
 * Trains the networks of --network for --epochs more; each zero in a kernel stays zero. With --sparsity they
 * are pruned to it in --rounds, each with so many epochs after.
 */
export async function finetuneCommand(args: string[], { root, ...told }: Context): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const batch = integer(flags, 'batch', 16, 65_536) ?? ZOO_RECIPE.batch;
  if (batch % 16 !== 0) throw new UsageError(`Expected --batch to be a multiple of 16, got ${batch}.`);
  const recipe: Recipe = {
    ...ZOO_RECIPE,
    batch,
    epochs: integer(flags, 'epochs', 1, 10_000) ?? 1,
    peakRate: number(flags, 'rate', 1e-6, 100) ?? FINETUNE_RATE,
  };
  const wanted = number(flags, 'sparsity', 0.01, 0.99) ?? null;
  for (const flag of ['rounds', 'scope']) {
    if (wanted === null && flags.has(flag))
      throw new UsageError(`Expected --${flag} with --sparsity, got none.`);
  }
  const scope = choice(flags, 'scope', ['layer', 'global'] as const, 'layer');
  const rounds: Rounds | null =
    wanted === null
      ? null
      : {
          kind: 'iterative',
          rounds: integer(flags, 'rounds', 1, MOST_ROUNDS) ?? 1,
          epochs: recipe.epochs,
          rate: recipe.peakRate,
        };
  const { found, problems } = await readNetworks(listOf(flags, 'network'));
  if (problems.length > 0) throw new Error(problems.join(' '));
  const members = fedMembers(found, flags, told.note);
  const read = await trainingImages(flags, root, members[0].network.architecture.input, told);
  const { images, test } = flags.has('images') ? await asOutputs(members[0], read, flags, root, told) : read;
  const tasks = members.map((each, seed): StartedTask => {
    const { architecture } = each.network;
    const { state, sparsity } = startOf(each);
    if (wanted !== null && wanted < sparsity) {
      throw new UsageError(
        `${each.id}: expected --sparsity of ${sparsity} or more, which is pruned already.`,
      );
    }
    const level = wanted ?? sparsity;
    const variant: Variant = level === 0 ? { kind: 'dense' } : { kind: 'sparse', level };
    return {
      architecture,
      recipe: rounds ? { ...recipe, epochs: 0 } : recipe,
      target: { sparsity: wanted ?? 0, scope },
      rounds,
      seed: `${images.id}/finetune/${each.id}`,
      member: { id: each.id, seed },
      variant,
      start: state,
    };
  });
  await runTasks(tasks, { images, test, out, resume: flags.has('resume'), root, told });
}
