import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Architecture } from './architecture';
import { fixturePopulation } from './fixtures/compression';
import expected from './fixtures/compression.json';
import { patternCuts, patternKept, prunePattern } from './pattern';
import { patternSizes } from './patternSizes';
import type { Pattern } from './variant';

const patterns = ['2:4', '4:8'] as const;

function denseLayer(input: number): Architecture {
  return {
    input: { channels: input, height: 1, width: 1, mean: Array(input).fill(0), std: Array(input).fill(1) },
    layers: [{ kind: 'dense', name: 'd', input, output: 1, bias: false }],
  };
}

const maskOf = (weights: number[], pattern: Pattern) =>
  patternCuts(denseLayer(weights.length), [Float32Array.from(weights)], pattern)[0].mask.join('');

describe.each(patterns)('%s', (pattern) => {
  it('removes what numpy removes, channels fastest within an output channel', () => {
    const dense = fixturePopulation();
    const { tensors, variant, key } = prunePattern(dense, pattern);
    for (const [name, mask] of Object.entries(expected.patterns[pattern])) {
      const { data } = dense.tensors[name];
      expect([...tensors[name].data], name).toEqual([...data].map((w, i) => (mask[i] === '1' ? w : 0)));
    }
    expect(variant).toEqual({ kind: 'structured', method: pattern, recalibrated: false });
    expect(key).toBe(`fixture|pruned(${pattern})`);
    expect(tensors['a.bias']).toBe(dense.tensors['a.bias']);
  });

  it('leaves exactly n of every m, and of the last group as many as there are', () => {
    const { kept, group } = patternSizes(pattern);
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 40 }), (weights) => {
        const [{ mask, kept: left }] = patternCuts(denseLayer(weights.length), [weights], pattern);
        for (let first = 0; first < mask.length; first += group) {
          const part = mask.subarray(first, first + group);
          expect(part.reduce((sum, keeps) => sum + keeps, 0)).toBe(Math.min(kept, part.length));
        }
        expect(left).toBe(mask.reduce((sum, keeps) => sum + keeps, 0));
        expect(left).toBe(patternKept(pattern, weights.length));
      }),
    );
  });
});

describe('patternCuts', () => {
  it('keeps the largest magnitudes, of equal ones the later, NaN before all', () => {
    expect(maskOf([1, -4, 3, 2], '2:4')).toBe('0110');
    expect(maskOf([1, -1, 1, -1], '2:4')).toBe('0011');
    expect(maskOf([0, 0, 0, Number.NaN, 5, -0, 0], '2:4')).toBe('0011101');
    expect(maskOf([8, 7, 6, 5, 4, 3, 2, 1], '4:8')).toBe('11110000');
  });

  it('counts what stays of a last group that is not full', () => {
    expect([1, 2, 3, 4, 5, 25, 75].map((weights) => patternKept('2:4', weights))).toEqual([
      1, 2, 2, 2, 3, 13, 38,
    ]);
    expect([1, 3, 5, 8, 25, 75].map((weights) => patternKept('4:8', weights))).toEqual([1, 3, 4, 4, 13, 39]);
  });
});
