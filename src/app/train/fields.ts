/**
 * What the reader chooses on the page Train, as it stands in the fields, and the plan that it makes: pure.
 */

import { FINETUNE_RATE } from '../../model/finetune';
import { PRESETS } from '../../model/presets';
import { trainingRecipe, ZOO_RECIPE } from '../../model/recipe';
import { DEFAULT_ROUNDS, MOST_ROUNDS, type Rounds } from '../../model/rounds';
import type { TrainingSize, Workload } from '../../model/trainingEstimate';
import { TRAINING_DEVICES, type TrainedVariant } from '../../model/trainingPlan';
import { count } from '../../text/format';
import type { OwnFile } from '../imports/protocol';
import type { DataChoice, OwnData, Plan, SeenImages, ZooData } from './protocol';

/** What is chosen as the plan has it, and what the plan is made of. */
export type Fields = Omit<Plan, 'name' | 'data' | 'populations' | 'rounds'> & {
  data: ZooData | 'own';
  training: OwnFile[];
  heldOut: OwnFile[];
  share: number;
  seed: number;
  /** Side of own images in pixels, and whether they are grey. */
  side: number;
  grey: boolean;
  /** Their column of labels; null: the likeliest. */
  labels: string | null;
  nulls: boolean;
  /** Percent of the weights, as typed: "50, 90". */
  levels: string;
  /** How weights go: gradually while they learn, or in so many rounds. */
  pruning: 'gradual' | Rounds['kind'];
  rounds: number;
};

export const firstFields: Fields = {
  data: 'fashion-mnist',
  training: [],
  heldOut: [],
  share: 0.2,
  seed: 0,
  side: 32,
  grey: false,
  labels: null,
  network: { kind: 'preset', id: PRESETS[0].id },
  nulls: true,
  levels: '90',
  scope: 'layer',
  pruning: 'gradual',
  rounds: DEFAULT_ROUNDS,
  members: 5,
  epochs: 3,
  images: 10_000,
  batch: ZOO_RECIPE.batch,
  rate: ZOO_RECIPE.peakRate,
  device: 'wasm',
  plain: false,
};

/** The numbers that are chosen: what each is called on its field, its least, its most, and its step. */
export const NUMBERS = {
  members: { name: 'Networks a population', min: 1, max: 100 },
  epochs: { name: 'Epochs', min: 1, max: 1000 },
  rounds: { name: 'Rounds', min: 1, max: MOST_ROUNDS },
  images: { name: 'Training images', min: 16, max: 1_000_000 },
  batch: { name: 'Images a step (batch)', min: 16, max: 4096, step: 16 },
  rate: { name: 'Highest learning rate', min: 0.001, max: 100, step: 0.001 },
  seed: { name: 'Seed of the draw', min: 0, max: 2 ** 32 - 1 },
  side: { name: 'Side of the images, pixels', min: 8, max: 256 },
} as const;

/** The fields at first, on the device that the reader chose in the explorer where that is one to train on. */
export function fieldsOf(search: string): Fields {
  const chosen = new URLSearchParams(search).get('device');
  const device = TRAINING_DEVICES.find((each) => each === chosen) ?? firstFields.device;
  return { ...firstFields, device };
}

/** Shipped training images by dataset: how many there are, and those held out. */
export const SHIPPED: Record<ZooData, { title: string; images: number; test: number }> = {
  'fashion-mnist': { title: 'Fashion-MNIST', images: 60_000, test: 10_000 },
  'fashion-mnist-long-tail': { title: 'Fashion-MNIST, long-tailed', images: 14_891, test: 10_000 },
};

const MOST_LEVELS = 12;

/** The levels that are typed, ascending, as shares; or a sentence. Nothing typed is no sparse population. */
export function readLevels(text: string): number[] | string {
  const parts = text.split(/[\s,;%]+/).filter((part) => part !== '');
  const percents = parts.map(Number);
  const isLevel = (percent: number) => Number.isInteger(percent) && percent >= 1 && percent <= 99;
  const wrong = parts.find((_, i) => !isLevel(percents[i]));
  if (wrong !== undefined) {
    return `Expected levels from 1 to 99 percent, whole numbers such as 50, 90, got "${wrong}".`;
  }
  const levels = [...new Set(percents)].sort((a, b) => a - b);
  if (levels.length > MOST_LEVELS) return `Expected at most ${MOST_LEVELS} levels, got ${levels.length}.`;
  return levels.map((each) => each / 100);
}

/** The populations that are chosen, dense first. */
export function populationsOf({ nulls, levels }: Fields): TrainedVariant[] {
  const shares = readLevels(levels);
  return [
    { kind: 'dense' },
    ...(nulls ? [{ kind: 'null' } as const] : []),
    ...(typeof shares === 'string' ? [] : shares.map((level) => ({ kind: 'sparse', level }) as const)),
  ];
}

/**
 * The rounds that are chosen: of one epoch of fine-tuning, or from the networks as they began; null for none.
 */
function roundsOf({ pruning, rounds }: Pick<Fields, 'pruning' | 'rounds'>): Rounds | null {
  if (pruning === 'gradual') return null;
  if (pruning === 'ticket') return { kind: pruning, rounds, rewind: 0 };
  return { kind: pruning, rounds, epochs: 1, rate: FINETUNE_RATE };
}

export function sizeOf({ members, epochs, images }: Fields): TrainingSize {
  return { members, epochs, images };
}

/** The fields with no more images than files of one's own have, less a share that is held out of them. */
export function withinSeen(fields: Fields, seen: SeenImages | undefined): Fields {
  if (fields.data !== 'own' || !seen || seen.count === null) return fields;
  const { count, heldOut } = seen;
  const isWhole = fields.heldOut.length > 0 || heldOut !== null;
  const kept = isWhole ? count : count - Math.round(count * fields.share);
  return { ...fields, images: Math.min(fields.images, kept) };
}

/** What is trained whatever the size. */
export function workloadOf(fields: Fields): Workload {
  const { data, images, share } = fields;
  return {
    recipe: trainingRecipe(fields),
    rounds: roundsOf(fields),
    levels: populationsOf(fields).map((variant) => (variant.kind === 'sparse' ? variant.level : 0)),
    testImages: data === 'own' ? Math.round((images * share) / (1 - share)) : SHIPPED[data].test,
  };
}

/**
 * Why no training can begin with these fields, in a sentence; null where one can. `seen` says whether own
 * images were looked at.
 */
export function refusalOf(fields: Fields, seen: boolean): string | null {
  const { data, images, batch, rate, levels, share } = fields;
  const whole = (name: string, number: keyof typeof NUMBERS, most: number = NUMBERS[number].max) => {
    const [value, least] = [fields[number], NUMBERS[number].min];
    return Number.isInteger(value) && value >= least && value <= most
      ? null
      : `Expected ${name} from ${count(least)} to ${count(most)}, a whole number, got ${typed(value)}.`;
  };
  const read = readLevels(levels);
  if (typeof read === 'string') return read;
  if (data === 'own' && !seen) return 'Choose images to train on first.';
  const problem =
    whole('networks', 'members') ??
    whole('epochs', 'epochs') ??
    whole('rounds', 'rounds') ??
    whole('images', 'images', data === 'own' ? undefined : SHIPPED[data].images) ??
    whole('a batch', 'batch') ??
    (data === 'own' ? whole('a side', 'side') : null);
  if (problem) return problem;
  if (batch % 16 !== 0) return `Expected a batch that is a multiple of 16, got ${batch}.`;
  if (batch > images) return `Expected a batch of at most the ${images} images, got ${batch}.`;
  if (!(rate > 0 && rate <= 100))
    return `Expected a learning rate above 0 and up to 100, got ${typed(rate)}.`;
  if (data === 'own' && !(share >= 0.05 && share <= 0.5))
    return `Expected 5 to 50 percent to be held out, got ${typed(Math.round(100 * share))}.`;
  return null;
}

/** A number as it was typed; an empty field is no number. */
function typed(value: number): string {
  return Number.isNaN(value) ? 'none' : `${value}`;
}

/** How own images would be read. */
export function readingOf({ side, grey, labels }: Fields): Pick<OwnData, 'extent' | 'fit' | 'labels'> {
  return { extent: { height: side, width: side, channels: grey ? 1 : 3 }, fit: 'crop', labels };
}

/** The plan that the fields make; `base` is the folder of all zoos. */
export function planOf(fields: Fields, base: string): Plan {
  const { data, network, scope, members, epochs, images, batch, rate, device, plain } = fields;
  const { training, heldOut, share, seed } = fields;
  const choice: DataChoice =
    data === 'own'
      ? {
          kind: 'own',
          training,
          heldOut,
          share,
          seed,
          ...readingOf(fields),
        }
      : { kind: 'zoo', base, id: data };
  const title = data === 'own' ? (training[0]?.path.split('/')[0] ?? 'own images') : SHIPPED[data].title;
  const populations = populationsOf(fields);
  return {
    name: `Trained here on ${title}`.slice(0, 80),
    data: choice,
    network,
    populations,
    scope,
    rounds: roundsOf(fields),
    members,
    epochs,
    images,
    batch,
    rate,
    device,
    plain,
  };
}
