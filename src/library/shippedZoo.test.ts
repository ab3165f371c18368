import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kernelSize, prunableLayers } from '../model/architecture';
import { memberValues, tensorOf } from '../model/population';
import { readDatasets } from './datasets';
import type { Source } from './fetchFile';
import { architectureOf } from './manifest';
import { openZoo } from './zoo';

const root = fileURLToPath(new URL('../../public/zoo', import.meta.url));
const datasets = readDatasets(readFileSync(join(root, 'index.json'), 'utf8'), 'index.json');
/** Also of datasets that the index does not list yet. */
const folders = readdirSync(root).filter((name) => existsSync(join(root, name, 'manifest.json')));
const ids = {
  'fashion-mnist': [
    ...['dense', 'null', 'sparse-30', 'sparse-50', 'sparse-70', 'sparse-90'],
    ...['narrow-70', 'narrow-54', 'narrow-50', 'narrow-31', 'narrow-25'],
  ],
  'fashion-mnist-long-tail': ['dense', 'null', 'sparse-50', 'sparse-70', 'sparse-90'],
  'fashion-mnist-long-tail-2': ['dense', 'null', 'sparse-50', 'sparse-70', 'sparse-90'],
  'cifar-10': ['dense', 'null', 'sparse-50', 'sparse-70', 'sparse-90', 'narrow-54', 'narrow-31'],
};
const counts = {
  'fashion-mnist': Array(10).fill(6000),
  'fashion-mnist-long-tail': [775, 60, 1293, 2156, 278, 100, 167, 465, 3597, 6000],
  'fashion-mnist-long-tail-2': [465, 775, 100, 167, 278, 1293, 6000, 3597, 2156, 60],
  'cifar-10': Array(10).fill(5000),
};

test('the index lists the folders that have a manifest', () => {
  for (const { id } of datasets) expect(folders).toContain(id);
  expect(datasets[0]).toEqual({ id: 'fashion-mnist', title: 'Fashion-MNIST' });
});

const fromDisk: Source = async function* (base, path) {
  yield readFileSync(join(base, path));
};

/**
 * openZoo compares every file with its length and SHA-256, so that reading all of a variant checks all its
 * files.
 */
describe.each(folders)('the shipped zoo of %s', async (name) => {
  const folder = join(root, name);
  const zoo = await openZoo(folder, fromDisk);
  const { dataset, variants, architecture } = zoo.manifest;
  const trained = variants.filter(({ id }) => zoo.memberCount(id) > 0);

  test('has its images where their licence lets it, else none', async () => {
    if (name === 'cifar-10') {
      expect(dataset).toMatchObject({ licence: null, calibration: null, test: { images: null } });
      await expect(zoo.testShard()).rejects.toThrow('choose your own copy');
      const kinds = readdirSync(join(folder, 'images'));
      expect(kinds.sort()).toEqual(['test-fingerprints.idx2-ubyte.gz', 'test-labels.idx1-ubyte.gz']);
      return;
    }
    expect(await zoo.testShard()).toMatchObject({ count: 10_000, height: 28, width: 28, channels: 1 });
    expect((await zoo.calibrationShard()).count).toBe(2_000);
    expect(existsSync(join(folder, dataset.licence?.file ?? 'no licence'))).toBe(true);
  });

  test('has its labels and variants', async () => {
    const perClass = Array(10).fill(0);
    for (const label of await zoo.testLabels()) perClass[label]++;
    expect(perClass).toEqual(Array(10).fill(1_000));
    expect(variants.map(({ id }) => id)).toEqual(ids[name as keyof typeof ids]);
    expect(dataset.trainingCounts).toEqual(counts[name as keyof typeof counts]);
  });

  test.each(trained.map(({ id }) => id))(
    '%s: the manifest says of accuracy what the predictions say',
    async (id) => {
      const variant = variants.find((candidate) => candidate.id === id)!;
      const members = variant.parts.flatMap((part) => part.members);
      const truth = await zoo.testLabels();
      const predictions = await zoo.predictions(id, members.length, { scores: true });
      const { labels, pPrediction, pLabel, rankLabel, images } = predictions;
      expect(predictions.members).toEqual(members.map((member) => member.id));
      members.forEach(({ top1 }, member) => {
        let right = 0;
        let inconsistent = 0;
        for (let image = 0; image < images; image++) {
          const at = member * images + image;
          const correct = labels[at] === truth[image];
          right += Number(correct);
          if ((rankLabel![at] === 0) !== correct || pLabel![at] > pPrediction![at]) inconsistent++;
        }
        expect(right / images).toBeCloseTo(top1, 9);
        expect(inconsistent).toBe(0);
      });
    },
  );

  test.each(trained.map(({ id }) => id))(
    '%s: the manifest says of sparsity what the weights say',
    async (id) => {
      const variant = variants.find((candidate) => candidate.id === id)!;
      const members = variant.parts.flatMap((part) => part.members);
      const population = await zoo.population(id, members.length);
      members.forEach(({ sparsity, seed }, member) => {
        expect(population.members[member]).toMatchObject({ seed });
        let zeros = 0;
        let weights = 0;
        for (const { name } of prunableLayers(architecture)) {
          const values = memberValues(tensorOf(population, `${name}.weight`), member);
          const removed = values.reduce((count, value) => count + Number(value === 0), 0);
          expect(removed / values.length).toBeCloseTo(sparsity.layers[name], 6);
          zeros += removed;
          weights += values.length;
        }
        expect(zeros / weights).toBeCloseTo(sparsity.overall, 6);
        if (variant.kind === 'sparse') expect(sparsity.overall).toBeCloseTo(variant.targetSparsity, 2);
      });
    },
  );

  test('narrow networks have the channels they are looked up by, and about the weights of a level', () => {
    const weights = (of: typeof architecture) =>
      prunableLayers(of).reduce((sum, layer) => sum + kernelSize(layer), 0);
    const kept: Record<string, number> = { 'narrow-70': 0.5, 'narrow-54': 0.3, 'narrow-31': 0.1 };
    for (const variant of variants.filter(({ kind }) => kind === 'narrow')) {
      expect(variant.id).toBe(`narrow-${Math.round((variant.width ?? 0) * 100)}`);
      const share = weights(architectureOf(zoo.manifest, variant)) / weights(architecture);
      if (variant.id in kept) expect(Math.abs(share / kept[variant.id] - 1)).toBeLessThan(0.012);
    }
  });

  test('no seed serves two networks', () => {
    const seeds = trained.flatMap(({ kind, parts }) =>
      kind === 'sparse' ? [] : parts.flatMap((part) => part.members.map(({ seed }) => seed)),
    );
    expect(new Set(seeds).size).toBe(seeds.length);
  });
});
