import { expect, test } from 'vitest';
import type { Both } from '../../../audit/findings';
import { roundedSample } from '../../../engine/roundedSample';
import { samplePopulation, sampleShard } from '../../../engine/samples';
import { everyLayer } from '../../../engine/testing';
import type { Zoo } from '../../../library/zoo';
import type { Experiment } from '../../../model/experiment';
import type { Population } from '../../../model/population';
import { prunePopulation } from '../../../model/prune';
import type { Trained } from '../question';
import { type PixelSaliency, saliencyQuestion } from './question';

const shard = sampleShard(everyLayer, 3, 6, 5);
const dense = samplePopulation(everyLayer, 4, 1, 9);

async function answerOf(
  sides: Both<Population>,
  test = shard,
): Promise<{ answer: PixelSaliency; told: number[] }> {
  const zoo = { testShard: async () => test } as unknown as Zoo;
  const trained: Trained = { zoo, experiment: {} as Experiment, networks: async () => sides };
  if (saliencyQuestion.of !== 'zoo') throw new Error('asked of the wrong thing');
  const work = saliencyQuestion.compute(trained, { image: 1 });
  if (!('next' in work)) throw new Error('not in slices');
  const told: number[] = [];
  for (;;) {
    const step = await work.next();
    if (step.done) return { answer: step.value, told };
    if (step.value) told.push(step.value.done);
  }
}

test('both maps are shares of one, equal networks have equal ones, and halves are compared', async () => {
  const { answer, told } = await answerOf({ dense, compressed: dense });
  if (answer.kind !== 'maps') throw new Error(answer.why);
  const { maps, between } = answer;
  expect([answer.width, answer.height, maps.dense.networks, maps.dense.of]).toEqual([9, 10, 4, 4]);
  expect(maps.dense.map.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
  expect(maps.compressed).toEqual(maps.dense);
  expect(between).toBeCloseTo(1, 12);
  expect(maps.dense.halves).toBeLessThan(1);
  expect(told).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => n / 8));
});

test('a pruned population has another map', async () => {
  const pruned = prunePopulation(dense, { method: 'magnitude', scope: 'layer', sparsity: 0.8, seed: 0 });
  const { answer } = await answerOf({ dense, compressed: pruned });
  expect(answer.kind === 'maps' && answer.between).toBeLessThan(0.999);
});

test('fixed point has none, and that is said', async () => {
  const { population, shard: images } = roundedSample(3);
  const { answer } = await answerOf({ dense: population, compressed: population }, images);
  expect(answer).toMatchObject({ kind: 'none', why: expect.stringContaining('rounding has no gradient') });
});
