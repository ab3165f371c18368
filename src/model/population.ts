import type { Architecture } from './architecture';
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

/** The values of one member in a stacked tensor, as a view. */
export function memberValues(tensor: StackedTensor, member: number): Float32Array {
  const size = tensor.shape.reduce((product, extent) => product * extent, 1);
  return tensor.data.subarray(member * size, (member + 1) * size);
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
