import { expect, test } from 'vitest';
import { audit } from '../audit';
import { expectedLevels } from '../fixtures/levels';
import { predictionsOf } from '../fixtures/predictionsOf';
import { denseRow, levelRow } from './levelsTable';

const { classes, truth, labels, ranks, expected } = expectedLevels.row;
const [dense, compressed] = ['dense', 'pruned'].map((name, side) => ({
  ...predictionsOf(name, labels[side], classes),
  rankLabel: Uint16Array.from(ranks[side].flat()),
}));
const findings = audit(dense, compressed, Uint16Array.from(truth), { ties: 'largest', alpha: 0.05, seed: 1 });

test('top-3 as scikit-learn has it, flagged classes as scipy has them', () => {
  const rows = [denseRow(findings, dense), levelRow(findings, compressed)];
  rows.forEach(({ top3, top1, networks }, side) => {
    const { top3: value, interval } = expected.rows[side];
    expect(networks).toBe(labels[side].length);
    expect(top1).toBe(side === 0 ? findings.top1.dense : findings.top1.compressed);
    expect(top3?.value).toBeCloseTo(value, 12);
    expect(top3?.interval?.[0]).toBeCloseTo(interval[0], 10);
    expect(top3?.interval?.[1]).toBeCloseTo(interval[1], 10);
  });
  expect(rows[0].change).toBeNull();
  const { change } = rows[1];
  expect(change).toMatchObject({ pies: findings.pies.images.length, paired: false });
  expect(change?.floor).toBe(findings.noiseFloor);
  expect(change?.accuracy).toBe(findings.accuracyChange);
  expect(change?.flagged).toEqual({
    ...expected.flagged,
    byChance: findings.flaggedByChance?.mean,
  });
  expect(expected.flagged.adjusted).toBeLessThan(expected.flagged.raw);
});

test('no top-3 without ranks', () => {
  const { rankLabel: _, ...bare } = compressed;
  expect(levelRow(findings, bare).top3).toBeNull();
});
