import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { expectedGroups } from '../../audit/fixtures/groups';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { crossed, type Grouping, groupingOf } from '../../audit/groups/grouping';
import { subgroups } from '../../audit/groups/subgroups';
import { initialGroups } from './groupsState';
import { Subgroups } from './Subgroups';

const [given] = expectedGroups.tables;
const classes = ['ant', 'bee', 'cat', 'dog'];
const dense = predictionsOf('dense', given.dense, 4);
const compressed = predictionsOf('sparse', given.compressed, 4);
const truth = Uint16Array.from(given.truth);
const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 1 });
const byClass = groupingOf({ name: 'class', categories: classes, codes: truth });
const byLight = groupingOf({ name: 'light', values: Float64Array.from(given.values) });

function linksBy(grouping: Grouping, attribute: string): string[] {
  const table = subgroups(findings, { dense, compressed }, truth, grouping, {
    target: null,
    leastImages: 1,
    resampling: { draws: 10, seed: 1 },
  });
  const panel = renderToStaticMarkup(
    <Subgroups
      {...{ table, classes }}
      state={initialGroups}
      onState={() => {}}
      attributes={[{ name: attribute, meaning: '' }]}
    />,
  );
  return panel.match(/data-(is|of)="class:\d"/g) ?? [];
}

test('a class among groups is that class elsewhere, and a part of it belongs to it', () => {
  const here = [...new Set(truth)].sort();
  expect(linksBy(byClass, 'class').sort()).toEqual(here.map((label) => `data-is="class:${label}"`));
  const parts = linksBy(crossed(byClass, byLight), 'class');
  expect(parts).toHaveLength(crossed(byClass, byLight).groups.length);
  expect(new Set(parts)).toEqual(new Set(here.map((label) => `data-of="class:${label}"`)));
  expect(linksBy(byLight, 'light')).toEqual([]);
});
