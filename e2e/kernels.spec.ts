import { expect, test } from '@playwright/test';
import { ports } from './ports';

/** The development server, which serves the engine's own modules one by one. */
const MODULES = `http://localhost:${ports.modules}`;

type Case = { network: 'every layer' | 'odd sizes'; members: number; images: number; density: number };

const cases: Case[] = [
  { network: 'every layer', members: 3, images: 7, density: 1 },
  { network: 'every layer', members: 1, images: 33, density: 0.1 },
  { network: 'odd sizes', members: 3, images: 1, density: 0.5 },
  { network: 'odd sizes', members: 2, images: 33, density: 0 },
];

for (const device of ['wasm', 'webgpu'] as const) {
  test(`the ${device} kernels answer like the plain reference in this browser`, {
    tag: device === 'webgpu' ? '@webgpu' : [],
  }, async ({ page }) => {
    await page.goto(`${MODULES}/licences/inter-OFL.txt`);
    const results = await page.evaluate(
      async ({ base, name, all }) => {
        const at = (path: string) => import(/* @vite-ignore */ `${base}/${path}`);
        const { everyLayer, network, conv, norm, relu, gather, worstDifference } =
          await at('engine/testing.ts');
        const { samplePopulation, sampleShard } = await at('engine/samples.ts');
        const { runReference } = await at('engine/reference.ts');
        const { prunePopulation } = await at('model/prune.ts');
        const opened =
          name === 'wasm'
            ? await (await at('engine/wasm/device.ts')).createWasmDevice()
            : await (await at('engine/webgpu/device.ts')).createWebGpuDevice();
        const odd = network(
          [5, 7, 9],
          [
            conv('a', 5, 17, [5, 3], { stride: 2, padding: 2 }),
            norm('an', 17),
            relu,
            conv('b', 17, 3, [1, 1]),
            { kind: 'globalAverage' },
            { kind: 'dense', name: 'd', input: 3, output: 4, bias: true },
          ],
        );
        const differences = [];
        for (const { network: which, members, images, density } of all) {
          const architecture = which === 'every layer' ? everyLayer : odd;
          const classes = which === 'every layer' ? 6 : 4;
          const population = samplePopulation(architecture, members, density, 7);
          const shard = sampleShard(architecture, images, classes, 8);
          const reference = runReference(population, shard);
          const answers = await gather(opened, population, shard);
          differences.push({
            logits: worstDifference(answers.logits, reference.logits),
            labels: worstDifference(answers.labels, reference.labels),
            everyPairOnce: answers.visits.every((visits: number) => visits === 1),
          });
        }
        const population = samplePopulation(odd, 3, 1, 9);
        const settings = { method: 'magnitude', scope: 'global', sparsity: 0.9, seed: 0 };
        const pruned = await opened.prune(population, settings);
        const expected = prunePopulation(population, settings);
        const masks = Object.keys(expected.tensors).map((tensor) =>
          worstDifference(pruned.tensors[tensor].data, expected.tensors[tensor].data),
        );
        opened.close();
        return { differences, masks };
      },
      { base: `${MODULES}/src`, name: device, all: cases },
    );
    expect(results.differences).toHaveLength(cases.length);
    for (const { logits, labels, everyPairOnce } of results.differences) {
      expect(logits).toBeLessThan(1e-4);
      expect(labels).toBe(0);
      expect(everyPairOnce).toBe(true);
    }
    expect(results.masks.every((difference) => difference === 0)).toBe(true);
  });
}
