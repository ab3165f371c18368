import { describe, expect, it } from 'vitest';
import { batchNormTensors } from '../model/architecture';
import { memberValues, onlyMember } from '../model/population';
import { prunePopulation } from '../model/prune';
import { drawCalibration } from '../model/recalibrate';
import { imagesAt } from '../model/shard';
import type { MadeVariant } from '../model/variant';
import { compressPopulation, treatedAlike } from './compress';
import { recalibrateReference } from './reference';
import { samplePopulation, sampleShard } from './samples';
import { everyLayer, referenceDevice } from './testing';

const half = {
  kind: 'pruned',
  method: 'magnitude',
  scope: 'global',
  sparsity: 0.5,
  seed: 0,
  recalibrated: true,
} as const satisfies MadeVariant;
const dense = samplePopulation(everyLayer, 3, 0.6, 61);
const set = sampleShard(everyLayer, 30, 6, 62);
const names = batchNormTensors(everyLayer);

const made = (of: typeof compressPopulation, variant: MadeVariant, images: number, seed = 0) =>
  of(
    referenceDevice,
    dense,
    variant,
    async () => set,
    () => {},
    undefined,
    { images, seed },
  );

describe('re-estimating BatchNorm', () => {
  it('takes for every network the calibration images that it draws', async () => {
    const population = await made(compressPopulation, half, 12, 5);
    const { method, scope, sparsity } = half;
    const pruned = prunePopulation(dense, { method, scope, sparsity, seed: 0 });
    for (const [member, { seed }] of dense.members.entries()) {
      const own = imagesAt(set, drawCalibration(30, 12, 5, seed), 'own');
      const expected = recalibrateReference(onlyMember(pruned, member), own);
      for (const name of names) {
        expect(memberValues(population.tensors[name], member)).toEqual(expected.tensors[name].data);
      }
    }
    expect(population.members).toEqual(dense.members);
    expect(population.tensors['a.weight']).toEqual(pruned.tensors['a.weight']);
  });

  it('of dense networks treated alike draws the same images: nothing removed, nothing changed', async () => {
    const nothing = { ...half, sparsity: 0 };
    const [removed, alike] = [
      await made(compressPopulation, nothing, 12),
      await made(treatedAlike, half, 12),
    ];
    expect(alike.tensors).toEqual(removed.tensors);
    const other = await made(treatedAlike, half, 12, 1);
    const values = (of: typeof alike) => names.flatMap((name) => Array.from(of.tensors[name].data));
    expect(values(other)).not.toEqual(values(alike));
    expect(other.key).not.toBe(alike.key);
  });

  it('leaves dense networks as trained where the compressed ones are not re-estimated', async () => {
    expect(await made(treatedAlike, { ...half, recalibrated: false }, 12)).toBe(dense);
    expect(await made(treatedAlike, { kind: 'quantised', format: 'int8' }, 12)).toBe(dense);
  });

  it('on all images there are is the same for all networks', async () => {
    const population = await made(treatedAlike, half, 99);
    expect(population.tensors[names[0]]).toEqual(recalibrateReference(dense, set).tensors[names[0]]);
  });
});

describe('the draw', () => {
  it('takes as many different images as are wanted, ascending, others for another network or seed', () => {
    const drawn = drawCalibration(2000, 400, 0, 7);
    expect(new Set(drawn).size).toBe(400);
    expect([...drawn]).toEqual([...drawn].sort((a, b) => a - b));
    expect(drawn.every((place) => place < 2000)).toBe(true);
    const shared = (other: Uint32Array) => other.filter((place) => drawn.includes(place)).length;
    // Two random draws of a fifth share a fifth of theirs: 80, give or take.
    for (const other of [drawCalibration(2000, 400, 0, 8), drawCalibration(2000, 400, 1, 7)]) {
      expect(Math.abs(shared(other) - 80)).toBeLessThan(35);
    }
    expect([...drawCalibration(5, 9, 0, 0)]).toEqual([0, 1, 2, 3, 4]);
  });
});
