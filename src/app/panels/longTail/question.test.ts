import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Source } from '../../../library/fetchFile';
import { openZoo } from '../../../library/zoo';
import { defaultExperiment, type Experiment } from '../../../model/experiment';
import { comparedOf } from '../../lab/compared';
import { shippedComparison } from '../../lab/shipped';
import { type LongTailAnswer, longTailQuestion } from './question';

const root = fileURLToPath(new URL('../../../../public/zoo', import.meta.url));
const data = 'fashion-mnist-long-tail';
const experiment: Experiment = {
  ...defaultExperiment({
    data,
    datasets: [],
    levels: [0.9],
    widths: [],
    images: 1000,
    batchNorm: true,
    networks: { dense: 3, 'sparse-90': 3 },
  }),
  images: 1000,
  members: 3,
};

async function asked(source: Source) {
  const zoo = await openZoo(join(root, data), source);
  const comparison = await shippedComparison(zoo, experiment, false);
  if (!comparison || longTailQuestion.of !== 'comparison') throw new Error('Expected a shipped comparison.');
  return longTailQuestion.compute(comparedOf(zoo, comparison), null) as Promise<LongTailAnswer>;
}

test('the long tail beside the balanced set, by both rankings that ship', async () => {
  const { beyond } = await asked(async function* (base, path) {
    yield readFileSync(join(base, path));
  });
  expect(beyond.problem).toBeNull();
  expect(beyond.rankings).toMatchObject([
    { title: 'Fashion-MNIST, long-tailed', networks: 3, contrast: { points: { df: expect.any(Number) } } },
    { title: 'Fashion-MNIST, long-tailed, second ranking', networks: 3 },
  ]);
});

test('where the balanced set cannot be reached, the rest is told, and why', async () => {
  const { beyond, parts } = await asked(async function* (base, path) {
    if (!base.endsWith(`${data}/`)) throw new Error('out of reach');
    yield readFileSync(join(base, path));
  });
  expect(parts).toHaveLength(3);
  expect(beyond).toEqual({ rankings: [], problem: 'out of reach' });
});
