import { expect, test } from 'vitest';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { openZoo, type Zoo } from '../../library/zoo';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { shippedComparison, shippedMade } from './shipped';

test('one-shot pruning that ships has rows of its own, and so has re-estimation alone', async () => {
  const tiny = await openZoo('http://zoo.test/tiny/', tinyZoo().source);
  const [dense, compressed] = [await tiny.predictions('dense', 2), await tiny.predictions('null', 2)];
  const pair = async () => ({ dense, compressed });
  const zoo: Zoo = { ...tiny, oneShot: { levels: [0.5], pair } };
  const plain = defaultExperiment({
    data: 'tiny',
    datasets: [{ id: 'tiny', title: 'Tiny' }],
    levels: [],
    widths: [],
    images: 4,
    batchNorm: true,
    networks: { dense: 2, null: 2 },
  });
  const experiment: Experiment = { ...plain, variant: 'pruned', sparsity: 0.5 };
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
