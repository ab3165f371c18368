import { describe, expect, test } from 'vitest';
import { audit } from './audit';
import type { AuditOptions } from './findings';
import { predictionsOf } from './fixtures/predictionsOf';
import { summariseLevel } from './levels/levels';
import { selectMembers } from './votes/matrix';

const OPTIONS: AuditOptions = { ties: 'largest', alpha: 0.05, seed: 20191113 };

describe("the worked example of the method's description", () => {
  const truth = Uint16Array.from([0, 0, 1, 1]);
  const dense = predictionsOf(
    'dense',
    [
      [0, 0, 1, 1],
      [0, 1, 1, 0],
      [0, 1, 1, 1],
    ],
    2,
  );
  const compressed = predictionsOf(
    'pruned',
    [
      [0, 0, 1, 1],
      [1, 0, 1, 0],
      [1, 1, 0, 0],
    ],
    2,
  );
  const findings = audit(dense, compressed, truth, OPTIONS);

  test('modal labels', () => {
    expect([...findings.modal.dense]).toEqual([0, 1, 1, 1]);
    expect([...findings.modal.compressed]).toEqual([1, 0, 1, 0]);
  });

  test('PIEs and their outcomes', () => {
    expect([...findings.pies.images]).toEqual([0, 1, 3]);
    expect(findings.pies.outcomes).toEqual(['forgotten', 'recovered', 'forgotten']);
    expect(findings.pies.counts).toEqual({ forgotten: 2, recovered: 1, traded: 0 });
    expect(findings.pies.tied).toBe(0);
  });

  test('taxicab of image 0 is 4/3, shown as its half', () => {
    expect(findings.taxicab[0]).toBe(Math.fround(2 / 3));
  });

  test('accuracies', () => {
    expect(findings.top1.dense.perMember).toEqual([1, 0.5, 0.75]);
    expect(findings.top1.compressed.perMember).toEqual([1, 0.5, 0]);
  });

  test('three dense networks have no halves to compare', () => {
    expect(findings.noiseFloor).toEqual({ kind: 'none' });
    expect(findings.paired).toBe(false);
    expect(findings.flips).toBeNull();
  });

  test('other settings change what a new audit would say, given what they leave', () => {
    const others = { ...OPTIONS, ties: 'smallest' as const, alpha: 0.3 };
    const again = audit(dense, compressed, truth, others, null, findings);
    expect(again).toEqual(audit(dense, compressed, truth, others));
    expect(again.votes.dense).toBe(findings.votes.dense);
    expect(again.taxicab).toBe(findings.taxicab);
  });

  test('a level is summed up by the same numbers', () => {
    expect(summariseLevel(dense, compressed, truth, 0.9, 'largest')).toEqual({
      sparsity: 0.9,
      top1: findings.top1.compressed,
      accuracyChange: findings.accuracyChange,
      pies: 3,
      excess: null,
      images: 4,
    });
    const same = { ...compressed, members: [...dense.members].reverse() };
    const paired = audit(dense, same, truth, OPTIONS);
    expect(paired.paired).toBe(true);
    expect(summariseLevel(dense, same, truth, 0.9, 'largest').accuracyChange).toEqual(paired.accuracyChange);
    expect(paired.accuracyChange.interval).not.toEqual(findings.accuracyChange.interval);
    expect(summariseLevel(null, dense, truth, 0, 'largest')).toEqual({
      sparsity: 0,
      top1: findings.top1.dense,
      accuracyChange: null,
      pies: null,
      excess: null,
      images: 4,
    });
  });

  test('a level stands beside what as many retrained networks change, where it is not paired', () => {
    const nulls = predictionsOf(
      'null',
      [
        [0, 0, 1, 1],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
      ],
      2,
    );
    const { noiseFloor } = audit(dense, compressed, truth, OPTIONS, nulls);
    if (noiseFloor.kind !== 'null') throw new Error('Expected a null floor.');
    const { excess } = summariseLevel(dense, compressed, truth, 0.9, 'largest', noiseFloor.images);
    expect(excess).not.toBeNull();
    expect(excess).toEqual(noiseFloor.excess);
    const same = { ...compressed, members: dense.members };
    expect(summariseLevel(dense, same, truth, 0.9, 'largest', noiseFloor.images).excess).toBeNull();
  });
});

describe('edges', () => {
  const truth = Uint16Array.from([0, 1, 1, 2]);
  const dense = predictionsOf('dense', [[...truth], [0, 1, 2, 2], [0, 1, 1, 1], [...truth]], 4);
  const compressed = predictionsOf('pruned', [[...truth], [1, 1, 1, 2], [0, 0, 2, 2], [0, 0, 0, 0]], 4);

  test('one network on each side: what rests on spread is null, nothing is NaN', () => {
    const one = audit(selectMembers(dense, 1), selectMembers(compressed, 1), truth, OPTIONS);
    expect(one.top1.dense).toEqual({ perMember: [1], mean: { value: 1, interval: null, n: 1 }, sd: null });
    expect(one.classImpact[0].welch).toEqual({ t: null, df: null, p: null });
    expect(one.classImpact[0].absolute).toBe(0);
    expect(one.classImpact.every(({ impacted, pAdjusted }) => !impacted && pAdjusted === null)).toBe(true);
    expect(one.noiseFloor).toEqual({ kind: 'none' });
  });

  test('no PIE at all', () => {
    const same = audit(dense, { ...dense, members: ['a', 'b', 'c', 'd'] }, truth, OPTIONS);
    expect(same.pies.images).toHaveLength(0);
    expect(same.accuracy.dense.pie).toBeNull();
    expect(same.accuracy.dense.nonPie).toEqual(same.accuracy.dense.all);
    expect(same.matched).toBeNull();
  });

  test('nothing but PIEs', () => {
    const wrong = predictionsOf('wrong', [[1, 2, 2, 0]], 4);
    const all = audit(selectMembers(dense, 1), wrong, truth, OPTIONS);
    expect(all.pies.images).toHaveLength(4);
    expect(all.accuracy.compressed.nonPie).toBeNull();
    expect(all.accuracy.compressed.pie).toEqual(all.accuracy.compressed.all);
    expect(all.matched).toBeNull();
  });

  test('a class without images', () => {
    expect(audit(dense, compressed, truth, OPTIONS).classImpact[3]).toEqual({
      class: 3,
      images: 0,
      recall: { dense: null, compressed: null },
      recallPerMember: { dense: [], compressed: [] },
      absolute: null,
      normalised: null,
      normalisedInterval: null,
      welch: { t: null, df: null, p: null },
      paired: null,
      pairedInterval: null,
      pAdjusted: null,
      impacted: false,
      crossed: null,
      errorOdds: null,
    });
  });

  test('a null population too small for the compressed one gives way to split-half', () => {
    const nulls = selectMembers(dense, 3);
    expect(audit(dense, compressed, truth, OPTIONS, nulls).noiseFloor.kind).toBe('splitHalf');
    expect(audit(dense, selectMembers(compressed, 3), truth, OPTIONS, nulls).noiseFloor.kind).toBe('null');
    expect(audit(dense, selectMembers(compressed, 1), truth, OPTIONS).noiseFloor.kind).toBe('none');
  });

  test('pairing: by ids in any order, or as told', () => {
    const ids = { ...compressed, members: dense.members };
    const found = audit(dense, ids, truth, OPTIONS);
    expect(found.paired).toBe(true);
    const turned = {
      ...ids,
      members: [...ids.members].reverse(),
      labels: Uint16Array.from([3, 2, 1, 0].flatMap((row) => [...ids.labels.subarray(4 * row, 4 * row + 4)])),
    };
    expect(audit(dense, turned, truth, OPTIONS)).toEqual(found);
    expect(audit(dense, ids, truth, { ...OPTIONS, paired: false }).flips).toBeNull();
    const told = audit(dense, compressed, truth, { ...OPTIONS, paired: true });
    expect(told.flips).toEqual(found.flips);
    expect(told.classImpact).toEqual(found.classImpact);
  });

  test.each([
    [
      'paired populations of different sizes',
      () => audit(dense, selectMembers(compressed, 2), truth, { ...OPTIONS, paired: true }),
      'Expected paired populations of equally many networks, but there are 4 dense and 2 compressed; ' +
        'select the same networks in both.',
    ],
    [
      'other images',
      () => audit(dense, predictionsOf('x', [[0, 1]], 4), truth, OPTIONS),
      'Expected the compressed population to answer the same images as the dense one, 4 of 4 classes, but ' +
        'it has 2 of 4; select the same images in both.',
    ],
    [
      'a short matrix',
      () => audit({ ...dense, labels: dense.labels.subarray(1) }, compressed, truth, OPTIONS),
      'Expected 16 entries in labels of the dense population (4 networks x 4 images), but it has 15.',
    ],
    [
      'too few true labels',
      () => audit(dense, compressed, truth.subarray(1), OPTIONS),
      'Expected one true label for each of 4 images, but there are 3.',
    ],
    [
      'a true label that is no class',
      () => audit(dense, compressed, Uint16Array.from([0, 1, 9, 2]), OPTIONS),
      'Expected true labels below 4, but image 2 has 9; check the number of classes.',
    ],
    [
      'no network',
      () => audit({ ...dense, members: [], labels: new Uint16Array() }, compressed, truth, OPTIONS),
      'Expected 1 to 65535 networks, an image and a class in the dense population, but it has 0, 4 and 4.',
    ],
  ])('%s are refused in one sentence', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
