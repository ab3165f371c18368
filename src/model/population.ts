import type { Architecture } from './architecture';
import { sizeOf } from './sizeOf';
import type { Variant } from './variant';

/** One trained network of a population. Two populations whose members share ids are paired. */
export type Member = { id: string; seed: number };

/** Values stacked over members: `data` holds K blocks of `shape` values, row-major. */
export type StackedTensor = { shape: number[]; data: Float32Array };

/**
 * K networks of one architecture. `tensors` is keyed by tensor name (`conv1.weight`, `bn1.mean`), each
 * stacked over the members in the order of `members`. `key` names the content: equal keys, equal weights, so
 * that devices may cache by it.
 */
export type Population = {
  key: string;
  architecture: Architecture;
  variant: Variant;
  members: Member[];
  tensors: Record<string, StackedTensor>;
};

/** The tensor called `name`, or an error that says which are there. */
export function tensorOf(population: Population, name: string): StackedTensor {
  const tensor = population.tensors[name];
  if (!tensor) {
    throw new Error(
      `Expected a tensor "${name}" in population ${population.key}, which has ` +
        `${Object.keys(population.tensors).join(', ')}.`,
    );
  }
  return tensor;
}

type Make = (member: number, to: Float32Array) => void;

/** What makes the values of tensors that nobody has read whole, and those that were made last. */
type Unmade = { members: number; make: Make; last: { member: number; values: Float32Array } | null };
const unmade = new WeakMap<StackedTensor, Unmade>();

/**
 * A stacked tensor whose values are made when they are read: `make` writes those of one member to `to`. Reading
 * `data` makes all and keeps them, `memberValues` before that only one member's.
 */
export function madeWhenRead(shape: number[], members: number, make: Make): StackedTensor {
  const size = sizeOf(shape);
  let made: Float32Array | null = null;
  const tensor: StackedTensor = {
    shape,
    get data() {
      if (made) return made;
      made = new Float32Array(members * size);
      for (let member = 0; member < members; member++) {
        make(member, made.subarray(member * size, (member + 1) * size));
      }
      unmade.delete(tensor);
      return made;
    },
  };
  unmade.set(tensor, { members, make, last: null });
  return tensor;
}

/** The values of one member in a stacked tensor, as a view unless they are only made now. */
export function memberValues(tensor: StackedTensor, member: number): Float32Array {
  const size = sizeOf(tensor.shape);
  const later = unmade.get(tensor);
  if (later) {
    if (later.last?.member === member) return later.last.values;
    const values = new Float32Array(size);
    later.make(member, values);
    later.last = { member, values };
    return values;
  }
  return tensor.data.subarray(member * size, (member + 1) * size);
}

function countZeros(values: Float32Array): number {
  let zeros = 0;
  // Counted without a branch, which would be guessed wrong.
  for (let i = 0; i < values.length; i++) zeros += Number(values[i] === 0);
  return zeros;
}

/** The share of a stacked tensor's values that are zero, 0..1. Nothing is kept that is made for it. */
export function shareOfZeros(tensor: StackedTensor): number {
  const later = unmade.get(tensor);
  if (!later) return countZeros(tensor.data) / tensor.data.length;
  const room = new Float32Array(sizeOf(tensor.shape));
  let zeros = 0;
  for (let member = 0; member < later.members; member++) {
    later.make(member, room);
    zeros += countZeros(room);
  }
  return zeros / (later.members * room.length);
}

/**
 * Networks of one architecture, a population each, as one population that has the key and the variant of the
 * first.
 */
export function stackMembers(networks: readonly Population[]): Population {
  const [first] = networks;
  const tensors = Object.fromEntries(
    Object.entries(first.tensors).map(
      ([
        name,
        {
          shape,
          data: { length },
        },
      ]) => {
        const data = new Float32Array(length * networks.length);
        networks.forEach((network, index) => {
          data.set(tensorOf(network, name).data, index * length);
        });
        return [name, { shape, data }];
      },
    ),
  );
  return { ...first, members: networks.flatMap(({ members }) => members), tensors };
}

/** One network of a population, as a population of its own; its values are views. */
export function onlyMember(population: Population, member: number): Population {
  const tensors = Object.fromEntries(
    Object.entries(population.tensors).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: memberValues(tensor, member) },
    ]),
  );
  const { key, members } = population;
  return { ...population, key: `${key}[${member}]`, members: [members[member]], tensors };
}
