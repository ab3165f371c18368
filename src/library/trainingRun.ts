/**
 * What a training of this page is, as it is kept: enough to begin it, and to go on with it in another visit.
 */
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  parseJson,
  unexpected,
} from '../formats/check';
import { readArchitecture } from '../formats/network/architecture';
import type { Architecture } from '../model/architecture';
import type { Recipe } from '../model/recipe';
import { MOST_ROUNDS, type Rounds } from '../model/rounds';
import { TRAINING_DEVICES, type TrainedVariant, type TrainingDevice } from '../model/trainingPlan';
import type { PruneScope } from '../model/variant';
import { asFlag, asScope, readRecipe } from './ownTraining';
import { jsonBytes } from './stored';

/** Where images come from: a dataset that is shipped, or files of the reader's own, in words. */
type RunData =
  | { kind: 'zoo'; id: string; title: string }
  | { kind: 'own'; title: string; files: string[]; fitted: string; heldOut: string };

/**
 * A training: populations of `members` networks each, on the first-to-last spread of `images` training
 * images.
 */
export type TrainingRun = {
  /** Lower-case letters, digits and hyphens; the dataset that comes of it has the same. */
  id: string;
  name: string;
  /** When it was begun, ISO 8601. */
  created: string;
  data: RunData;
  images: number;
  architecture: Architecture;
  recipe: Recipe;
  scope: PruneScope;
  /** How the sparse ones are pruned in rounds; null: gradually while they learn. */
  rounds: Rounds | null;
  /** The first is dense; no two are alike. */
  populations: TrainedVariant[];
  members: number;
  /** What trains it. */
  device: TrainingDevice;
  /** Whether the plain build of WebAssembly does, whose last bits are the same on every machine. */
  plain: boolean;
};

export const RUN_FILE = 'run.json';
const FORMAT = 'lacuna-training';
const VERSION = 1;
const MOST_MEMBERS = 1000;
const MOST_POPULATIONS = 16;

/** A run as JSON. */
export function runBytes(run: TrainingRun): Uint8Array<ArrayBuffer> {
  return jsonBytes({ format: FORMAT, version: VERSION, ...run });
}

/** The run in the bytes of `runBytes`, every field checked. */
export function readRun(bytes: Uint8Array, file: string): TrainingRun {
  const root: Place = { file, path: '' };
  const document = asRecord(parseJson(new TextDecoder().decode(bytes), file), root);
  const at = (key: string) => inside(root, key);
  if (document.format !== FORMAT) throw unexpected(at('format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, at('version'), VERSION);
  const populations = asList(document.populations, at('populations'), asVariant);
  if (populations.length < 1 || populations.length > MOST_POPULATIONS || populations[0].kind !== 'dense') {
    throw unexpected(at('populations'), `1 to ${MOST_POPULATIONS}, the first dense`, populations);
  }
  return {
    id: asText(document.id, at('id')),
    name: asText(document.name, at('name')),
    created: asText(document.created, at('created')),
    data: asData(document.data, at('data')),
    images: asInteger(document.images, at('images'), 1),
    architecture: readArchitecture(document.architecture, at('architecture')),
    recipe: readRecipe(document.recipe, at('recipe')),
    scope: asScope(document.scope, at('scope')),
    rounds: document.rounds === undefined ? null : asRounds(document.rounds, at('rounds')),
    populations,
    members: asInteger(document.members, at('members'), 1, MOST_MEMBERS),
    // Trainings begun before there was a choice.
    device: document.device === undefined ? 'wasm' : asDevice(document.device, at('device')),
    plain: asFlag(document.plain, at('plain')),
  };
}

/** How weights go in rounds, every field checked; null for gradual pruning. */
function asRounds(value: unknown, place: Place): Rounds | null {
  if (value === null) return null;
  const document = asRecord(value, place);
  const whole = (key: string, low: number, high: number) =>
    asInteger(document[key], inside(place, key), low, high);
  const rounds = whole('rounds', 1, MOST_ROUNDS);
  const { kind } = document;
  if (kind === 'ticket') return { kind, rounds, rewind: whole('rewind', 0, 10_000) };
  if (kind !== 'iterative') throw unexpected(inside(place, 'kind'), 'iterative or ticket', kind);
  const rate = asNumber(document.rate, inside(place, 'rate'), 0, 100);
  return { kind, rounds, epochs: whole('epochs', 1, 10_000), rate };
}

function asDevice(value: unknown, place: Place): TrainingDevice {
  const device = TRAINING_DEVICES.find((each) => each === value);
  if (!device) throw unexpected(place, TRAINING_DEVICES.join(' or '), value);
  return device;
}

function asVariant(value: unknown, place: Place): TrainedVariant {
  const { kind, level } = asRecord(value, place);
  if (kind === 'dense' || kind === 'null') return { kind };
  if (kind !== 'sparse') throw unexpected(inside(place, 'kind'), 'dense, null or sparse', kind);
  return { kind, level: asNumber(level, inside(place, 'level'), 0, 0.99) };
}

function asData(value: unknown, place: Place): RunData {
  const { kind, id, title, files, fitted, heldOut } = asRecord(value, place);
  const named = asText(title, inside(place, 'title'));
  if (kind === 'zoo') return { kind, id: asText(id, inside(place, 'id')), title: named };
  if (kind !== 'own') throw unexpected(inside(place, 'kind'), 'zoo or own', kind);
  return {
    kind,
    title: named,
    files: asList(files, inside(place, 'files'), asText),
    fitted: asText(fitted, inside(place, 'fitted')),
    heldOut: asText(heldOut, inside(place, 'heldOut')),
  };
}
