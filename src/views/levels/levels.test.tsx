import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Estimate, NoiseFloor } from '../../audit/findings';
import type { LevelRow } from '../../audit/levels/levelsTable';
import { paperTables } from '../../audit/levels/paper';
import { inOrder } from '../../text/testing';
import { Levels } from './Levels';
import { LevelsChart } from './LevelsChart';
import { LevelsTable, PaperLevels } from './LevelsTable';
import {
  beyondCell,
  floorCell,
  floorClassesCell,
  type LevelCost,
  type LevelEntry,
  levelsClaim,
  paperPlaces,
  placesOf,
} from './levelWords';

const unknown: LevelCost = { weightsLeft: null, bytes: null, multiplyAdds: null, secondsPerImage: null };
const floor: Extract<NoiseFloor, { kind: 'null' }> = {
  kind: 'null',
  k: [30, 30],
  pies: 244,
  flaggedClasses: 1,
  excess: null,
  images: new Uint32Array(),
};
const splitHalf: NoiseFloor = {
  kind: 'splitHalf',
  k: [15, 15],
  pies: 309.6,
  flaggedClasses: 0.45,
  interval: [280, 340],
  halfPies: 455.2,
  splits: 200,
  seed: 0,
};

/** The change from the dense population below, points, give or take `half`. */
function changeTo(top1: number, half: number): Estimate {
  const value = 100 * (top1 - 0.912);
  return { value, interval: [value - half, value + half], n: 30 };
}

function rowOf(top1: number, change: Partial<NonNullable<LevelRow['change']>> | null): LevelRow {
  const mean = { value: top1, interval: [top1 - 0.001, top1 + 0.001] as [number, number], n: 30 };
  return {
    networks: 30,
    images: 10_000,
    classes: 10,
    top1: { perMember: [top1, top1], mean, sd: 0.002 },
    top3: null,
    change: change && {
      accuracy: changeTo(top1, 0.1),
      pies: 431,
      flagged: { raw: 4, adjusted: 3, byChance: 0.5, tested: 10 },
      floor,
      paired: false,
      ...change,
    },
  };
}

function entry(
  id: string,
  kind: LevelEntry['kind'],
  removed: number | null,
  row: LevelRow,
  cost = unknown,
): LevelEntry {
  return { id, name: id, kind, removed, row, cost };
}

const dense = entry('Dense', 'dense', 0, rowOf(0.912, null));
const levels: LevelEntry[] = [
  dense,
  entry(
    'Retrained',
    'null',
    0,
    rowOf(0.9121, {
      pies: 244,
      floor: splitHalf,
      flagged: { raw: 1, adjusted: 0, byChance: 0.5, tested: 10 },
    }),
  ),
  entry('50% removed in training', 'sparse', 0.5, rowOf(0.91, { pies: 260 })),
  entry('90% removed in training', 'sparse', 0.9, rowOf(0.898, {})),
  entry(
    '80% removed here',
    'pruned',
    0.8,
    rowOf(0.85, { pies: 1500, paired: true, flagged: { raw: 1, adjusted: 1, byChance: 0.5, tested: 10 } }),
  ),
  entry('int8 weights', 'other', null, rowOf(0.9119, { pies: 31, paired: true })),
];

describe('the claim', () => {
  test('speaks of the level on screen beside the paper at the same level', () => {
    expect(levelsClaim(levels, null).claim).toBe(
      '90% removed in training: top-1 falls by 1.4 points. 431 of 10,000 images are PIEs, where ' +
        'retraining alone gives 244. 4 of 10 classes are flagged, where chance alone would flag ' +
        '0.50 and retraining 1.',
    );
    expect(levelsClaim(levels, null).evidence).toMatch(
      inOrder(
        / PIEs: 4\.3% of the images\. In the paper, at 90%, ResNet-50 loses 4\.1 points on ImageNet\. /,
        /There 10\.3% of images are PIEs and 58\.2% of classes flagged, what retraining alone changes /,
        /included\.$/,
      ),
    );
    expect(levelsClaim(levels, '80% removed here').claim).toBe(
      '80% removed here: top-1 falls by 6.2 points. 1,500 of 10,000 images are PIEs, where ' +
        'retraining alone, no part of this count, gives 244. 1 of 10 classes is flagged, where ' +
        'chance alone would flag 0.50 and retraining 1.',
    );
    expect(
      levelsClaim([...levels, entry('90% removed here', 'pruned', 0.9, rowOf(0.7, {}))], '90% removed here')
        .evidence,
    ).toContain(
      ' In the paper, at 90%, ResNet-50, pruned in training unlike these, loses 4.1 points on ImageNet.',
    );
    expect(levelsClaim(levels, 'int8 weights').claim).toContain(
      'int8 weights: top-1 shows no measurable change. 31 of 10,000',
    );
  });

  test('sets PIEs beside those of retraining alone, and leaves the comparison to the test', () => {
    for (const [value, interval] of [
      [16, [-20, 52]],
      [187, [150, 224]],
    ] as const) {
      const beyond: NoiseFloor = { ...floor, excess: { value, interval: [...interval], n: 10_000 } };
      const entries = [dense, entry('x', 'sparse', 0.6, rowOf(0.91, { floor: beyond }))];
      expect(levelsClaim(entries, 'x').claim).toContain(' are PIEs, where retraining alone gives 244. 4 of');
    }
  });

  test('gives no direction to a change whose interval includes 0', () => {
    const claim = (top1: number, half: number | null) => {
      const accuracy = half === null ? { ...changeTo(top1, 0), interval: null } : changeTo(top1, half);
      return levelsClaim([dense, entry('x', 'sparse', 0.6, rowOf(top1, { accuracy }))], 'x').claim;
    };
    expect(claim(0.91, 0.4)).toMatch(/^x: top-1 shows no measurable change\. 431/);
    expect(claim(0.914, 0.4)).not.toMatch(/falls|rises/);
    expect(claim(0.914, 0.1)).toMatch(/^x: top-1 rises by 0\.2 points\. /);
    expect(claim(0.9122, 0.4)).toMatch(/^x: top-1 shows no measurable change\. 431/);
    expect(claim(0.9122, 0.02)).toMatch(/^x: top-1 changes by less than 0\.1 points\. /);
    expect(claim(0.912, null)).toMatch(/^x: top-1 is the same; with one network on a side/);
    expect(claim(0.9122, null)).toMatch(/^x: top-1 is less than 0\.1 points higher; with one network/);
    expect(claim(0.91, null)).toMatch(
      /^x: top-1 is 0\.2 points lower; with one network on a side there is no interval\. /,
    );
  });

  test('says what there is when levels are missing or nothing could be tested', () => {
    expect(levelsClaim([], null).claim).toBe('Every population in one table, beside the paper’s.');
    expect(levelsClaim([dense], null).claim).toBe(
      'The dense networks reach 91.2%; no other population is known yet.',
    );
    const untested = rowOf(0.92, {
      floor: { kind: 'none' },
      flagged: { raw: 0, adjusted: 0, byChance: 0, tested: 0 },
    });
    expect(levelsClaim([dense, entry('one', 'sparse', 0.6, untested)], null).claim).toBe(
      'one: top-1 rises by 0.8 points. 431 of 10,000 images are PIEs.',
    );
  });
});

test('levels of one kind compare across data sets; number formats have no place on the axis', () => {
  expect(placesOf(levels, 'sparse')).toEqual([
    { id: '50% removed in training', removed: 0.5, lost: expect.closeTo(0.2, 9), pies: 0.026, flagged: 0.4 },
    { id: '90% removed in training', removed: 0.9, lost: expect.closeTo(1.4, 9), pies: 0.0431, flagged: 0.4 },
  ]);
  expect(placesOf(levels, 'other')).toEqual([]);
  expect(placesOf(levels.slice(1), 'sparse')).toEqual([]);
});

test("the paper's pruned levels as shares", () => {
  const [imagenet, celeba] = paperTables.map(paperPlaces);
  expect(imagenet).toHaveLength(4);
  expect(imagenet[3]).toEqual({
    removed: 0.9,
    lost: expect.closeTo(4.08, 9),
    pies: 5136 / 50_000,
    flagged: 0.582,
  });
  expect(celeba).toHaveLength(6);
  expect(celeba[5]).toEqual({
    removed: 0.99,
    lost: expect.closeTo(3.75, 9),
    pies: 8754 / 19_962,
    flagged: null,
  });
});

test('what is beyond retraining stands with its interval where it may be subtracted', () => {
  const excess = { value: 187, interval: [150, 224] as [number, number], n: 10_000 };
  const cell = (floor: NoiseFloor) => beyondCell(entry('x', 'sparse', 0.5, rowOf(0.9, { floor })));
  expect(cell({ ...floor, excess })).toBe('+187 (+150 to +224)');
  expect([floor, splitHalf, { kind: 'none' as const }].map(cell)).toEqual(['–', '–', '–']);
  const known = entry('50%', 'sparse', 0.5, rowOf(0.91, { floor: { ...floor, excess } }));
  const column = '<th scope="col">Beyond retraining (95%, these networks)</th>';
  expect(renderToStaticMarkup(<LevelsTable levels={[dense, known]} caption="All" />)).toContain(column);
  expect(renderToStaticMarkup(<LevelsTable levels={levels} caption="All" />)).not.toContain(column);
});

test('a floor is told for what it is', () => {
  const cell = (change: Partial<NonNullable<LevelRow['change']>>) => {
    const made = entry('x', 'sparse', 0.5, rowOf(0.9, change));
    return [floorCell(made), floorClassesCell(made)];
  };
  expect(cell({})).toEqual(['244', '1']);
  expect(cell({ floor: splitHalf })).toEqual(['310 against 455, 15 networks a side', '0.45']);
  expect(cell({ paired: true })).toEqual(['no part (paired); alone 244', '1']);
  expect(cell({ paired: true, floor: splitHalf })).toEqual([
    'no part (paired); alone 310 with 15 networks a side',
    '0.45',
  ]);
  expect(cell({ floor: { kind: 'none' } })).toEqual(['–', '–']);
  expect([floorCell(levels[1]), floorClassesCell(levels[1])]).toEqual(['–', '–']);
});

test('columns of which nothing is known are left out, others appear with one value', () => {
  const bare = renderToStaticMarkup(<LevelsTable levels={levels} caption="All" />);
  expect(bare).not.toMatch(/Top-3|Weights left|Multiply-adds|Time per image/);
  const cost: LevelCost = {
    weightsLeft: 0.1,
    bytes: 37_700,
    multiplyAdds: 224_000,
    secondsPerImage: 0.000_021,
  };
  const known = {
    ...levels[3],
    cost,
    row: { ...levels[3].row, top3: { value: 0.991, interval: null, n: 30 } },
  };
  const markup = renderToStaticMarkup(<LevelsTable levels={[dense, known]} caption="All" />);
  for (const text of [
    '99.10%',
    '10.0%',
    '38 kB',
    '224k',
    '21.0 µs',
    '4 of 10',
    '89.80% (89.70 to 89.90)',
    '−1.40 (−1.50 to −1.30)',
  ]) {
    expect(markup.replace(/<\/?small>/g, '')).toContain(`<td>${text}</td>`);
  }
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
});

test("the paper's tables say whose they are", () => {
  const markup = paperTables.map((table) => renderToStaticMarkup(<PaperLevels table={table} />)).join('');
  expect(
    markup.match(/<caption><span>The paper’s, not computed here.*?arXiv 1911.05248, version 2/g),
  ).toHaveLength(2);
  expect(markup).toContain('<td>72.60%</td><td>582</td><td>5,136</td><td>10.3%</td>');
  expect(markup).toContain('<td>90.98%</td><td>8,754</td><td>43.9%</td>');
});

test.each([
  ['all kinds', levels, 800],
  ['on a phone', levels, 350],
  ['nothing yet', [], 800],
])('the chart: %s', (_, shown, width) => {
  const markup = renderToStaticMarkup(
    <LevelsChart levels={shown} current="90% removed in training" width={width} />,
  );
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

test('the panel shows its tables and offers no second one', () => {
  const markup = renderToStaticMarkup(<Levels data="Fashion-MNIST" levels={levels} current={null} />);
  expect(markup.match(/<table/g)).toHaveLength(3);
  expect(markup).not.toContain('aria-expanded');
  expect(markup).toContain('Fashion-MNIST, 10,000 images: every population known here');
});
