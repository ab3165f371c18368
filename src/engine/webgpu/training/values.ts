// The trainable values of networks in one stretch of memory each, tensor after tensor.
import type { Architecture } from '../../../model/architecture';
import { type TensorValues, trainableTensors } from '../../../model/training';

/** Where each tensor begins among the values of a network, how many it has, and how many all have. */
export type ValueLayout = { places: Map<string, { first: number; count: number }>; size: number };

export function layOutValues(architecture: Architecture): ValueLayout {
  const places = new Map<string, { first: number; count: number }>();
  let size = 0;
  for (const { name, shape } of trainableTensors(architecture)) {
    const count = shape.reduce((product, extent) => product * extent, 1);
    places.set(name, { first: size, count });
    size += count;
  }
  return { places, size };
}

/** Networks' values as the GPU has them, [member][value]. */
export function packed({ places, size }: ValueLayout, members: TensorValues[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(members.length * size);
  members.forEach((values, member) => {
    for (const [name, { first }] of places) all.set(values[name], member * size + first);
  });
  return all;
}

/** The values of each network, as copies. */
export function unpacked({ places, size }: ValueLayout, all: Float32Array): TensorValues[] {
  return Array.from({ length: all.length / size }, (_, member) =>
    Object.fromEntries(
      [...places].map(([name, { first, count }]) => [
        name,
        Float32Array.from(all.subarray(member * size + first, member * size + first + count)),
      ]),
    ),
  );
}

/** Networks' masks, [member][value]: 1 where a value counts. */
export function packedMasks(
  { places, size }: ValueLayout,
  members: (Record<string, Uint8Array> | null)[],
): Uint32Array<ArrayBuffer> {
  const all = new Uint32Array(members.length * size).fill(1);
  members.forEach((masks, member) => {
    for (const [name, mask] of Object.entries(masks ?? {}))
      all.set(mask, member * size + places.get(name)!.first);
  });
  return all;
}
