// `lacuna train`: a population from scratch, dense or pruned while it learns.
import { existsSync } from 'node:fs';
import type { TrainingTask } from '../engine/training';
import { readNetworkDescription } from '../formats/network/description';
import type { Architecture, InputShape } from '../model/architecture';
import { FINETUNE_RATE } from '../model/finetune';
import { ownInput, PRESETS, presetNetwork } from '../model/presets';
import { trainingRecipe, ZOO_RECIPE } from '../model/recipe';
import { DEFAULT_ROUNDS, MOST_ROUNDS, type Rounds } from '../model/rounds';
import { firstSeedOf, type TrainedVariant, trainedName, trainingSeed } from '../model/trainingPlan';
import { readBytes } from './files';
import {
  choice,
  each,
  type FlagKinds,
  type Flags,
  integer,
  number,
  parseFlags,
  required,
  UsageError,
} from './flags';
import { namedZoo } from './namedZoo';
import type { Context } from './telling';
import { trainingImages } from './trainingImages';
import { runTasks } from './trainTasks';

const FLAGS: FlagKinds = {
  ...each('value', 'zoo images test input network variant sparsity scope pruning rounds round-epochs'),
  ...each('value', 'rewind members first-seed epochs batch rate images-count out'),
  resume: 'switch',
};

/**
 * `lacuna train`: trains the members that --out does not hold yet, and writes each as NAME.json and
 * NAME.safetensors.
 */
export async function trainCommand(args: string[], { root, ...told }: Context): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const variant = trainedVariant(flags);
  const batch = integer(flags, 'batch', 16, 65_536) ?? ZOO_RECIPE.batch;
  if (batch % 16 !== 0) throw new UsageError(`Expected --batch to be a multiple of 16, got ${batch}.`);
  const epochs = integer(flags, 'epochs', 1, 10_000) ?? ZOO_RECIPE.epochs;
  const rate = number(flags, 'rate', 1e-6, 100) ?? ZOO_RECIPE.peakRate;
  const rounds = roundsOf(flags, variant, epochs);
  const described = await describedNetwork(flags);
  const input = described?.input ?? (await inputOf(flags, root));
  const { images, test } = await trainingImages(flags, root, input, told);
  const recipe = trainingRecipe({ epochs, batch, rate, images: images.count });
  const preset = flags.get('network') ?? PRESETS[0].id;
  const architecture = described ?? presetNetwork(preset, input, images.classes.length)!;
  const firstSeed = integer(flags, 'first-seed', 0, 2 ** 32 - 1) ?? firstSeedOf(variant);
  const members = integer(flags, 'members', 1, 100_000) ?? 1;
  const scope = choice(flags, 'scope', ['layer', 'global'] as const, 'layer');
  const target = { sparsity: variant.kind === 'sparse' ? variant.level : 0, scope };
  const tasks = Array.from({ length: members }, (_, i): TrainingTask => {
    const seed = firstSeed + i;
    const member = { id: `${trainedName(variant, rounds)}/${seed}`, seed };
    const named = trainingSeed(images.id, variant, seed, rounds);
    return { architecture, recipe, target, rounds, seed: named, member, variant };
  });
  await runTasks(tasks, { images, test, out, resume: flags.has('resume'), root, told });
}

function trainedVariant(flags: Flags): TrainedVariant {
  const kind = choice(flags, 'variant', ['dense', 'null', 'sparse'] as const, 'dense');
  const sparsity = number(flags, 'sparsity', 0, 0.99);
  if (kind !== 'sparse') {
    if (sparsity !== undefined)
      throw new UsageError(`Expected --sparsity with --variant sparse only, got ${kind}.`);
    return { kind };
  }
  if (sparsity === undefined)
    throw new UsageError('Expected --sparsity 0..0.99 with --variant sparse, got none.');
  return { kind, level: sparsity };
}

/** How a sparse network gets there in rounds; null where it is pruned gradually, or not. */
function roundsOf(flags: Flags, variant: TrainedVariant, epochs: number): Rounds | null {
  const kind = choice(flags, 'pruning', ['gradual', 'iterative', 'ticket'] as const, 'gradual');
  const own: string[] = { gradual: [], iterative: ['rounds', 'round-epochs'], ticket: ['rounds', 'rewind'] }[
    kind
  ];
  const other = ['rounds', 'round-epochs', 'rewind'].find((flag) => flags.has(flag) && !own.includes(flag));
  if (other) throw new UsageError(`Expected --${other} with other than --pruning ${kind}, got both.`);
  if (kind === 'gradual') return null;
  if (variant.kind !== 'sparse') {
    throw new UsageError(`Expected --pruning ${kind} with --variant sparse only, got ${variant.kind}.`);
  }
  const rounds = integer(flags, 'rounds', 1, MOST_ROUNDS) ?? DEFAULT_ROUNDS;
  if (kind === 'ticket') {
    return { kind, rounds, rewind: integer(flags, 'rewind', 0, epochs - 1) ?? 0 };
  }
  return { kind, rounds, epochs: integer(flags, 'round-epochs', 1, 1000) ?? 1, rate: FINETUNE_RATE };
}

/** The network of a description; null where --network is a preset, or is not given. */
async function describedNetwork(flags: Flags): Promise<Architecture | null> {
  const text = flags.get('network');
  if (text === undefined || PRESETS.some(({ id }) => id === text)) return null;
  if (!existsSync(text)) {
    throw new UsageError(
      `Expected --network to be ${PRESETS.map(({ id }) => id).join(', ')} or the file of a ` +
        `description, got "${text}".`,
    );
  }
  return readNetworkDescription(new TextDecoder().decode(await readBytes(text)), text).architecture;
}

/**
 * What networks take that are not described: a zoo's input; of own images 32 x 32 pixels in colour, or what
 * --input says.
 */
async function inputOf(flags: Flags, root: string): Promise<InputShape> {
  const zooName = flags.get('zoo');
  if (zooName !== undefined) return (await namedZoo(zooName, root)).manifest.architecture.input;
  const text = flags.get('input') ?? '3x32x32';
  const [, ...extents] = /^(1|3)x(\d{1,4})x(\d{1,4})$/.exec(text) ?? [];
  if (extents.length === 0) {
    throw new UsageError(`Expected --input CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got "${text}".`);
  }
  const [channels, height, width] = extents.map(Number);
  return ownInput({ channels, height, width });
}
