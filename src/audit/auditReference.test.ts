// The audit against what numpy and scipy say (fixtures/expected.json).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { audit } from './audit';
import type { AuditOptions, Both, Estimate, Interval, Outcome, SubsetAccuracy, TTest } from './findings';
import { predictionsOf } from './fixtures/predictionsOf';

const OPTIONS: AuditOptions = { ties: 'largest', alpha: 0.05, seed: 20191113 };

type ExpectedEstimate = { value: number; interval: Interval | null; n?: number };
type ExpectedSubsets = Record<keyof SubsetAccuracy, ExpectedEstimate | null>;
type Case = {
  name: string;
  classes: number;
  ties: AuditOptions['ties'];
  baseline: AuditOptions['baseline'];
  paired: boolean;
  truth: number[];
  dense: number[][];
  compressed: number[][];
  nulls: number[][] | null;
  ranks: [number[][], number[][]] | null;
  expected: {
    pies: number[];
    outcomes: Outcome[];
    tied: number;
    modal: [number[], number[]];
    taxicab: number[];
    top1: [number[], number[]];
    sd: [number, number];
    topInterval: [Interval, Interval];
    classImpact: {
      images: number;
      recall?: [number, number];
      absolute?: number;
      normalised?: number;
      normalisedInterval?: Interval;
      welch?: TTest;
      pAdjusted?: number;
      paired?: TTest;
      pairedInterval?: Interval;
    }[];
    accuracy: [ExpectedSubsets, ExpectedSubsets];
    top5?: [ExpectedSubsets, ExpectedSubsets];
    matched: { dense: ExpectedEstimate; compressed: ExpectedEstimate; matched: number; unmatched: number };
    flips: ExpectedEstimate | null;
    noiseFloor: {
      k: [number, number];
      pies: number;
      flaggedClasses: number;
      images?: number[];
      excess?: ExpectedEstimate;
      interval?: Interval;
      halfPies?: number | null;
    };
  };
};

const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/expected.json', import.meta.url), 'utf8'));

function expectClose(found: number | null | undefined, expected: number | null | undefined): void {
  if (typeof expected !== 'number') expect(found ?? null).toBeNull();
  else expect(Math.abs(found! - expected)).toBeLessThanOrEqual(1e-10 * Math.max(1, Math.abs(expected)));
}

function expectInterval(found: Interval | null | undefined, expected: Interval | null | undefined): void {
  expectClose(found?.[0], expected?.[0]);
  expectClose(found?.[1], expected?.[1]);
}

function expectEstimate(found: Estimate | null, expected: ExpectedEstimate | null): void {
  expectClose(found?.value, expected?.value);
  expectInterval(found?.interval, expected?.interval);
  if (expected?.n !== undefined) expect(found?.n).toBe(expected.n);
}

function expectTest(found: TTest | null, expected: TTest | undefined): void {
  expectClose(found?.t, expected?.t);
  expectClose(found?.df, expected?.df);
  expectClose(found?.p, expected?.p);
}

function expectSubsets(found: Both<SubsetAccuracy>, expected: [ExpectedSubsets, ExpectedSubsets]): void {
  for (const subset of ['pie', 'all', 'nonPie'] as const) {
    expectEstimate(found.dense[subset], expected[0][subset]);
    expectEstimate(found.compressed[subset], expected[1][subset]);
  }
}

describe.each(cases)('as numpy and scipy have it: $name', (fixture) => {
  const { classes, ties, baseline, paired, expected } = fixture;
  const dense = predictionsOf('dense', fixture.dense, classes);
  const compressed = predictionsOf(paired ? 'dense' : 'pruned', fixture.compressed, classes);
  if (fixture.ranks) {
    dense.rankLabel = Uint16Array.from(fixture.ranks[0].flat());
    compressed.rankLabel = Uint16Array.from(fixture.ranks[1].flat());
  }
  const nulls = fixture.nulls && predictionsOf('null', fixture.nulls, classes);
  const options = { ...OPTIONS, ties, baseline };
  const findings = audit(dense, compressed, Uint16Array.from(fixture.truth), options, nulls);

  test('PIEs, outcomes, ties, modal labels, taxicab', () => {
    expect(findings.paired).toBe(paired);
    expect([...findings.pies.images]).toEqual(expected.pies);
    expect(findings.pies.outcomes).toEqual(expected.outcomes);
    expect(findings.pies.tied).toBe(expected.tied);
    expect([...findings.modal.dense]).toEqual(expected.modal[0]);
    expect([...findings.modal.compressed]).toEqual(expected.modal[1]);
    expect(findings.taxicab).toEqual(Float32Array.from(expected.taxicab));
  });

  test('accuracy of both populations', () => {
    for (const [side, population] of [findings.top1.dense, findings.top1.compressed].entries()) {
      population.perMember.forEach((value, row) => {
        expectClose(value, expected.top1[side][row]);
      });
      expect(population.perMember).toHaveLength(expected.top1[side].length);
      expectClose(population.sd, expected.sd[side]);
      expectInterval(population.mean.interval, expected.topInterval[side]);
    }
  });

  test('class impact', () => {
    expect(findings.classImpact).toHaveLength(classes);
    findings.classImpact.forEach((impact, label) => {
      const row = expected.classImpact[label];
      expect(impact.class).toBe(label);
      expect(impact.images).toBe(row.images);
      expectClose(impact.recall.dense, row.recall?.[0]);
      expectClose(impact.recall.compressed, row.recall?.[1]);
      expectClose(impact.absolute, row.absolute);
      expectClose(impact.normalised, row.normalised);
      expectInterval(impact.normalisedInterval, row.normalisedInterval);
      expectTest(impact.welch, row.welch);
      expectClose(impact.pAdjusted, row.pAdjusted);
      expect(impact.impacted).toBe(row.welch !== undefined && row.welch.p! <= 0.05);
      expectTest(impact.paired, row.paired);
      expectInterval(impact.pairedInterval, row.pairedInterval);
    });
  });

  test('PIE, all, non-PIE and the matched comparison', () => {
    expectSubsets(findings.accuracy, expected.accuracy);
    if (expected.top5) expectSubsets(findings.top5!, expected.top5);
    else expect(findings.top5).toBeUndefined();
    const matched = findings.matched!;
    expectEstimate(matched.accuracy.dense, expected.matched.dense);
    expectEstimate(matched.accuracy.compressed, expected.matched.compressed);
    expect(matched.matched).toBe(expected.matched.matched);
    expect(matched.unmatched).toBe(expected.matched.unmatched);
  });

  test('noise floor and flips', () => {
    const floor = findings.noiseFloor;
    if (floor.kind === 'none') throw new Error('Expected a noise floor.');
    expect(floor.k).toEqual(expected.noiseFloor.k);
    expectClose(floor.pies, expected.noiseFloor.pies);
    expectClose(floor.flaggedClasses, expected.noiseFloor.flaggedClasses);
    expect(floor.kind).toBe(nulls ? 'null' : 'splitHalf');
    if (floor.kind === 'null') {
      expect([...floor.images]).toEqual(expected.noiseFloor.images);
      if (paired) expect(floor.excess).toBeNull();
      else expectEstimate(floor.excess, expected.noiseFloor.excess!);
    } else {
      expectInterval(floor.interval, expected.noiseFloor.interval);
      expectClose(floor.halfPies, expected.noiseFloor.halfPies);
    }
    expectEstimate(findings.flips, expected.flips);
  });
});
