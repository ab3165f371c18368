// `lacuna finetune`: trained networks go on learning; the weights that were pruned stay so.

import type { ImportedMember } from '../formats/network/population';
import { kernelName, prunableLayers } from '../model/architecture';
import { type Recipe, ZOO_RECIPE } from '../model/recipe';
import { type TensorValues, type TrainingState, trainableTensors } from '../model/training';
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

/** A tenth of the zoo's rate: enough to give back what pruning took, not enough to begin anew. */
const RATE = 0.04;

/** A network's values with still velocities; kernels with zeros are masked there. */
function startOf({ network }: ImportedMember): { state: TrainingState; sparsity: number } {
  const { architecture, tensors } = network;
  const values: TensorValues = {};
  const velocities: TensorValues = {};
  for (const { name } of trainableTensors(architecture)) {
    values[name] = Float32Array.from(tensors.get(name)!);
    velocities[name] = new Float32Array(values[name].length);
  }
  const kernels = prunableLayers(architecture).map(kernelName);
  const masks = Object.fromEntries(
    kernels.map((name) => [name, Uint8Array.from(values[name], (value) => (value === 0 ? 0 : 1))]),
  );
  const [zeros, all] = kernels.reduce(
    ([zeros, all], name) => [
      zeros + masks[name].filter((kept) => kept === 0).length,
      all + masks[name].length,
    ],
    [0, 0],
  );
  return { state: { values, velocities, masks: zeros === 0 ? null : masks }, sparsity: zeros / all };
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
    peakRate: number(flags, 'rate', 1e-6, 100) ?? RATE,
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
