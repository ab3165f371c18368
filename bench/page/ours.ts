import type { Device } from '../../src/engine/device';
import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import type { Engine } from './engine';

/** Runs to the end and returns every label, [members, images]. */
export async function labelsOf(device: Device, population: Population, shard: Shard): Promise<Uint16Array> {
  const labels = new Uint16Array(population.members.length * shard.count);
  for await (const batch of device.run(population, shard)) {
    batch.members.forEach((member, row) => {
      const from = batch.labels.subarray(row * batch.count, (row + 1) * batch.count);
      labels.set(from, member * shard.count + batch.start);
    });
  }
  return labels;
}

/** Lacuna's device as an engine under test; it chooses its tiles itself. */
export function createOurs(device: Device, facts: Engine['facts']): Engine {
  return {
    name: 'lacuna',
    facts: { description: device.description, ...facts },
    batches: [],
    async prepare(population, shard) {
      await labelsOf(device, population, shard);
      return { run: () => labelsOf(device, population, shard), release() {} };
    },
    close: () => device.close(),
  };
}
