import { expect, test } from 'vitest';
import { tinyZoo } from '../../library/testing/tinyZoo';
import type { Experiment } from '../../model/experiment';
import type { Bench } from './bench';
import { computeExperiment } from './computed';
import type { Comparison } from './results';
import { stubBench, stubDevice, tinyExperiment } from './testing/lab';

/** A bench whose device says what it re-estimates and runs. */
async function benchOf(said: string[]): Promise<Bench> {
  const stub = stubDevice('wasm', { beforeMember: async () => {}, opened: [], closed: [] });
  return stubBench(tinyZoo().source, {
    ...stub,
    run(population, ...rest) {
      said.push(`run ${population.variant.kind}`);
      return stub.run(population, ...rest);
    },
    recalibrate(population, ...rest) {
      said.push(`re-estimate ${population.variant.kind}`);
      return stub.recalibrate(population, ...rest);
    },
  });
}

async function answersTo(bench: Bench, experiment: Experiment): Promise<Comparison | undefined> {
  let last: Comparison | undefined;
  const { signal } = new AbortController();
  for await (const known of computeExperiment(bench, experiment, signal, () => {})) last = known;
  return last;
}

const half: Experiment = { ...tinyExperiment, variant: 'pruned', sparsity: 0.5 };

test('dense networks are re-estimated and run once for levels that take as many images', async () => {
  const said: string[] = [];
  const bench = await benchOf(said);
  await answersTo(bench, half);
  expect(said).toEqual(['re-estimate pruned', 're-estimate dense', 'run dense', 'run pruned']);
  said.length = 0;
  const more = { ...half, sparsity: 0.7 };
  const again = await answersTo(bench, more);
  expect(said).toEqual(['re-estimate pruned', 'run pruned']);
  const alone = await answersTo(await benchOf([]), more);
  expect(again?.dense.labels).toEqual(alone?.dense.labels);
  expect(again?.compressed.labels).toEqual(alone?.compressed.labels);

  said.length = 0;
  await answersTo(bench, { ...half, sparsity: 0.9 });
  expect(said).toContain('re-estimate dense');
  said.length = 0;
  await answersTo(bench, { ...half, baseline: 'trained' });
  expect(said).toEqual(['re-estimate pruned', 'run dense', 'run pruned']);
  said.length = 0;
  await answersTo(bench, { ...half, sparsity: 0.6 });
  expect(said).toEqual(['re-estimate pruned', 'run pruned']);
});

test('what the treatment changes alone is audited once for such levels', async () => {
  const bench = await benchOf([]);
  const first = await answersTo(bench, half);
  const second = await answersTo(bench, { ...half, sparsity: 0.7 });
  expect(second?.treatment).toBe(first?.treatment);
  expect(second?.treatment).toEqual(
    (await answersTo(await benchOf([]), { ...half, sparsity: 0.7 }))?.treatment,
  );
  for (const other of [{ ties: 'smallest' }, { images: 2 }, { members: 3 }, { seed: 1 }] as const) {
    const asked = { ...half, ...other };
    const there = await answersTo(bench, asked);
    expect(there?.treatment).toEqual((await answersTo(await benchOf([]), asked))?.treatment);
  }
  expect(bench.alone.size).toBe(4);
});

test('of dense networks treated alike the latest four are kept', async () => {
  const said: string[] = [];
  const bench = await benchOf(said);
  for (const seed of [0, 1, 2, 3, 0, 4]) await answersTo(bench, { ...half, seed });
  expect(bench.treated.size).toBe(4);
  said.length = 0;
  await answersTo(bench, { ...half, seed: 0 });
  expect(said).not.toContain('re-estimate dense');
  await answersTo(bench, { ...half, seed: 1 });
  expect(said).toContain('re-estimate dense');
});
