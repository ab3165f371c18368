import { expect } from 'vitest';
import type { Population } from '../model/population';
import { prunePopulation } from '../model/prune';
import { PRUNE_METHODS } from '../model/variant';
import type { Device } from './device';

const bits = ({ buffer, byteOffset, length }: Float32Array) => new Uint32Array(buffer, byteOffset, length);

/**
 * Expects a device to leave, by every method and scope, exactly the weights that the plain reference leaves,
 * bit for bit.
 */
export async function expectPrunedLikeReference(
  device: Device,
  population: Population,
  sparsities: readonly number[],
) {
  for (const method of PRUNE_METHODS) {
    for (const scope of ['global', 'layer'] as const) {
      for (const sparsity of sparsities) {
        const settings = { method, scope, sparsity, seed: 0xfedcba98 };
        const expected = prunePopulation(population, settings);
        const pruned = await device.prune(population, settings);
        expect({ ...pruned, tensors: null }).toEqual({ ...expected, tensors: null });
        for (const [name, { shape, data }] of Object.entries(expected.tensors)) {
          const told = `${name}: ${method}, ${scope}, ${sparsity}`;
          expect(pruned.tensors[name].shape, told).toEqual(shape);
          expect(bits(pruned.tensors[name].data), told).toEqual(bits(data));
        }
      }
    }
  }
}
