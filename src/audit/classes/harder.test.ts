import { expect, test } from 'vitest';
import { audit } from '../audit';
import type { CrossedEffect } from '../findings';
import { expectedHarder } from '../fixtures/harder';
import { predictionsOf } from '../fixtures/predictionsOf';

const { classes } = expectedHarder;
const truth = Uint16Array.from(expectedHarder.truth);
const options = { ties: 'largest', alpha: 0.05, seed: 0 } as const;

function found(dense: number[][], compressed: number[][], nulls: number[][]) {
  const [d, c, n] = [dense, compressed, nulls].map((rows, side) =>
    predictionsOf(`side${side}`, rows, classes),
  );
  const { matched, noiseFloor } = audit(d, c, truth, options, n);
  return { matched: matched?.beyond, retrained: noiseFloor.kind === 'null' && noiseFloor.changed };
}

const beside = found(expectedHarder.dense, expectedHarder.compressed, expectedHarder.nulls);

function expectAlike(effect: CrossedEffect | null, expected: CrossedEffect) {
  for (const name of ['value', 'se', 'df', 'p'] as const)
    expect(effect![name]).toBeCloseTo(expected[name], 5);
  for (const end of [0, 1]) expect(effect!.interval[end]).toBeCloseTo(expected.interval[end], 5);
}

test.each(['dense', 'compressed'] as const)('beside matches, as numpy has it: %s', (side) => {
  expectAlike(beside.matched![side], expectedHarder.matched[side]);
});

test.each(['dense', 'compressed'] as const)('beside what retraining changes: %s', (side) => {
  const { beyond } = beside.retrained as Exclude<typeof beside.retrained, false | undefined>;
  expectAlike(beyond[side], expectedHarder.retrained[side]);
});

test('one network gives no interval, and equal populations have nothing to compare', () => {
  const { dense, compressed, nulls } = expectedHarder;
  const one = found([dense[0], dense[1]], [compressed[0]], [nulls[0]]);
  expect(one.matched?.compressed ?? null).toBeNull();
  expect(one.retrained).toMatchObject({ beyond: { compressed: null } });
  const same = found(dense, dense, dense);
  expect(same.matched).toBeUndefined();
  expect(same.retrained).toEqual({
    accuracy: { dense: null, compressed: null },
    beyond: { dense: null, compressed: null },
  });
});
