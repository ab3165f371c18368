import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createInProcessWasmDevice } from '../engine/wasm/inProcess';
import { readDatasets } from '../library/datasets';
import { openZoo } from '../library/zoo';
import type { Population } from '../model/population';
import { firstImages } from '../model/shard';
import { fileSource } from './files';

const root = new URL('../../', import.meta.url);
const folder = fileURLToPath(new URL('public/zoo/', root));
const datasets = readDatasets(readFileSync(`${folder}index.json`, 'utf8'), 'index.json');
const opened = await Promise.all(
  datasets.map(async ({ id }) => ({ id, zoo: await openZoo(`${folder}${id}`, fileSource) })),
);
const kernels = (name: string) => readFileSync(new URL(`src/engine/wasm/build/${name}.wasm`, root));
const device = await createInProcessWasmDevice({ plain: kernels('plain'), relaxed: kernels('relaxed') });

/**
 * Every tenth member (one of each file) on the first images, or with ZOO_MEMBERS=all in the environment all
 * on all of them.
 */
const everything = process.env.ZOO_MEMBERS === 'all';
const step = everything ? 1 : 10;
const IMAGES = 2500;

function only(population: Population, member: number): Population {
  const tensors = Object.fromEntries(
    Object.entries(population.tensors).map(([name, { shape, data }]) => {
      const size = data.length / population.members.length;
      return [name, { shape, data: data.subarray(member * size, (member + 1) * size) }];
    }),
  );
  return {
    ...population,
    key: `${population.key}[${member}]`,
    members: [population.members[member]],
    tensors,
  };
}

/** The difference between the two largest of one image's logits. */
function margin(logits: Float32Array): number {
  const [first, second] = Array.from(logits).sort((a, b) => b - a);
  return first - second;
}

// Networks whose test images may not be shipped have nothing to run on here.
describe.each(opened.filter(({ zoo }) => zoo.withheld === null))(
  'shipped weights give the labels and scores that PyTorch gave: $id',
  async ({ zoo }) => {
    const all = await zoo.testShard();
    const shard = everything ? all : firstImages(all, IMAGES);
    const classes = shard.classes.length;
    const variants = zoo.manifest.variants.map(({ id }) => ({ id, members: zoo.memberCount(id) }));

    it.each(variants.filter(({ members }) => members > 0))('$id', async ({ id, members }) => {
      const population = await zoo.population(id, members);
      const shipped = await zoo.predictions(id, members, { scores: true });
      let compared = 0;
      const differences: number[] = [];
      let worstProbability = 0;
      for (let member = 0; member < members; member += step) {
        for await (const batch of device.run(only(population, member), shard, { logits: true })) {
          for (let i = 0; i < batch.count; i++) {
            const at = member * all.count + batch.start + i;
            compared++;
            if (batch.labels[i] !== shipped.labels[at]) {
              differences.push(margin(batch.logits!.subarray(i * classes, (i + 1) * classes)));
              continue;
            }
            const difference = Math.abs(batch.pPrediction[i] - shipped.pPrediction![at]);
            worstProbability = Math.max(worstProbability, difference);
          }
        }
      }
      expect(compared).toBe(Math.ceil(members / step) * shard.count);
      expect(differences.length / compared).toBeLessThanOrEqual(0.0005);
      expect(Math.max(0, ...differences)).toBeLessThan(1e-3);
      expect(worstProbability).toBeLessThan(1e-3);
    });

    it('has a dense population to compare', () => {
      expect(zoo.memberCount('dense')).toBeGreaterThan(0);
    });
  },
);
