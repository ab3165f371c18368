import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { firstFlags, intensification, kinship } from '../../audit/classes/classCurves';
import { expectedGroups } from '../../audit/fixtures/groups';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { levelsFamily, recallsOf } from '../../audit/retraining/levelsFamily';
import { inOrder } from '../../text/testing';
import { ClassCurves } from './ClassCurves';
import { ClassStanding } from './ClassStanding';
import { CurveCard, curveDomain } from './CurveCard';
import {
  byChange,
  type CurveLevel,
  classReadout,
  curvesClaim,
  flaggedFrom,
  flagsOf,
  kinshipSentence,
} from './curveWords';
import { KinshipMatrix } from './KinshipMatrix';
import { StandingChart } from './StandingChart';
import { standingClaim } from './standingWords';

const { classes: count, truth, dense, levels: labels } = expectedGroups.curves;
const classes = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox', 'gnu'];
const denseOnes = predictionsOf('dense', dense, count);
const audits = labels.map((rows, level) =>
  audit(denseOnes, predictionsOf(`${level}`, rows, count), Uint16Array.from(truth), {
    ties: 'largest',
    alpha: 0.05,
    seed: 1,
  }),
);
const levels: CurveLevel[] = audits.map(({ classImpact }, index) => ({
  id: `sparse-${index}`,
  name: `${10 * (index + 1)}% removed in training`,
  short: `${10 * (index + 1)}%`,
  removed: (index + 1) / 10,
  impacts: classImpact,
  byChance: 0.4,
}));
const retrained: CurveLevel = { ...levels[0], id: 'null', name: 'Dense, retrained', short: 'retrained' };
const denseAccuracy = audits[0].top1.dense.mean.value;

describe('the claim', () => {
  test('counts who falls and how far, who is flagged against chance, and who is flagged first', () => {
    expect(curvesClaim({ levels, retrained, family: null, classes, alpha: 0.05 })).toBe(
      'At 50%, three classes fall behind the model, by 15.8 points on average; four gain on ' +
        'it, by 11.9. Here every class counts, flagged or not. Five of seven are flagged, where chance ' +
        'alone would flag 0.40 and retraining flags none. After adjustment, bee, cat and fox are flagged ' +
        'first, at 20%.',
    );
  });

  test('says so where there is nothing to say', () => {
    expect(curvesClaim({ levels: [], retrained: null, family: null, classes, alpha: 0.05 })).toBe(
      'With a level or more, one can follow each class.',
    );
    const still = audit(denseOnes, denseOnes, Uint16Array.from(truth), {
      ties: 'largest',
      alpha: 0.05,
      seed: 1,
    });
    const level = { ...levels[0], impacts: still.classImpact };
    expect(curvesClaim({ levels: [level], retrained: null, family: null, classes, alpha: 0.05 })).toBe(
      'At 10%, no class moves beyond the model. None of seven is flagged, where chance alone ' +
        'would flag 0.40.',
    );
  });
});

test('a class read out, and from when it is flagged', () => {
  const flags = firstFlags(
    levels.map(({ impacts }) => impacts),
    0.05,
  );
  expect(flags.map((flag) => flaggedFrom(flag, levels))).toEqual([
    'flagged at 40%',
    'flagged at 20%',
    'flagged at 20%',
    'flagged at 30%, adjusted at 40%',
    'flagged at 40%',
    'flagged at 20%',
    'flagged at 50%',
  ]);
  expect(flaggedFrom({ raw: null, adjusted: null }, levels)).toBe('never flagged');
  expect(flaggedFrom({ raw: 0, adjusted: null }, levels)).toBe('flagged at 10%, adjusted never');
  expect(classReadout(2, levels[4], { levels, classes }, flags[2])).toMatch(
    inOrder(
      /^Cat at 50%: −\d+\.\d points beyond the model \(95%: −\d+\.\d to −\d+\.\d, networks and images /,
      /varying\), p [<=] \.\d+; flagged at 20%\.$/,
    ),
  );
});

test('within a family, the first flag is adjusted for all tests, and retraining is its baseline', () => {
  const family = levelsFamily(audits.map(recallsOf), recallsOf(audits[4]), {
    alpha: 0.05,
    seed: 1,
    shuffles: 400,
  });
  expect(family).toMatchObject({ method: 'maxT', tests: 42 });
  // The strongest level poses as retraining: what it flags is laid to no level.
  expect(family.first.some((level, label) => level !== null && family.retrained?.[label])).toBe(false);
  const data = {
    levels,
    retrained,
    family: { ...family, first: [null, 1, 1, null, 4, null, null] },
    classes,
  };
  expect(
    flagsOf({ ...data, alpha: 0.05 })
      .map((flag) => flaggedFrom(flag, levels))
      .slice(0, 2),
  ).toEqual(['flagged at 40%, adjusted never', 'flagged at 20%']);
  expect(curvesClaim({ ...data, alpha: 0.05 })).toMatch(
    / After allowing for all 42 tests of levels and classes, bee and cat are flagged first, at 20%\.$/,
  );
  const none = { ...family, first: family.first.map(() => null) };
  expect(curvesClaim({ ...data, family: none, alpha: 0.05 })).toMatch(
    / levels and classes, none is flagged\.$/,
  );
});

test('the classes that lost most come first', () => {
  const order = byChange(levels);
  const changes = order.map((label) => levels[4].impacts[label].normalised ?? 0);
  expect(changes).toEqual([...changes].sort((a, b) => a - b));
  expect(order).toHaveLength(7);
});

test('whether the weak get weaker is said with n, and not beyond what the interval allows', () => {
  const found = intensification(levels[4].impacts, denseAccuracy);
  const { claim, evidence } = standingClaim(levels[4], found);
  expect(evidence).toMatch(
    inOrder(
      /^At 50% the rank correlation of standing before and change in points is 0\.00 \(95% −0\.75 to /,
      /\+0\.75\), n = 7 classes\. With the growth of the odds of an error it is [+−]?0\.\d\d \(95% /,
      /[^)]*\), n = 7 classes\.$/,
    ),
  );
  expect(claim).toBe(
    'With seven classes one cannot say whether compression deepens what was already weak: both ' +
      'intervals include 0.',
  );
  type Ends = [number, number] | null;
  const both = (interval: Ends, onOdds: Ends, n = 10, value: number | null = 0.5) =>
    standingClaim(levels[4], {
      points: { value, interval, n },
      odds: { value, interval: onOdds, n },
    }).claim;
  const said = (interval: Ends, n = 10, value: number | null = 0.5) => both(interval, interval, n, value);
  expect(both([-0.2, 0.8], null, 4)).toMatch(/what was already weak: the interval in points includes 0\.$/);
  expect(said([0.1, 0.8])).toMatch(/ on both scales: compression deepened what was already weak\.$/);
  expect(both([0.1, 0.8], [-0.8, -0.1])).toMatch(
    /lost more points, but their odds of an error grew by less .*\. Which of them pay depends on the scale\.$/,
  );
  expect(both([0.1, 0.8], [-0.2, 0.4])).toMatch(
    /in proportion to how often they were wrong before, one cannot say so\.$/,
  );
  expect(both([-0.8, -0.1], [0.1, 0.8])).toMatch(
    /lost fewer points, but .* grew by more .* depends on the scale\.$/,
  );
  expect(both([-0.2, 0.4], [0.1, 0.8])).toMatch(
    /^In points one cannot say .*grew by more than those of strong classes\.$/,
  );
  expect(both([-0.2, 0.4], [-0.8, -0.1])).toMatch(/grew by less .* noise alone/);
  expect(said([-0.8, -0.1])).toMatch(
    inOrder(
      /^Weak classes lost less than strong ones, but this may be noise alone: both sides hold the dense /,
      /recall, with opposite signs, which pushes the correlation below 0\.$/,
    ),
  );
  expect(said([0.1, 0.8])).not.toContain('noise');
  expect(said(null, 3)).toMatch(/Three classes are too few to say\.$/);
  expect(said(null, 10, 1)).toMatch(/^Classes in perfect order leave no interval, and so no verdict\.$/);
  expect(said(null, 10, null)).toBe(
    'At 50% the rank correlation of standing before and change in points has no value, n = 10 ' +
      'classes: one of the two is the same for every class.',
  );
  expect(said(null, 2, null)).toMatch(/has no value, n = 2 classes: it takes three classes\.$/);
});

test('likeness of curves says how little it is worth', () => {
  const kin = kinship(levels.map(({ impacts }) => impacts));
  expect(kinshipSentence(kin)).toContain('pass |r| = 0.88 in 5% of pairs');
  expect(kinshipSentence(kin)).toContain(`So by chance 1.05 of 21 pairs would; here ${kin.beyond} do`);
  expect(kinshipSentence({ ...kin, beyond: 1 })).toContain('here 1 does.');
  expect(kinshipSentence(kinship(levels.slice(0, 2).map(({ impacts }) => impacts)))).toMatch(
    /^A curve of two levels correlates with anything/,
  );
});

test('one class as a small chart', () => {
  const card = (
    <CurveCard
      label={2}
      name="cat"
      note="flagged at 20%"
      levels={levels}
      domain={curveDomain(levels)}
      current="sparse-4"
      width={160}
      chosen
      onChoose={() => {}}
      onNear={() => {}}
    />
  );
  expect(renderToStaticMarkup(card)).toMatchSnapshot();
});

test('standing before against change', () => {
  const { standings } = intensification(levels[4].impacts, denseAccuracy);
  const chart = (
    <StandingChart
      standings={standings}
      flagged={(label) => levels[4].impacts[label].impacted}
      classes={classes}
      chosen={2}
      width={480}
    />
  );
  expect(renderToStaticMarkup(chart)).toMatchSnapshot();
});

test('which curves are alike', () => {
  const kin = kinship(levels.map(({ impacts }) => impacts));
  expect(renderToStaticMarkup(<KinshipMatrix kin={kin} classes={classes} width={400} />)).toMatchSnapshot();
});

test('the panel has a card a class, the split of every level, and no number that is none', () => {
  const panel = renderToStaticMarkup(
    <ClassCurves
      {...{ levels, retrained, family: null, denseAccuracy, classes }}
      alpha={0.05}
      chosen={null}
      onChoose={() => {}}
      current={null}
    />,
  );
  expect(panel.match(/data-testid="curve-card"/g)).toHaveLength(7);
  expect(panel).toContain('50% removed in training');
  expect(panel).toContain('Dense, retrained');
  expect(panel).not.toMatch(/NaN|undefined|Infinity/);
});

test('a single level has split and scatter, and speaks of retraining only where there is some', () => {
  const panelWith = (again: typeof retrained | null) =>
    renderToStaticMarkup(
      <ClassStanding
        {...{ denseAccuracy, classes }}
        level={levels[4]}
        retrained={again}
        alpha={0.05}
        chosen={null}
      />,
    );
  expect(panelWith(retrained)).toContain('compare with the retrained row');
  const panel = panelWith(null);
  expect(panel).toContain('At 50% the rank correlation of standing before and change in points is 0.00');
  expect(panel).not.toMatch(/NaN|undefined|Infinity|retrained/);
});
