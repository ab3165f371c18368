import { describe, expect, it } from 'vitest';
import { fixturePopulation } from './fixtures/compression';
import expected from './fixtures/compression.json';
import { memberValues, type Population } from './population';
import { pruneCuts, prunePopulation } from './prune';
import { channelNorms, unfoldedWeights } from './unfolded';

const dense = fixturePopulation();
const { sparsity } = expected;

/**
 * The same networks with every output channel of their kernels multiplied by a factor of its own, as folding
 * does.
 */
function folded(population: Population): Population {
  const tensors = { ...population.tensors };
  for (const name of ['a.weight', 'b.weight', 'c.weight']) {
    const { shape, data } = tensors[name];
    const row = shape.reduce((product, extent) => product * extent, 1) / shape[0];
    // Powers of two, which leave every digit as it was.
    tensors[name] = { shape, data: data.map((weight, i) => weight * 2 ** ((Math.floor(i / row) * 5) % 7)) };
  }
  return { ...population, tensors };
}

describe('channelNorms', () => {
  it('is the square root of the sum of squares of each output channel', () => {
    expect([...channelNorms(Float32Array.of(3, 4, 0, 0, -5, 12), 3)]).toEqual([5, 0, 13]);
  });
});

describe('unfoldedWeights', () => {
  it('divides by the norm and leaves channels of zeros', () => {
    const unfolded = unfoldedWeights(Float32Array.of(3, -4, 0, 0, 5, 12), 3);
    expect([...unfolded]).toEqual([0.6, -0.8, 0, 0, 5 / 13, 12 / 13].map(Math.fround));
  });
});

describe('pruning by unfolded magnitude', () => {
  it.each(['global', 'layer'] as const)('removes what numpy removes: %s', (scope) => {
    const settings = { method: 'unfolded', scope, sparsity, seed: 0 } as const;
    for (const name of ['a.weight', 'b.weight', 'c.weight'] as const) {
      const masks = dense.members.map(
        (_, member) => pruneCuts(dense, member, settings).find((cut) => cut.name === name)!.mask,
      );
      expect(masks.map((mask) => [...mask].join('')).join('')).toBe(expected.unfolded[scope][name]);
    }
  });

  it('removes the same weights whatever factors were folded in, and leaves the others as they are', () => {
    const settings = { method: 'unfolded', scope: 'global', sparsity, seed: 0 } as const;
    const [plain, scaled] = [prunePopulation(dense, settings), prunePopulation(folded(dense), settings)];
    const left = folded(plain);
    for (const name of ['a.weight', 'b.weight', 'c.weight']) {
      expect(memberValues(scaled.tensors[name], 1)).toEqual(memberValues(left.tensors[name], 1));
    }
    expect(scaled.key).toBe('fixture|pruned(unfolded,global,0.6)');
  });

  it('has no one threshold on |w|', () => {
    const settings = { method: 'unfolded', scope: 'global', sparsity, seed: 0 } as const;
    expect(pruneCuts(dense, 0, settings).map(({ threshold }) => threshold)).toEqual([null, null, null]);
  });
});
