import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { Estimate, Findings, SubsetAccuracy } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { inOrder } from '../../text/testing';
import { AccuracyChart } from './AccuracyChart';
import { accuracyClaim, groups, LEAST_PIES, matchClaim, retrainedGroups, topFiveGroups } from './groups';

const truth = Uint16Array.of(0, 0, 1, 1);
const dense = predictionsOf('dense', [
  [0, 0, 1, 1],
  [0, 1, 1, 0],
  [0, 1, 1, 1],
]);
const compressed = predictionsOf('sparse', [
  [0, 0, 1, 1],
  [1, 0, 1, 0],
  [1, 1, 0, 0],
]);
const options = { ties: 'largest', alpha: 0.05, seed: 0 } as const;
const findings = audit(dense, compressed, truth, options);
const same = audit(dense, dense, truth, options);

test('the sets, with how many images each holds', () => {
  expect(groups(findings).map(({ id, images }) => `${id} ${images}`)).toEqual(
    findings.matched
      ? ['pie 3', `matched ${findings.matched.accuracy.dense.n}`, 'all 4', 'nonPie 1']
      : ['pie 3', 'all 4', 'nonPie 1'],
  );
});

test('top-5 stands in the table where ranks are known', () => {
  expect(topFiveGroups(findings)).toEqual([]);
  const estimate = (value: number): Estimate => ({ value, interval: null, n: 4 });
  const top5 = { pie: estimate(0.5), all: estimate(0.75), nonPie: null };
  const known = topFiveGroups({ ...findings, top5: { dense: top5, compressed: top5 } });
  expect(known.map(({ name, images, accuracy }) => [name, images, accuracy.dense?.value ?? null])).toEqual([
    ['PIEs, top-5', 3, 0.5],
    ['All images, top-5', 4, 0.75],
    ['Non-PIEs, top-5', 1, null],
  ]);
});

function ofPies(pies: number, accuracy: Findings['accuracy']): Findings {
  return { ...findings, accuracy, pies: { ...findings.pies, images: new Uint32Array(pies) } };
}

test('the claim compares PIEs with all images and says what the choice makes of it', () => {
  expect(accuracyClaim(findings)).toBe(
    'Three PIEs are too few to say whether they are harder than images at large. Dense networks ' +
      'get 67% of them right against 75% of all images, compressed ones 44% against 50%.',
  );
  expect(matchClaim(findings)).toMatch(
    inOrder(
      /^In part this is by construction: PIEs are images on which networks disagree, so they are often /,
      /wrong there\. /,
    ),
  );
  const at = (pie: number, all: number, reach: number) => ({
    pie: { value: pie, interval: [pie - reach, pie + reach] as [number, number], n: 3 },
    all: { value: all, interval: [all - reach, all + reach] as [number, number], n: 4 },
    nonPie: null,
    beyond: {
      ...{ value: 100 * (pie - all), se: 50 * reach, df: 99, p: 0.5 },
      interval: [100 * (pie - all - reach), 100 * (pie - all + reach)] as [number, number],
    },
  });
  const claim = (dense: SubsetAccuracy, compressed: SubsetAccuracy) =>
    accuracyClaim(ofPies(LEAST_PIES, { dense, compressed }));
  const [sure, unsure, opposite] = [at(0.4, 0.9, 0.1), at(0.85, 0.9, 0.1), at(0.9, 0.4, 0.1)];
  expect(claim(sure, sure)).toMatch(
    /^The 20 PIEs are harder than images at large, for dense networks too\. /,
  );
  expect(claim(sure, unsure)).toMatch(/ for dense networks, not measurably for compressed ones\. /);
  expect(claim(opposite, sure)).toMatch(/ for compressed networks, not measurably for dense ones\. /);
  expect(claim(unsure, unsure)).toMatch(
    /^The 20 PIEs are not measurably harder than images at large\. Dense/,
  );
  const missed = { ...at(0, 0.9, 0), all: at(0, 0.9, 0.001).all };
  for (const few of [1, 2, LEAST_PIES - 1]) {
    expect(accuracyClaim(ofPies(few, { dense: missed, compressed: missed }))).toMatch(
      /^(One PIE is|(Two|19) PIEs are) too few to say whether they are harder than images at large\. Dense/,
    );
  }
});

test('without a PIE there is nothing to compare', () => {
  expect(accuracyClaim(same)).toBe('No image changes its label, so there is nothing to compare.');
  expect(matchClaim(same)).toBeNull();
});

test('unmatched PIEs are counted, and no match is said', () => {
  const estimate: Estimate = { value: 0.6, interval: [0.55, 0.65], n: 40 };
  const matched = {
    accuracy: { dense: estimate, compressed: { ...estimate, value: 0.58 } },
    matched: 2,
    unmatched: 1,
  };
  expect(matchClaim({ ...findings, matched })).toContain(
    'Dense networks answer 60% of these correctly, compressed ones 58%. 2 PIEs found such ' +
      'matches, 1 did not.',
  );
  expect(matchClaim({ ...findings, matched: { ...matched, unmatched: 0 } })).toContain(
    '2 PIEs found such matches, none was left without.',
  );
  expect(matchClaim({ ...findings, matched: null })).toContain('nothing to match');
});

test('whether PIEs are harder than their matches is said by the interval, of PIEs enough', () => {
  const estimate: Estimate = { value: 0.6, interval: [0.55, 0.65], n: 40 };
  const effect = (low: number, high: number) => ({
    ...{ value: (low + high) / 2, se: 1, df: 50, p: 0.5 },
    interval: [low, high] as [number, number],
  });
  const matched = {
    ...{ accuracy: { dense: estimate, compressed: estimate }, matched: 20, unmatched: 0 },
    beyond: { dense: effect(-6, 2), compressed: effect(-21, -17) },
  };
  const claimOf = (pies: number, beyond: NonNullable<Findings['matched']>['beyond']) =>
    matchClaim({ ...ofPies(pies, findings.accuracy), matched: { ...matched, beyond } });
  expect(claimOf(LEAST_PIES, matched.beyond)).toContain(
    ' PIEs are harder than these for compressed networks, not measurably for dense ones. ' +
      'The interval for dense networks is ',
  );
  expect(claimOf(LEAST_PIES, { dense: effect(-6, -2), compressed: effect(-4, -1) })).toMatch(
    / PIEs are harder than these, for dense networks too\.$/,
  );
  expect(claimOf(LEAST_PIES, { dense: effect(2, 6), compressed: effect(-1, 1) })).toMatch(
    / PIEs are not measurably harder than these\.$/,
  );
  expect(claimOf(LEAST_PIES - 1, matched.beyond)).toMatch(/none was left without\.$/);
  expect(claimOf(LEAST_PIES, { dense: null, compressed: null })).toMatch(/none was left without\.$/);
});

test('what retraining alone changes has a row in the table, with a null population', () => {
  expect(retrainedGroups(findings)).toEqual([]);
  const known = audit(dense, compressed, truth, options, compressed);
  const [row] = retrainedGroups(known);
  expect(row).toMatchObject({ id: 'retrained', images: 3 });
  expect(row.accuracy.compressed?.value).toBeCloseTo(4 / 9, 12);
});

test.each([
  ['PIEs and the rest', findings, 720],
  ['on a phone', findings, 350],
  ['no PIE', same, 720],
])('the chart: %s', (_, shown, width) => {
  const markup = renderToStaticMarkup(<AccuracyChart groups={groups(shown)} width={width} />);
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

function predictionsOf(name: string, rows: number[][]): Predictions {
  return {
    members: rows.map((_, index) => `${name}/${index}`),
    images: rows[0].length,
    classes: 2,
    labels: Uint16Array.from(rows.flat()),
  };
}
