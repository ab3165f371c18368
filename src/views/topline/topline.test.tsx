import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Estimate, LevelSummary } from '../../audit/findings';
import { type Levels, points, toplineClaim, withoutCounts } from './levels';
import { accuracyScale, levelScale, pieScale } from './scales';
import { LevelTable } from './Topline';
import { ToplineChart } from './ToplineChart';

const DENSE = 0.912;

/** Half of a change's interval in points; without one where a level has one network. */
function summary(
  sparsity: number,
  perMember: number[],
  pies: number | null,
  images = 10_000,
  half = 0.1,
): LevelSummary {
  const value = perMember.reduce((sum, accuracy) => sum + accuracy, 0) / perMember.length;
  const interval: [number, number] | null = perMember.length > 1 ? [value - 0.001, value + 0.001] : null;
  return {
    sparsity,
    top1: {
      perMember,
      mean: { value, interval, n: perMember.length },
      sd: perMember.length > 1 ? 0.002 : null,
    },
    accuracyChange: pies === null ? null : changeOf(100 * (value - DENSE), perMember.length, half),
    pies,
    excess: null,
    images,
  };
}

function changeOf(value: number, n: number, half: number): Estimate {
  return { value, interval: n > 1 ? [value - half, value + half] : null, n };
}

const levels: Levels = {
  dense: summary(0, [0.91, 0.912, 0.914], null),
  retrained: summary(0, [0.911, 0.912, 0.913], 244),
  sparse: [summary(0.9, [0.897, 0.898, 0.899], 431), summary(0.5, [0.909, 0.911, 0.91], 260)],
  pruned: [summary(0.9, [0.5, 0.6, 0.7], 4100), summary(0.8, [0.88, 0.89, 0.9], 700)],
  aside: null,
};
const none: Levels = { dense: null, retrained: null, sparse: [], pruned: [], aside: null };
const int8: Levels = {
  ...levels,
  aside: {
    ...summary(0, [0.9121, 0.9117], 31, 10_000, 0.02),
    name: 'int8 weights',
    lead: 'With int8 weights',
    label: ['int8', 'weights'],
  },
};
const current = { series: 'sparse', sparsity: 0.9 } as const;

describe('the claim', () => {
  test('speaks of the level on screen', () => {
    expect(toplineClaim(levels, current)).toBe(
      'Each dot is one network. With 90% of the weights removed in training, average accuracy falls ' +
        'by 1.4 points, from 91.2% to 89.8%; 431 images change their label. Between networks ' +
        'as trained, retraining alone changes 244.',
    );
    expect(toplineClaim(levels, { series: 'pruned', sparsity: 0.8 })).toContain(
      'With 80% of the weights removed here, average accuracy falls by 2.2 points, from 91.2% to ' +
        '89.0%; 700 images',
    );
    expect(toplineClaim({ ...levels, when: 'before' }, current)).toContain(
      'With 90% of the weights removed before, ',
    );
    expect(toplineClaim(levels, { series: 'null', sparsity: 0 })).toBe(
      'Each dot is one network. Trained again with other seeds, dense networks reach 91.2% against ' +
        '91.2%, and 244 images change their label all the same.',
    );
  });

  test('sets images beside those that retraining alone changes, and leaves comparing to the test', () => {
    const claim = (excess: Estimate | null) =>
      toplineClaim({ ...levels, sparse: [{ ...summary(0.9, [0.897, 0.899], 260), excess }] }, current);
    expect(claim({ value: 187, interval: [150, 224], n: 10_000 })).toMatch(
      /; 260 images change their label, where retraining alone changes 244\.$/,
    );
    expect(claim(null)).toMatch(/label\. Between networks as trained, retraining alone changes 244\.$/);
  });

  test('speaks of what has no place on the curve, and never of another level in its stead', () => {
    expect(toplineClaim(int8, { series: 'aside', sparsity: 0.9 })).toBe(
      'Each dot is one network. With int8 weights, average accuracy stays at 91.2%; 31 images change ' +
        'their label. Between networks as trained, retraining alone changes 244.',
    );
    const unknown = 'Each dot is one network. The dense ones reach 91.2% on average.';
    expect(toplineClaim(levels, { series: 'aside', sparsity: 0.9 })).toBe(unknown);
    expect(toplineClaim(levels, { series: 'pruned', sparsity: 0.57 })).toBe(unknown);
    expect(toplineClaim(levels, { series: 'dense', sparsity: 0.9 })).toBe(unknown);
  });

  test('speaks of what there is', () => {
    expect(toplineClaim(none, current)).toBe('Each dot is one network.');
    expect(toplineClaim({ ...none, dense: levels.dense }, current)).toBe(
      'Each dot is one network. The dense ones reach 91.2% on average.',
    );
    const other = { ...levels, retrained: summary(0, [0.9], 12, 500) };
    expect(toplineClaim(other, current)).not.toContain('retraining');
  });

  test('rises, stays, and counts one', () => {
    const better = { ...levels, retrained: null, sparse: [summary(0.9, [0.92], 1)] };
    expect(toplineClaim(better, current)).toContain(
      'rises by 0.8 points, from 91.2% to 92.0%; 1 image changes its label.',
    );
    const same = { ...levels, sparse: [summary(0.9, [0.9121], 3)] };
    expect(toplineClaim(same, current)).toContain('average accuracy stays at 91.2%');
  });

  test('gives no direction to a change whose interval includes 0', () => {
    const claim = (half: number) =>
      toplineClaim({ ...levels, sparse: [summary(0.9, [0.909, 0.911], 431, 10_000, half)] }, current);
    expect(claim(0.3)).toContain(
      'average accuracy is 91.0% against 91.2%, no measurable change; 431 images change',
    );
    expect(claim(0.3)).not.toMatch(/falls|rises/);
    expect(claim(0.1)).toContain('average accuracy falls by 0.2 points, from 91.2% to 91.0%; 431');
    const small = (half: number) =>
      toplineClaim({ ...levels, sparse: [summary(0.9, [0.9116, 0.9116], 431, 10_000, half)] }, current);
    expect(small(0.3)).toContain('average accuracy is 91.2% against 91.2%, no measurable change; 431');
    expect(small(0.03)).toContain('average accuracy falls by less than 0.1 points, from 91.2% to 91.2%; 431');
  });
});

test('the name of a series keeps clear of its last value', () => {
  const { pruned } = levels;
  const chosen = { levels: { ...levels, tuned: pruned }, width: 700, onSelect: () => {} };
  const at = (series: 'tuned' | 'sparse') => {
    const markup = renderToStaticMarkup(<ToplineChart {...chosen} series={series} sparsity={0.9} />);
    return [...markup.matchAll(/<text[^>]*? y="([\d.]+)"[^>]*>fine-tuned</g)].map(([, y]) => Number(y));
  };
  const [[mean, pies], [meanFree, piesFree]] = [at('tuned'), at('sparse')];
  expect([mean - meanFree, pies - piesFree]).toEqual([28, -28]);
});

test('the table gives the change with its interval', () => {
  const markup = renderToStaticMarkup(<LevelTable levels={levels} />);
  expect(markup).toContain('<td>−1.40 (−1.50 to −1.30)</td>');
  const beyond = { value: 187, interval: [150, 224] as [number, number], n: 10_000 };
  const sparse = levels.sparse.map((one) => ({ ...one, excess: beyond }));
  expect(renderToStaticMarkup(<LevelTable levels={{ ...levels, sparse }} />)).toContain(
    '<td>+187 (+150 to +224)</td>',
  );
});

test('levels come dense first, then ascending', () => {
  expect(points(levels).map(({ series, sparsity }) => `${series} ${sparsity}`)).toEqual([
    'dense 0',
    'null 0',
    'sparse 0.5',
    'sparse 0.9',
    'pruned 0.8',
    'pruned 0.9',
  ]);
});

describe('scales', () => {
  test('accuracy rises upward, a point near the top is wider than one near chance', () => {
    const { y, ticks } = accuracyScale(points(levels), 200, 0);
    expect(y(0.91)).toBeLessThan(y(0.9));
    expect(y(0.9) - y(0.91)).toBeGreaterThan(y(0.6) - y(0.61));
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.every((tick, index) => index === 0 || y(ticks[index - 1]) - y(tick) >= 24)).toBe(true);
  });

  test('perfect, useless and no networks stay finite', () => {
    for (const list of [[summary(0, [1, 1], null)], [summary(0, [0, 0], null)], []]) {
      const { y, ticks } = accuracyScale(points({ ...none, sparse: list }), 200, 0);
      expect([0, 0.5, 1].map(y).every(Number.isFinite)).toBe(true);
      expect(ticks.every(Number.isFinite)).toBe(true);
    }
  });

  test('counts start at zero and their ticks keep apart', () => {
    const { y, ticks } = pieScale(points(levels), 100, 0);
    expect(y(0)).toBe(100);
    expect(ticks[0]).toBe(0);
    expect(ticks.every((tick, index) => index === 0 || y(ticks[index - 1]) - y(tick) >= 22)).toBe(true);
    expect(pieScale([], 100, 0).ticks).toContain(0);
  });

  test('the null population stands left of the first, the rest by sparsity', () => {
    const x = levelScale(50, 700);
    const order = [
      x({ series: 'null', sparsity: 0 }),
      x({ series: 'dense', sparsity: 0 }),
      x({ series: 'sparse', sparsity: 0.5 }),
    ];
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(x({ series: 'pruned', sparsity: 0.5 })).toBe(x({ series: 'sparse', sparsity: 0.5 }));
    for (const [left, right] of [
      [52, 664],
      [34, 346],
    ]) {
      const beside = levelScale(left, right, true);
      const aside = beside({ series: 'aside', sparsity: 0 });
      expect(aside).toBeGreaterThan(beside({ series: 'pruned', sparsity: 1 }));
      expect(aside).toBeLessThan(right);
    }
  });
});

test('what stands aside is marked as what is on screen, and is no button', () => {
  const current = { series: 'aside', sparsity: 0.9 } as const;
  const markup = renderToStaticMarkup(
    <ToplineChart levels={int8} {...current} onSelect={() => {}} width={720} />,
  );
  const mark = markup.match(
    /<rect[^>]*aria-label="int8 weights: 91\.2%, 31 images change their label"[^>]*>/,
  )?.[0];
  expect(mark).toContain('role="img"');
  expect(mark).not.toContain('tabindex');
  expect(markup).not.toContain('aria-pressed="true"');
  expect(markup).toContain('>int8</text>');
});

test('counts that are not to be read yet stand nowhere: chart, claim, table', () => {
  const said = (withheld: { pies?: string; floor?: string }) => {
    const bare = withoutCounts(levels, withheld);
    const chart = (
      <ToplineChart levels={bare} {...current} onSelect={() => {}} withheld={withheld.pies} width={720} />
    );
    const table = renderToStaticMarkup(<LevelTable levels={bare} />);
    return toplineClaim(bare, current) + table + renderToStaticMarkup(chart);
  };
  const counts = /\b(244|260|431|700|4,100)( image|<)/g;
  expect(said({ floor: 'Guess.' }).match(/\b(244|187)( image|<)/)).toBeNull();
  expect(said({ floor: 'Guess.' })).toContain('431 images change');
  const all = said({ pies: 'Guess first.', floor: 'Guess.' });
  expect(all.match(counts)).toBeNull();
  expect(all).toContain('Guess first.');
  expect(all).toContain('89.8%');
});

test('networks of the level set beside it are linked as the second’s, none as both', () => {
  const [one, other] = levels.sparse;
  const linksOf = (second: typeof one | null) =>
    renderToStaticMarkup(
      <ToplineChart
        levels={levels}
        series="sparse"
        sparsity={one.sparsity}
        second={second && { series: 'sparse', sparsity: second.sparsity }}
        onSelect={() => {}}
        width={720}
      />,
    ).match(/data-is="member:second\/\d+"/g) ?? [];
  expect(linksOf(null)).toEqual([]);
  expect(linksOf(one)).toEqual([]);
  expect(linksOf(other)).toHaveLength(other.top1.perMember.length);
});

test('an interval of two networks that differ is cut off where its part of the figure ends', () => {
  const wide = (level: LevelSummary): LevelSummary => ({
    ...level,
    top1: { ...level.top1, mean: { ...level.top1.mean, interval: [-1.6, 1.9] } },
  });
  const shown = { ...none, dense: wide(summary(0, [0.13, 0.17], null)), pruned: [wide(levels.pruned[1])] };
  const markup = renderToStaticMarkup(
    <ToplineChart levels={shown} series="pruned" sparsity={0.8} onSelect={() => {}} width={720} />,
  );
  const lines = [...markup.matchAll(/interval-mark"><line [^>]*y1="([\d.-]+)"[^>]* y2="([\d.-]+)"/g)];
  // The line to those pruned in one shot runs beside the mean.
  expect(markup).toMatch(/<text [^>]*text-anchor="middle"[^>]*>15\.0%</);
  // Its ground is at 236 px.
  expect(lines.map(([, low, high]) => [Number(low), Number(high)])).toEqual([
    [242, 20],
    [242, 20],
  ]);
});

test.each([
  ['all series', levels, 720],
  ['what is on screen aside', int8, 720],
  ['aside on a phone', int8, 350],
  ['on a phone', levels, 350],
  ['trained only', { ...levels, pruned: [] }, 720],
  [
    'one network, no interval',
    { ...none, dense: summary(0, [0.9], null), sparse: [summary(0.5, [0.88], 60)] },
    720,
  ],
  ['nothing yet', none, 720],
])('the chart: %s', (_, shown, width) => {
  const markup = renderToStaticMarkup(
    <ToplineChart levels={shown} {...current} onSelect={() => {}} weights={94_240} width={width} />,
  );
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});
