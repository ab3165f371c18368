import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { Interval } from '../../audit/findings';
import { expectedGroups } from '../../audit/fixtures/groups';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { crossed, groupingOf } from '../../audit/groups/grouping';
import type { GroupRate } from '../../audit/groups/groupRates';
import { type SubgroupTable, subgroups } from '../../audit/groups/subgroups';
import { inOrder } from '../../text/testing';
import { GroupRow, groupScales } from './GroupRow';
import { initialGroups } from './groupsState';
import { Subgroups } from './Subgroups';
import { byHarm, gathers, groupName, groupsClaim } from './subgroupWords';

const [given] = expectedGroups.tables;
const classes = ['ant', 'bee', 'cat', 'dog'];
const dense = predictionsOf('dense', given.dense, 4);
const compressed = predictionsOf('sparse', given.compressed, 4);
const truth = Uint16Array.from(given.truth);
const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 1 });
const byLight = groupingOf({ name: 'light', values: Float64Array.from(given.values) });
const byPlace = groupingOf({
  name: 'place',
  categories: ['x', 'y', 'z'],
  codes: Uint16Array.from(given.codes),
});
const tableOf = (grouping: typeof byLight, target: number | null) =>
  subgroups(findings, { dense, compressed }, truth, grouping, {
    target,
    leastImages: 1,
    resampling: { draws: 200, seed: 1 },
  });

describe('the claim', () => {
  test('names who pays most, flags against chance, where PIEs gather', () => {
    expect(groupsClaim(tableOf(byLight, null), 'error')).toEqual({
      claim: expect.stringMatching(
        inOrder(
          /^By light, “highest quarter” pays most\. Its error rate rises by \d+\.\d points more than the /,
          /model’s\. In proportion it does not pay measurably more\. Two of 4 groups are flagged, two /,
          /after adjustment, where chance alone would flag 0\.\d\d\. “highest quarter” holds \d\.\d times /,
          /its share of the PIEs\.$/,
        ),
      ),
      evidence: expect.stringMatching(
        inOrder(
          /^“highest quarter”, 95%: \+\d+\.\d to \+\d+\.\d points with other networks and images\. /,
          /Picked from 4 groups: allowing for that, −\d\.\d to \+\d+\.\d points\. Its odds grow by a factor of /,
          /\d\.\d\d, those of all images by \d\.\d\d\. PIEs, 95%: \d\.\d to /,
          /\d\.\d times\. Picked from 4 groups, which its interval does not allow for\.$/,
        ),
      ),
    });
  });

  test('counts tests of one class against the rest', () => {
    expect(groupsClaim(tableOf(byPlace, 1), 'falsePositive').claim).toMatch(
      inOrder(
        /false positive rate rises .* None of 8 tests in three groups is flagged, none after adjustment, /,
        /where chance alone would flag 0\.\d\d\./,
      ),
    );
  });

  test('is silent where nothing rises', () => {
    const same = audit(dense, dense, truth, { ties: 'largest', alpha: 0.05, seed: 1 });
    const table = subgroups(same, { dense, compressed: dense }, truth, byPlace, {
      target: null,
      leastImages: 1,
      resampling: { draws: 10, seed: 1 },
    });
    expect(groupsClaim(table, 'error').claim).toBe(
      'By place, no tested group’s error rate rises measurably more than the model’s, after allowing for 3 ' +
        'tests. None of 3 groups is flagged, none after adjustment, where chance alone would flag ' +
        '0.00.',
    );
    expect(groupsClaim({ ...table, groups: [] }, 'error').claim).toBe(
      'No group has an image on which this can go wrong.',
    );
  });

  test('names nobody whose rate fell or whose interval includes 0', () => {
    const table = tableOf(byLight, null);
    const told = (interval: [number, number] | null) => {
      const groups = table.groups.map((group) => ({
        ...group,
        overIndex: null,
        rates: {
          error: {
            ...group.rates.error!,
            normalised: interval && interval[0] + 2,
            interval,
            crossed: null,
            pAdjusted: 0.01,
          },
        },
      }));
      const { claim, evidence } = groupsClaim({ ...table, groups }, 'error');
      return `${claim} ${evidence}`;
    };
    expect(told([-4.8, -0.8])).toMatch(
      inOrder(
        /^By light, no tested group’s error rate rises measurably more than the model’s, after allowing /,
        /for 4 tests\. /,
      ),
    );
    expect(told([-1, 5])).toMatch(/^By light, no tested group’s error rate rises measurably/);
    expect(told([1, 5])).toMatch(
      /^By light, “lowest quarter” pays most\. .* rises by 3\.0 points .*\+1\.0 to \+5\.0/,
    );
  });

  test('passes over an untested group and over a larger rise that noise explains', () => {
    const table = tableOf(byLight, null);
    const [first, ...others] = byHarm(table, 'error').map(({ group }) => group);
    const withRate = (rate: Partial<GroupRate>) => ({
      ...table,
      groups: [{ ...first, rates: { error: { ...first.rates.error!, ...rate } } }, ...others],
    });
    const name = groupName(others[0]);
    expect(
      groupsClaim(withRate({ interval: null, crossed: null, test: { t: null, df: null, p: null } }), 'error')
        .claim,
    ).not.toContain(`${groupName(first)}” pays`);
    expect(groupsClaim(table, 'error').claim).toContain(`${groupName(first)}” pays most`);
    const rising = {
      ...others[0],
      rates: {
        error: { ...first.rates.error!, normalised: 1, interval: [0.5, 1.5] as Interval, pAdjusted: 0.01 },
      },
    };
    const noisy = withRate({ normalised: 9, interval: [-1, 19], crossed: null });
    expect(groupsClaim({ ...noisy, groups: [noisy.groups[0], rising] }, 'error').claim).toContain(
      `“${name}” pays most of those that stay flagged, after allowing for 4 tests. Its error rate rises by ` +
        '1.0 points',
    );
  });

  test('names nobody whose flag the adjustment takes back', () => {
    const table = tableOf(byLight, null);
    const [first, ...others] = byHarm(table, 'error').map(({ group }) => group);
    const error = {
      ...first.rates.error!,
      normalised: 2,
      interval: [0.1, 3.9] as Interval,
      test: { t: 2, df: 58, p: 0.04 },
      flagged: true,
      pAdjusted: 0.4,
    };
    const none = others.map((group) => ({
      ...group,
      rates: { error: { ...group.rates.error!, normalised: 0, interval: [-1, 1] as Interval } },
    }));
    const said = groupsClaim({ ...table, groups: [{ ...first, rates: { error } }, ...none] }, 'error').claim;
    expect(said).toMatch(
      /^By light, no tested group’s error rate rises measurably more than the model’s, after/,
    );
    expect(said).not.toContain('pays');
    const held = { ...first, rates: { error: { ...error, pAdjusted: 0.05 } } };
    expect(groupsClaim({ ...table, groups: [held, ...none] }, 'error').claim).toContain('” pays most. ');
  });

  test('gives the reason why nothing is tested, and agrees with one test', () => {
    const few = subgroups(findings, { dense, compressed }, truth, byPlace, {
      target: null,
      leastImages: 1000,
      resampling: { draws: 10, seed: 1 },
    });
    expect(groupsClaim(few, 'error').claim).toMatch(
      /^By place, no group can be tested: each has fewer than 1,000 images\./,
    );
    expect(groupsClaim({ ...few, leastImages: 1 }, 'error').claim).toMatch(
      /^By place, no group can be tested: a test needs two networks or more a side\./,
    );
    const one = (flagged: number) =>
      groupsClaim(
        { ...tableOf(byPlace, null), tests: { made: 1, flagged, adjusted: flagged, byChance: 0.05 } },
        'error',
      ).claim;
    expect(one(1)).toContain(' The only test made flags its group, where chance alone would flag 0.05.');
    expect(one(0)).toContain(' The only test made flags nothing, where chance alone would flag 0.05.');
  });
});

test('groups by what they lost; those where nothing can go wrong are out', () => {
  const table = tableOf(crossed(byLight, byPlace), 1);
  const ranked = byHarm(table, 'falseNegative');
  expect(ranked.length).toBeLessThan(table.groups.length);
  const rises = ranked.map(({ rate }) => rate.normalised ?? 0);
  expect(rises).toEqual([...rises].sort((a, b) => b - a));
  expect(groupName(table.groups[0], true)).toMatch(/^lowest quarter \(−?\d\.\d\d to \d\.\d\d\), x$/);
});

test('a group as a row', () => {
  const ranked = byHarm(tableOf(byLight, null), 'error');
  const row = <GroupRow {...ranked[0]} scales={groupScales(ranked, 760)} />;
  expect(renderToStaticMarkup(row)).toMatchSnapshot();
});

test('the panel waits, and shows every group', () => {
  const attributes = [{ name: 'light', meaning: 'how light it is' }];
  const props = { state: initialGroups, onState: () => {}, attributes, classes };
  expect(renderToStaticMarkup(<Subgroups {...props} table={null} />)).toContain('Auditing the groups.');
  const panel = renderToStaticMarkup(<Subgroups {...props} table={tableOf(byLight, null)} />);
  expect(panel.match(/data-testid="group-row"/g)).toHaveLength(4);
  expect(panel).not.toMatch(/NaN|undefined|Infinity/);
  const empty = renderToStaticMarkup(
    <Subgroups
      {...props}
      state={{ ...initialGroups, target: 1, rate: 'falsePositive' }}
      table={tableOf(byPlace, 1)}
    />,
  );
  expect(empty).toContain('images of other classes called bee');
});

describe('PIEs beside retraining', () => {
  const retrained = predictionsOf('retrained', given.retrained, 4);
  const beside = audit(dense, compressed, truth, findings.options, retrained);
  const table = subgroups(beside, { dense, compressed }, truth, byLight, {
    target: null,
    leastImages: 1,
    resampling: { draws: 200, seed: 1 },
  });
  const withBeyond = (interval: Interval): SubgroupTable => ({
    ...table,
    groups: table.groups.map((group) => ({
      ...group,
      overIndex: { value: 1.8, interval: [1.5, 2.1], n: 90 },
      retraining: {
        pies: 3,
        overIndex: { value: 1.4, interval: [1.1, 1.7], n: 90 },
        beyond: { value: 0.4, interval, n: 90 },
      },
    })),
  });

  test('only a difference that excludes 0 is more', () => {
    const more = groupsClaim(withBeyond([0.1, 0.7]), 'error');
    expect(more.evidence).toMatch(
      / PIEs, 95%: 1\.5 to 2\.1 times, retraining alone 1\.1 to 1\.7\. Picked from \d groups, /,
    );
    expect(more.claim).toMatch(
      inOrder(
        / holds 1\.8 times its share of the PIEs\. That is measurably more than the 1\.4 times of /,
        /retraining alone\.$/,
      ),
    );
    const unsure = withBeyond([-0.1, 0.7]);
    expect(groupsClaim(unsure, 'error').claim).toMatch(
      / That is not measurably different from the 1\.4 times of retraining alone\.$/,
    );
    expect(unsure.groups.map(gathers)).toEqual([false, false, false, false]);
    expect(withBeyond([0.1, 0.7]).groups.every(gathers)).toBe(true);
  });

  test('its ratio is a stroke in the row', () => {
    const ranked = byHarm(table, 'error');
    const row = renderToStaticMarkup(<GroupRow {...ranked[0]} scales={groupScales(ranked, 760)} />);
    expect(row).toContain('class="groups-retrained"');
    expect(row).not.toMatch(/NaN|undefined/);
  });
});
