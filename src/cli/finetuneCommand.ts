// `lacuna finetune`: trained networks go on learning; the weights that were pruned stay so.

import type { ImportedMember } from '../formats/network/population';
import { FINETUNE_RATE, startingState } from '../model/finetune';
import { type Recipe, ZOO_RECIPE } from '../model/recipe';
import type { TrainingState } from '../model/training';
import type { Variant } from '../model/variant';
import { type FlagKinds, integer, listOf, number, parseFlags, required, UsageError } from './flags';
import { readNetworks } from './networkFiles';
import { trainingImages } from './trainingImages';
import { runTasks, type StartedTask, type Told } from './trainTasks';

const FLAGS: FlagKinds = {
  network: 'list',
  zoo: 'value',
  images: 'value',
  test: 'value',
  'images-count': 'value',
  epochs: 'value',
  batch: 'value',
  rate: 'value',
  out: 'value',
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

/** Trains the networks of --network for --epochs more; each zero in a kernel stays zero. */
export async function finetuneCommand(args: string[], root: string, told: Told): Promise<void> {
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
  const { found, problems } = await readNetworks(listOf(flags, 'network'));
  if (problems.length > 0) throw new Error(problems.join(' '));
  const members = found.flatMap((each) => each.members);
  const { images, test } = await trainingImages(flags, root, members[0].network.architecture.input, told);
  const tasks = members.map((each, seed): StartedTask => {
    const { architecture } = each.network;
    const { state, sparsity } = startOf(each);
    const variant: Variant = sparsity === 0 ? { kind: 'dense' } : { kind: 'sparse', level: sparsity };
    return {
      architecture,
      recipe,
      target: { sparsity: 0, scope: 'layer' },
      seed: `${images.id}/finetune/${each.id}`,
      member: { id: each.id, seed },
      variant,
      start: state,
    };
  });
  await runTasks(tasks, { images, test, out, resume: flags.has('resume'), root, told });
}
