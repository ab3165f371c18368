import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { expectedLevels } from '../../audit/fixtures/levels';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { intersectionsOf, persistenceOf, sameImagesSteps, strataOf } from '../../audit/levels/persistence';
import { runOut } from '../../audit/runOut';
import { movedPair, OverlapMatrix } from './OverlapMatrix';
import { PersistenceBars } from './PersistenceBars';
import { PersistencePanel } from './PersistencePanel';
import {
  followable,
  overlapReadout,
  type PieLevel,
  persistenceClaim,
  taxicabSentence,
} from './persistenceWords';
import { SetMatrix } from './SetMatrix';
import { leftOutSentence, SetsPanel, setsClaim, shownSets } from './SetsPanel';

const images = 100;

function level(series: PieLevel['series'], percent: number, pies: number[]): PieLevel {
  const names = {
    null: 'Retrained',
    sparse: 'removed in training',
    pruned: 'removed here',
    other: 'int8',
  };
  const name = series === 'null' ? names.null : `${percent}% ${names[series]}`;
  return {
    id: `${series}-${percent}`,
    name,
    short: series === 'null' ? 'Again' : series === 'pruned' ? `${percent}% here` : `${percent}%`,
    removed: series === 'other' ? null : percent / 100,
    series,
    pies: Uint32Array.from(pies),
  };
}

const levels: PieLevel[] = [
  level('null', 0, [1, 2, 9]),
  level('sparse', 50, [1, 2, 3, 4]),
  level('sparse', 70, [1, 2, 5]),
  level('sparse', 90, [1, 2, 3, 5, 6, 7]),
  level('pruned', 90, [1, 3, 8]),
];
const seriesOf = (list: PieLevel[]) =>
  followable(list).map((one) => ({ levels: one, persistence: persistenceOf(one, images) }));

describe('the claim', () => {
  test('follows images along trained levels, and compares the strongest with its level pruned here', () => {
    expect(persistenceClaim(seriesOf(levels), levels, images)).toEqual({
      claim:
        'Of 7 images that are PIEs at some level, 2 are PIEs at all 3 levels. 2 of the 6 at the ' +
        'highest are new there. Of the 6 PIEs of 90% removed in training, 2 are PIEs of 90% ' +
        'removed here too. Two random sets of these sizes would share 0.',
      evidence:
        '50% of the 4 PIEs at 50% stay PIEs at every level up to 90% (95%: 15% to 85%). Jaccard 0.29 ' +
        '(95%: 0.08 to 0.64). Two random sets of these sizes would share 0.',
    });
  });

  test('falls back to retraining, and to what there is', () => {
    const trained = levels.slice(0, 4);
    expect(persistenceClaim(seriesOf(trained), trained, images).claim).toContain(
      '2 are PIEs of retrained too',
    );
    expect(persistenceClaim(seriesOf(levels.slice(1, 4)), levels.slice(1, 4), images).claim).toMatch(
      /new there\.$/,
    );
    expect(persistenceClaim([], levels.slice(0, 2), images).claim).toBe(
      'Of the 4 PIEs of 50% removed in training, 2 are PIEs of retrained too. Two random ' +
        'sets of these sizes would share 0.',
    );
    expect(persistenceClaim([], levels.slice(1, 2), images).claim).toContain('With two levels or more');
    const none = [level('sparse', 50, []), level('sparse', 90, [])];
    expect(persistenceClaim(seriesOf(none), none, images).claim).toBe('No image is a PIE at any level.');
  });
});

test('only trained and pruned levels follow one another, and only two or more', () => {
  expect(followable(levels).map((list) => list.map(({ id }) => id))).toEqual([
    ['sparse-50', 'sparse-70', 'sparse-90'],
  ]);
});

test('images as contested among the dense networks share more than random ones', () => {
  const margins = strataOf(Uint16Array.from({ length: images }, (_, image) => (image < 10 ? 0 : 30)));
  expect(overlapReadout(levels[1], levels[3], images, margins)).toMatch(
    /Two sets on which the dense networks are as divided would share 2 \(95%: 1 to 4\), two random ones 0\.$/,
  );
  const { claim, evidence } = persistenceClaim(seriesOf(levels), levels, images, margins);
  expect(claim).toMatch(/ too\. Two sets on which the dense networks are as divided would share 2\.$/);
  expect(evidence).toMatch(
    / on which the dense networks are as divided would share 2 \(95%: 0 to 3\), two random ones 0\.$/,
  );
});

test('a pair is read out', () => {
  expect(overlapReadout(levels[1], levels[3], images)).toBe(
    '50% removed in training and 90% removed in training: 3 PIEs in both, of 4 and 6; Jaccard ' +
      '0.43 (95%: 0.16 to 0.75). Two random sets of these sizes would share 0.',
  );
  const none = level('sparse', 30, []);
  expect(overlapReadout(none, none, images)).toContain('Jaccard has no value');
  expect(
    taxicabSentence(
      {
        share: 0.1,
        top: 10,
        both: 1,
        either: 12,
        jaccard: 1 / 12,
        interval: null,
        byChance: 0.3,
        byMargin: null,
      },
      '90% removed',
    ),
  ).toContain(
    '90% removed, by the other definition: of the 10 images whose votes moved most (taxicab ' +
      'distance), 1 is a PIE by modal label',
  );
});

test('arrow keys stay within the triangle', () => {
  expect(movedPair({ row: 1, column: 0 }, 'ArrowUp', 4)).toEqual({ row: 1, column: 0 });
  expect(movedPair({ row: 3, column: 2 }, 'ArrowUp', 4)).toEqual({ row: 2, column: 1 });
  expect(movedPair({ row: 3, column: 2 }, 'ArrowDown', 4)).toEqual({ row: 3, column: 2 });
  expect(movedPair({ row: 3, column: 1 }, 'ArrowRight', 4)).toEqual({ row: 3, column: 2 });
  expect(movedPair({ row: 3, column: 0 }, 'ArrowLeft', 4)).toEqual({ row: 3, column: 0 });
  expect(movedPair({ row: 3, column: 0 }, 'Tab', 4)).toBeNull();
});

const pair = { row: 3, column: 1 };
const ignore = () => {};

test.each([
  [
    'matrix',
    <OverlapMatrix key="0" levels={levels} images={images} chosen={pair} onChoose={ignore} width={800} />,
  ],
  [
    'matrix on a phone',
    <OverlapMatrix key="1" levels={levels} images={images} chosen={pair} onChoose={ignore} width={350} />,
  ],
  ['bars', <PersistenceBars key="2" series={seriesOf(levels)[0]} title="Trained" width={800} />],
  ['bars on a phone', <PersistenceBars key="3" series={seriesOf(levels)[0]} title="Trained" width={350} />],
])('%s', (_, picture) => {
  const markup = renderToStaticMarkup(picture);
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

test('the panel draws what there is', () => {
  const { classes, labels, truth } = expectedLevels.row;
  const [dense, compressed] = labels.map((rows, side) => predictionsOf(`${side}`, rows, classes));
  const findings = audit(dense, compressed, Uint16Array.from(truth), {
    ties: 'largest',
    alpha: 0.05,
    seed: 1,
  });
  const votes = runOut(sameImagesSteps(findings));
  const full = renderToStaticMarkup(
    <PersistencePanel levels={levels} images={images} votes={votes} name="90% removed" />,
  );
  expect(full.match(/<svg/g)).toHaveLength(2);
  expect(full).toContain('taxicab distance');
  expect(full).not.toMatch(/NaN|undefined|Infinity/);
  const few = (sets: PieLevel[]) =>
    renderToStaticMarkup(
      <PersistencePanel levels={sets} images={images} votes={votes} name="This compression" />,
    );
  const pair = few([levels[0], level('other', 0, [1, 2, 3])]);
  expect(full).toContain('role="status"');
  expect(pair).toContain('2 PIEs in both');
  expect(pair).not.toContain('role="status"');
  expect(pair.match(/taxicab distance\), /g)).toHaveLength(1);
  expect(few([level('other', 0, [1, 2, 3])]).match(/taxicab distance\), /g)).toHaveLength(1);
  const empty = renderToStaticMarkup(<PersistencePanel levels={[]} images={images} votes={null} />);
  expect(empty).not.toContain('<svg');
  expect(empty).toContain('With two levels or more');
});

describe('exclusive intersections', () => {
  const found = intersectionsOf(levels, images);

  test('are told: alone, in every set, and the largest', () => {
    expect(setsClaim(levels, found)).toBe(
      '9 images are PIEs of at least one of 5 sets. 56% are PIEs of one set alone, 1 of every set. The ' +
        'largest group, 2 images, is of 90% alone.',
    );
    expect(setsClaim([], [])).toContain('two sets of PIEs or more');
  });

  test('as a chart: wide and narrow', () => {
    for (const width of [900, 340]) {
      expect(
        renderToStaticMarkup(<SetMatrix levels={levels} intersections={found} width={width} />),
      ).toMatchSnapshot(`${width} px`);
    }
  });

  test('as a panel, with none too', () => {
    const markup = renderToStaticMarkup(<SetsPanel levels={levels} images={images} current={null} />);
    expect(markup).not.toMatch(/NaN|undefined/);
    expect(renderToStaticMarkup(<SetsPanel levels={[]} images={images} current={null} />)).not.toMatch(
      /NaN|undefined/,
    );
  });

  test('of too many sets leave out levels pruned here at which no network was trained', () => {
    const many = [...levels, ...[10, 20, 40, 60, 70, 80, 95].map((percent) => level('pruned', percent, [1]))];
    expect(shownSets(levels, null)).toBe(levels);
    expect(shownSets(many, null).map(({ id }) => id)).toEqual([
      'null-0',
      'sparse-50',
      'sparse-70',
      'sparse-90',
      'pruned-90',
      'pruned-70',
    ]);
  });

  test('keep the one on screen and the newest, and say how many are left out', () => {
    const made = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(
      (name): PieLevel => ({
        id: `made-${name}`,
        name,
        short: name,
        removed: null,
        series: 'other',
        pies: Uint32Array.of(1),
      }),
    );
    const ids = (list: PieLevel[], current: string | null) => shownSets(list, current).map(({ id }) => id);
    const known = [...levels, ...made];
    expect(known.length).toBeGreaterThan(10);
    expect(ids(known, 'made-h')).toEqual([
      'null-0',
      'sparse-50',
      'sparse-70',
      'sparse-90',
      'made-c',
      'made-d',
      'made-e',
      'made-f',
      'made-g',
      'made-h',
    ]);
    expect(ids(known, 'made-a')).toEqual(expect.arrayContaining(['made-a', 'made-h']));
    expect(ids(known, 'made-a')).not.toContain('made-c');
    const pruned = known.find(({ series }) => series === 'pruned')?.id ?? '';
    expect(ids(known, pruned)).toContain(pruned);
    const odd = level('pruned', 57, [1]);
    expect(ids([...known, odd], odd.id)).toContain(odd.id);
    const markup = renderToStaticMarkup(<SetsPanel levels={known} images={images} current="made-h" />);
    expect(markup).toContain('of at least one of 10 sets');
    expect(markup).toContain(' 3 of the 13 sets known here are left out, since the chart has room for 10.');
    expect(leftOutSentence(11, 10)).toContain('1 of the 11 sets known here is left out');
    expect(renderToStaticMarkup(<SetsPanel levels={levels} images={images} current={null} />)).not.toContain(
      'left out',
    );
  });
});
