import { type Architecture, tensorShapes } from '../../model/architecture';
import { type GraphNode, graphOf } from '../../model/graph';
import type { Population, StackedTensor } from '../../model/population';
import { sizeOf } from '../../model/sizeOf';
import type { Variant } from '../../model/variant';
import { named } from '../check';
import { MOST_WEIGHTS } from '../limits';
import type { Network } from './network';

/** A network with the id it is to have, and the file it came from. */
export type ImportedMember = { id: string; file: string; network: Network };

/**
 * Networks of one architecture as a population; names of layers are those of the first. Seeds are positions.
 */
export function stackNetworks(members: ImportedMember[], variant: Variant = { kind: 'dense' }): Population {
  const [first] = members;
  const ids = new Set(members.map(({ id }) => id));
  if (ids.size < members.length) {
    throw new Error(
      `${first.file}: expected a different id for each of ${members.length} networks, got ${ids.size}.`,
    );
  }
  const { architecture } = first.network;
  for (const { file, network } of members) {
    const at = firstDifference(architecture, network.architecture);
    if (at !== null) {
      throw new Error(`${file}: expected the architecture of ${first.file}, got another one from ${at}.`);
    }
  }
  const names = members.map(({ network }) => [...tensorShapes(network.architecture).keys()]);
  const tensors: Record<string, StackedTensor> = {};
  [...tensorShapes(architecture)].forEach(([name, shape], position) => {
    const size = sizeOf(shape);
    if (size * members.length > MOST_WEIGHTS) {
      throw new Error(
        `${first.file}: expected at most ${MOST_WEIGHTS} weights in ${named(name)} of all networks, got ` +
          `${size} x ${members.length}.`,
      );
    }
    const data = new Float32Array(size * members.length);
    members.forEach(({ file, network }, member) => {
      const values = network.tensors.get(names[member][position]);
      if (values?.length !== size) {
        throw new Error(
          `${file}: expected ${size} values of ${named(name)}, got ${values?.length ?? 'none'}.`,
        );
      }
      data.set(finite(values, name, file), member * size);
    });
    tensors[name] = { shape, data };
  });
  return {
    key: contentKey(architecture, tensors),
    architecture,
    variant,
    members: members.map(({ id }, seed) => ({ id, seed })),
    tensors,
  };
}

/** `values` themselves, when all of them are finite numbers, and those of a variance none below 0. */
export function finite(values: Float32Array, name: string, file: string): Float32Array {
  const isVariance = name.endsWith('.variance');
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new Error(
        `${file}: expected finite weights in ${named(name)}, got ${values[i]} at position ${i}.`,
      );
    }
    if (isVariance && values[i] < 0) {
      throw new Error(
        `${file}: expected variances of 0 or more in ${named(name)}, got ${values[i]} at position ${i}.`,
      );
    }
  }
  return values;
}

/**
 * A key that other content has only by a chance of 2^-64: two FNV-1a hashes over the architecture and all
 * weights.
 */
function contentKey(architecture: Architecture, tensors: Record<string, StackedTensor>): string {
  let [a, b] = [0x811c9dc5 | 0, 0x050c5d1f | 0];
  const mix = (word: number) => {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word >>> 16) ^ (word << 16), 0x01000193);
    b ^= b >>> 15;
  };
  for (const character of JSON.stringify(architecture)) mix(character.codePointAt(0)!);
  for (const { data } of Object.values(tensors)) {
    const words = new Uint32Array(data.buffer, data.byteOffset, data.length);
    for (let i = 0; i < words.length; i++) mix(words[i]);
  }
  const hex = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
  return `imported/${hex(a)}${hex(b)}`;
}

/** Where two architectures differ first, names aside; null where they do not. */
export function firstDifference(a: Architecture, b: Architecture): string | null {
  if (JSON.stringify(a.input) !== JSON.stringify(b.input)) return 'its input';
  const bare = (nodes: readonly GraphNode[], at: number) => {
    if (at >= nodes.length) return '';
    const { layer, inputs } = nodes[at];
    // Where a layer stands, not what it is called.
    return JSON.stringify({ ...layer, name: '', from: undefined, inputs });
  };
  const [own, other] = [graphOf(a), graphOf(b)];
  const length = Math.max(own.length, other.length);
  for (let i = 0; i < length; i++) if (bare(own, i) !== bare(other, i)) return `layer ${i}`;
  return null;
}
