import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Estimate } from '../../audit/findings';
import { expectedLongTail as fixture } from '../../audit/fixtures/longTail';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { type Capacity, capacity } from '../../audit/levels/capacity';
import { CapacityChart } from './CapacityChart';
import { CapacityPanel, CapacityTables } from './CapacityPanel';
import { capacityClaim, contenderName } from './capacityWords';

const population = (id: string, weights: number, rows: number[][], width?: number) => ({
  id,
  width,
  weights,
  predictions: predictionsOf(id, rows, fixture.classes),
});
const made = capacity(
  population('dense', 94_240, fixture.dense),
  {
    nulls: population('null', 94_240, fixture.dense.slice(1)),
    narrow: [
      population('narrow-31', 9460, fixture.narrow, 0.305),
      population('narrow-25', 6280, fixture.narrow.slice(1), 0.25),
    ],
    sparse: [population('sparse-90', 9424, fixture.compressed)],
  },
  Uint16Array.from(fixture.truth),
  'largest',
);

function withMatch(top1: Estimate, pies: Estimate): Capacity {
  return { ...made, matches: [{ narrow: 'narrow-31', sparse: 'sparse-90', top1, pies }] };
}

describe('capacityClaim', () => {
  test('says which does better with as many weights, and on how many networks', () => {
    const better = { value: -0.5, interval: [-0.7, -0.3] as [number, number], n: 10 };
    const more = { value: 40, interval: [15, 65] as [number, number], n: 240 };
    expect(capacityClaim(withMatch(better, more))).toEqual({
      claim:
        'With the same weights (about 9,460), networks pruned in training reach 0.5 points more ' +
        'than small ones trained from the start. They change 40 labels fewer against the dense ' +
        'ones.',
      evidence: '95%: +0.3 to +0.7 points, −65 to −15 labels; three networks a side.',
    });
  });

  test('claims no difference of accuracy from one network a side', () => {
    const none = { value: -0.5, interval: null, n: 1 };
    const more = { value: 40, interval: [15, 65] as [number, number], n: 240 };
    expect(capacityClaim({ ...withMatch(none, more), networks: 1 })).toEqual({
      claim:
        'With the same weights (about 9,460), networks pruned in training cannot be told from ' +
        'small ones trained from the start by one network. They change 40 labels fewer against ' +
        'the dense ones.',
      evidence: 'Top-1 here differs by +0.5 points, −65 to −15 labels; one network a side.',
    });
  });

  test('claims no difference whose interval includes 0', () => {
    const none = { value: 0.1, interval: [-0.1, 0.3] as [number, number], n: 10 };
    const same = { value: -3, interval: [-20, 14] as [number, number], n: 240 };
    expect(capacityClaim(withMatch(none, same))).toEqual({
      claim:
        'With the same weights (about 9,460), networks pruned in training do not differ ' +
        'measurably from small ones trained from the start. How many labels they change ' +
        'against the dense ones does not differ measurably.',
      evidence: '95%: −0.3 to +0.1 points, −14 to +20 labels; three networks a side.',
    });
    expect(capacityClaim({ ...made, matches: [] }).claim).toBe(
      'No narrow population here has as many weights as a pruned one.',
    );
  });
});

test('names of populations', () => {
  const named = [{ id: 'dense' }, { id: 'null' }, { id: 'sparse-90' }, { id: 'narrow-31', width: 0.305 }];
  expect(named.map(contenderName)).toEqual([
    'Dense',
    'Dense, retrained',
    '90% removed in training',
    '30.5% of the channels',
  ]);
});

test.each([760, 358])('the chart at %i px', (width) => {
  expect(renderToStaticMarkup(<CapacityChart capacity={made} width={width} />)).toMatchSnapshot();
});

test('the panel says on how many networks everything counts, and draws no number that is none', () => {
  const html = renderToStaticMarkup(<CapacityPanel capacity={made} />);
  expect(html).toContain('is the first 3 networks of its population');
  const [retrained, narrow] = [made.retrained?.pies?.tied ?? 0, made.narrow[0].pies?.tied ?? 0];
  expect(narrow).toBeGreaterThan(0);
  const tables = renderToStaticMarkup(<CapacityTables capacity={made} />);
  const row = tables.split('30.5% of the channels')[1].split('</tr>')[0];
  expect(row).toMatch(new RegExp(`<td>${narrow}</td>$`));
  const others = [...made.narrow, ...made.sparse].map(({ pies }) => pies?.tied ?? 0);
  const [least, most] = [Math.min(retrained, ...others), Math.max(retrained, ...others)];
  expect(html).toContain(
    `In each count, ${least} to ${most} of 240 images have a tied vote on one side or both.`,
  );
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});
