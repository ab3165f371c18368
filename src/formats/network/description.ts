import { type Architecture, tensorShapes } from '../../model/architecture';
import { layerShapes } from '../../model/graph';
import { showShape } from '../../model/layers/kind';
import type { Population } from '../../model/population';
import { floatValues, readSafetensors, type SafeTensor } from '../arrays/safetensors';
import { writeSafetensors } from '../arrays/writeSafetensors';
import {
  asInteger,
  asList,
  asRecord,
  asText,
  checkVersion,
  inside,
  named,
  parseJson,
  shortened,
  unexpected,
} from '../check';
import { readArchitecture } from './architecture';
import type { Network } from './network';
import { finite, type ImportedMember, stackNetworks } from './population';
import { namesOf, stateTensors } from './stateDict';

/** What the JSON file beside the weights says (docs/formats.md). */
export type NetworkDescription = {
  architecture: Architecture;
  classes: string[] | null;
  members: { id: string; seed: number }[] | null;
};

/** A file of weights. */
export type WeightsFile = { file: string; bytes: Uint8Array<ArrayBuffer> };

const FORMAT = 'lacuna-network';
/** What is written; earlier ones are read. */
const VERSION = 2;
const MOST_NETWORKS = 65_535;
/** Characters that tell whether a file is text. */
const HEAD = 512;
/** Characters of a sentence that has names out of the file in it. */
const MESSAGE = 300;

/**
 * Reads the description of a network: `{"format": "lacuna-network", "version": 1 or 2, "input", "layers",
 * "classes"?, "members"?}`.
 */
export function readNetworkDescription(text: string, file: string): NetworkDescription {
  if (text.slice(0, HEAD).includes('\uFFFD') || text.slice(0, HEAD).includes('\0')) {
    throw new Error(`${file}: expected the description of a network (JSON), got a file that is no text.`);
  }
  const place = { file, path: '' };
  const document = asRecord(parseJson(text, file), place);
  if (document.format !== FORMAT) throw unexpected(inside(place, 'format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, inside(place, 'version'), VERSION);
  const architecture = readArchitecture(document, place);
  let output: ReturnType<typeof layerShapes>[number];
  try {
    const shapes = layerShapes(architecture);
    output = shapes[shapes.length - 1];
  } catch (error) {
    throw new Error(
      `${file}: expected layers that fit together, got a problem: ` +
        `${shortened((error as Error).message.replace(/\.$/, ''), MESSAGE)}.`,
    );
  }
  if (output.height !== 1 || output.width !== 1) {
    throw new Error(`${file}: expected one value a class from the last layer, got ${showShape(output)}.`);
  }
  const optional = <T>(key: string, read: (value: unknown, at: typeof place) => T): T[] | null =>
    document[key] === undefined ? null : asList(document[key], inside(place, key), read);
  const classes = optional('classes', asText);
  if (classes && classes.length !== output.channels) {
    throw unexpected(inside(place, 'classes'), `a list of ${output.channels}, one for each output`, classes);
  }
  const members = optional('members', (value, at) => {
    const member = asRecord(value, at);
    return {
      id: asText(member.id, inside(at, 'id')),
      seed: asInteger(member.seed, inside(at, 'seed'), 0, 0xffffffff),
    };
  });
  return { architecture, classes, members };
}

/**
 * A population from a description and its weights: one safetensors file with tensors stacked over the
 * networks [K, ...], or a file for each network. Tensors are named as in `tensorShapes`, or as PyTorch names
 * them (`stateDict.ts`).
 */
export function readPopulation(
  { architecture, members }: NetworkDescription,
  files: WeightsFile[],
): Population {
  if (files.length === 0) throw new Error('Expected at least one file of weights, got none.');
  const networks =
    files.length === 1
      ? readStacked(architecture, files[0])
      : files.map((each) => readOne(architecture, each));
  if (members && members.length !== networks.length) {
    throw new Error(
      `${files[0].file}: expected the weights of ${members.length} networks, as described, got ` +
        `${networks.length}.`,
    );
  }
  const population = stackNetworks(
    networks.map(({ id, file, network }, index) => ({ id: members?.[index].id ?? id, file, network })),
  );
  return members ? { ...population, members } : population;
}

/** A population as such a pair of files. */
export function writePopulation(
  { architecture, members, tensors }: Population,
  classes: string[] | null = null,
): { json: string; weights: Uint8Array<ArrayBuffer> } {
  const description = {
    format: FORMAT,
    version: VERSION,
    ...architecture,
    ...(classes && { classes }),
    members,
  };
  const stacked = Object.entries(tensors).map(([name, { shape, data }]) => [
    name,
    { shape: [members.length, ...shape], data },
  ]);
  return {
    json: `${JSON.stringify(description, null, 1)}\n`,
    weights: writeSafetensors(Object.fromEntries(stacked)),
  };
}

function readOne(architecture: Architecture, { file, bytes }: WeightsFile): ImportedMember {
  const tensors = new Map<string, Float32Array>();
  for (const [name, { tensor, shape }] of wantedTensors(architecture, bytes, file)) {
    if (!equal(tensor.shape, shape)) throw wrongShape(name, shape, tensor, file);
    tensors.set(name, floatValues(tensor, name, file));
  }
  return { id: withoutType(file), file, network: { architecture, tensors } };
}

function readStacked(architecture: Architecture, { file, bytes }: WeightsFile): ImportedMember[] {
  const wanted = wantedTensors(architecture, bytes, file);
  const [[firstName, first]] = wanted;
  if (equal(first.tensor.shape, first.shape)) return [readOne(architecture, { file, bytes })];
  const [count] = first.tensor.shape;
  if (first.tensor.shape.length !== first.shape.length + 1 || count < 1 || count > MOST_NETWORKS) {
    throw wrongShape(firstName, first.shape, first.tensor, file);
  }
  const networks: Network[] = Array.from({ length: count }, () => ({ architecture, tensors: new Map() }));
  for (const [name, { tensor, shape }] of wanted) {
    if (!equal(tensor.shape, [count, ...shape])) throw wrongShape(name, [count, ...shape], tensor, file);
    const values = finite(floatValues(tensor, name, file), name, file);
    const size = values.length / count;
    networks.forEach(({ tensors }, k) => {
      tensors.set(name, values.subarray(k * size, (k + 1) * size));
    });
  }
  return networks.map((network, k) => ({ id: `${withoutType(file)}/${k}`, file, network }));
}

function wantedTensors(architecture: Architecture, bytes: Uint8Array, file: string) {
  const shapes = tensorShapes(architecture);
  const tensors = stateTensors(readSafetensors(bytes, file), shapes.keys(), file);
  const wanted = new Map<string, { tensor: SafeTensor; shape: number[] }>();
  for (const [name, shape] of shapes) {
    const names = namesOf(name);
    const found = names.find((each) => tensors.has(each));
    if (found === undefined) {
      throw new Error(
        `${file}: expected a tensor "${names.map(named).join('" or "')}", got ` +
          `${[...tensors.keys()].slice(0, 20).map(named).join(', ') || 'none'}.`,
      );
    }
    wanted.set(name, { tensor: tensors.get(found)!, shape });
    tensors.delete(found);
  }
  const extra = [...tensors.keys()];
  if (extra.length > 0) {
    throw new Error(
      `${file}: expected only tensors of the described layers, got ` +
        `${extra.slice(0, 12).map(named).join(', ')} besides; is a layer missing in the description?`,
    );
  }
  if (wanted.size === 0)
    throw new Error(`${file}: expected a description with layers that have weights, got none.`);
  return wanted;
}

function equal(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

function wrongShape(name: string, shape: number[], tensor: SafeTensor, file: string): Error {
  return new Error(
    `${file}: expected tensor "${named(name)}" of shape [${shape.join(', ')}], or of several networks ` +
      `stacked, got [${tensor.shape.join(', ')}].`,
  );
}

function withoutType(file: string): string {
  return file.replace(/\.[^./]*$/, '') || file;
}
