import type { Architecture } from '../../model/architecture';
import { prunePopulation } from '../../model/prune';
import type { Device } from '../device';
import { runReference } from '../reference';
import { samplePopulation, sampleShard } from '../samples';

const architecture: Architecture = {
  input: { channels: 1, height: 5, width: 5, mean: [0.3], std: [0.4] },
  layers: [
    { kind: 'conv', name: 'a', input: 1, output: 3, kernel: [3, 3], stride: 1, padding: 1, bias: false },
    { kind: 'batchNorm', name: 'n', channels: 3, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'maxPool', size: 2, stride: 2 },
    { kind: 'dense', name: 'b', input: 12, output: 4, bias: true },
  ],
};

const tolerance = 1e-4;

/**
 * Runs a tiny network, dense and pruned, and compares logits with the reference and kernels with the exact
 * pruning. Throws one sentence when they differ: a GPU that cannot run a kernel may return zeros without a
 * word.
 */
export async function assertSelfCheck(device: Pick<Device, 'description' | 'prune' | 'run'>): Promise<void> {
  const dense = samplePopulation(architecture, 2, 1, 1);
  const shard = sampleShard(architecture, 5, 4, 2);
  const settings = { method: 'magnitude', scope: 'global', sparsity: 0.8, seed: 1 } as const;
  const pruned = await device.prune(dense, settings);
  const expected = prunePopulation(dense, settings);
  for (const name of ['a.weight', 'b.weight']) {
    const wrong = expected.tensors[name].data.findIndex((w, i) => w !== pruned.tensors[name].data[i]);
    if (wrong >= 0) {
      throw new Error(`${device.description} fails its check: it prunes weight ${wrong} of ${name} wrongly.`);
    }
  }
  for (const population of [dense, pruned]) {
    const { logits: wanted } = runReference(population, shard);
    let answered = 0;
    for await (const { members, start, count, logits } of device.run(population, shard, { logits: true })) {
      members.forEach((member, row) => {
        for (let i = 0; i < count * 4; i++) {
          const got = logits?.[row * count * 4 + i] ?? Number.NaN;
          const want = wanted[(member * shard.count + start) * 4 + i];
          if (!(Math.abs(got - want) <= tolerance)) {
            throw new Error(
              `${device.description} fails its check: expected a logit of ${want}, but it computed ${got}.`,
            );
          }
          answered++;
        }
      });
    }
    if (answered !== wanted.length) {
      throw new Error(
        `${device.description} fails its check: expected ${wanted.length} logits, but it computed ` +
          `${answered}.`,
      );
    }
  }
}
