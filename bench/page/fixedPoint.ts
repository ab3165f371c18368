import { compressPopulation } from '../../src/engine/compress';
import { createWasmDevice } from '../../src/engine/wasm/device';
import { kernelName, prunableLayers } from '../../src/model/architecture';
import { type Population, tensorOf } from '../../src/model/population';
import type { FixedPointResult, Settings } from '../results';
import { timed } from './measure';
import { labelsOf } from './ours';
import { type BenchZoo, cut } from './zoo';

/**
 * The fixed-point population with the first weight of every kernel the next float32, and so no longer in
 * int8. Every step then runs in float32, as all would without integers, to the same answers but for rounding.
 */
function inFloats(fixed: Population): Population {
  const kernels = prunableLayers(fixed.architecture).map((layer) => {
    const name = kernelName(layer);
    const { shape, data } = tensorOf(fixed, name);
    const bits = new Uint32Array(data.slice().buffer);
    const size = data.length / fixed.members.length;
    for (let first = 0; first < bits.length; first += size) bits[first]++;
    return [name, { shape, data: new Float32Array(bits.buffer) }] as const;
  });
  return {
    ...fixed,
    key: `${fixed.key}, in float32`,
    tensors: { ...fixed.tensors, ...Object.fromEntries(kernels) },
  };
}

/** The dense population, the same in fixed point, and that with its steps in float32, in turns. */
export async function measureFixedPoint(
  zoo: BenchZoo,
  { threads, images, rounds }: Settings,
): Promise<FixedPointResult> {
  const device = await createWasmDevice({ threads });
  const { dense } = zoo;
  const shard = cut(zoo.shard, images);
  const pairs = dense.members.length * images;
  try {
    const format = { kind: 'quantised', format: 'fixed' } as const;
    const fixed = await compressPopulation(device, dense, format, zoo.calibration, () => {});
    const populations = { integers: fixed, floats: inFloats(fixed), dense };
    const speeds = { integers: [] as number[], floats: [] as number[], dense: [] as number[] };
    const kinds = ['integers', 'floats', 'dense'] as const;
    for (let round = -1; round < rounds; round++) {
      for (const kind of kinds) {
        const milliseconds = await timed(() => labelsOf(device, populations[kind], shard));
        if (round >= 0) speeds[kind].push((pairs * 1000) / milliseconds);
      }
    }
    const [integers, floats] = await Promise.all([
      labelsOf(device, fixed, shard),
      labelsOf(device, populations.floats, shard),
    ]);
    const differing = integers.reduce((sum, label, i) => sum + Number(label !== floats[i]), 0);
    return { members: dense.members.length, images, ...speeds, differing };
  } finally {
    device.close();
  }
}
