import { expect, test } from 'vitest';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { openZoo, type Zoo } from '../../library/zoo';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { createStore } from '../loading/store';
import { nothingKnown } from './bench';
import type { Core } from './core';
import type { LabEvent } from './protocol';
import { initialSessionState, reduceSession } from './sessionState';
import { shippedComparison, shippedMade } from './shipped';
import { show } from './showing';

async function oneShotZoo(): Promise<{ zoo: Zoo; experiment: Experiment }> {
  const tiny = await openZoo('http://zoo.test/tiny/', tinyZoo().source);
  const [dense, compressed] = [await tiny.predictions('dense', 2), await tiny.predictions('null', 2)];
  const pair = async () => ({ dense, compressed });
  const plain = defaultExperiment({
    data: 'tiny',
    datasets: [{ id: 'tiny', title: 'Tiny' }],
    levels: [],
    widths: [],
    images: 4,
    batchNorm: true,
    networks: { dense: 2, null: 2 },
  });
  return {
    zoo: { ...tiny, oneShot: { levels: [0.5, 0.7], pair } },
    experiment: { ...plain, variant: 'pruned', sparsity: 0.5 },
  };
}

test('one step of the slider over shipped levels tells what is new: its answers once, and its row', async () => {
  const { zoo, experiment } = await oneShotZoo();
  const told: LabEvent[] = [];
  const core = {
    store: createStore(reduceSession, initialSessionState),
    bench: async () => ({ zoo, ...nothingKnown() }),
    post: (event: LabEvent) => told.push(event),
  } as unknown as Core;
  const step = async (sparsity: number) => {
    told.length = 0;
    await show(core, { ...experiment, sparsity }, () => {});
    return told.map(({ kind }) => kind).filter((kind) => kind !== 'shard');
  };
  expect(await step(0.5)).toEqual(['shown', 'levels', 'oneShot', 'made', 'made']);
  expect(await step(0.7)).toEqual(['shown', 'made', 'made']);
  expect(await step(0.5)).toEqual(['shown']);
  // The page may have forgotten the rows of a curve that was left.
  await show(core, { ...experiment, images: 2 }, () => {});
  expect(await step(0.5)).toEqual(['shown', 'levels', 'oneShot', 'made', 'made']);
});

test('one-shot pruning that ships has rows of its own, and so has re-estimation alone', async () => {
  const { zoo, experiment } = await oneShotZoo();
  const comparison = await shippedComparison(zoo, experiment, false);
  expect(await shippedMade(zoo, comparison!)).toMatchObject([
    { experiment: { sparsity: 0.5, baseline: 'alike' }, pies: comparison!.findings.pies.images, swept: true },
    {
      experiment: { sparsity: 0, baseline: 'trained' },
      row: { networks: 2 },
      pies: new Uint32Array(),
      swept: true,
    },
  ]);
  expect(await shippedMade(zoo, { ...comparison!, experiment: { ...experiment, sparsity: 0.3 } })).toEqual(
    [],
  );
});
