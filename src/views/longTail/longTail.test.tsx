import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { Estimate } from '../../audit/findings';
import { expectedLongTail as fixture } from '../../audit/fixtures/longTail';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { type LongTail, longTail } from '../../audit/groups/longTail';
import { signed } from '../../text/format';
import { inOrder } from '../../text/testing';
import { type BeyondBalanced, beyondClaim, beyondColumns } from './beyondWords';
import { LongTailChart } from './LongTailChart';
import { LongTailPanel, LongTailTable } from './LongTailPanel';
import { longTailClaim, ratioText } from './longTailWords';

const names = ['cup', 'shoe', 'bag', 'coat', 'boot'];
const truth = Uint16Array.from(fixture.truth);
const findings = audit(
  predictionsOf('dense', fixture.dense, 5),
  predictionsOf('sparse', fixture.compressed, 5),
  truth,
  { ties: 'largest', alpha: 0.05, seed: 1 },
);
const tail = longTail(findings, truth, fixture.training, { draws: 50, seed: 1 });

function withTail(overImages: Estimate): LongTail {
  return { ...tail, parts: tail.parts.map((row) => (row.part === 'tail' ? { ...row, overImages } : row)) };
}

describe('longTailClaim', () => {
  test('says what the tail holds and what balanced accuracy does', () => {
    expect(
      longTailClaim(withTail({ value: 1.84, interval: [1.6, 2.1], n: 240 }), names).claim,
    ).toMatchInlineSnapshot(
      '"The two classes with the fewest training images (2.7% of them) hold 48% of the PIEs, 1.8 ' +
        'times their share of the images. Balanced accuracy falls by 15.5 points, from 63.6% to ' +
        '48.0%."',
    );
  });

  test('an interval that includes 1 is no excess', () => {
    expect(longTailClaim(withTail({ value: 1.1, interval: [0.9, 1.3], n: 240 }), names).claim).toContain(
      'not measurably other than their share of the images. ',
    );
  });

  test.each<[Estimate['interval'], string]>([
    [[0.1, 0.7], 'That is measurably more than the 1.4 times of retraining alone.'],
    [[-0.1, 0.7], 'That is not measurably different from the 1.4 times of retraining alone.'],
    [[-0.7, -0.1], 'That is measurably less than the 1.4 times of retraining alone.'],
    [null, 'images. Retraining alone: 1.4 times.'],
  ])('beside retraining, a difference of %j', (interval, said) => {
    const overIndex: Estimate = { value: 1.4, interval: [1.1, 1.8], n: 240 };
    const retraining = { pies: 9, overIndex, beyond: { value: 0.4, interval, n: 240 } };
    const beside = withTail({ value: 1.84, interval: [1.6, 2.1], n: 240 });
    const parts = beside.parts.map((row) => ({ ...row, retraining }));
    const { claim, evidence } = longTailClaim({ ...beside, parts }, names);
    expect(claim).toContain(said);
    expect(evidence).toBe('95%: 1.6 to 2.1 times, retraining alone 1.1 to 1.8.');
  });

  test('equal training counts: no class is rare', () => {
    const even = longTail(findings, truth, Array(5).fill(6000), { draws: 50, seed: 1 });
    expect(longTailClaim(even, names).claim).toMatch(
      /^Every class has 6,000 training images, so none is rare\. \w+ holds \d+% of the PIEs, /,
    );
  });

  test.each<[number, Estimate['interval'], string]>([
    [-0.04, [-0.07, -0.01], 'Balanced accuracy falls by less than 0.1 points, from 63.6% to 48.0%.'],
    [0.8, [-0.1, 1.7], 'Balanced accuracy does not change measurably (from 63.6% to 48.0%).'],
    [-15.5, null, 'Balanced accuracy goes from 63.6% to 48.0%; too few networks for an interval.'],
  ])('balanced accuracy by %s points with %j', (value, interval, said) => {
    const accuracy = { ...tail.accuracy, change: { value, interval, n: 240 } };
    expect(longTailClaim({ ...tail, accuracy }, names).claim).toContain(said);
  });

  test('no PIE', () => {
    const none = { ...tail, pies: 0 };
    expect(longTailClaim(none, names).claim).toMatch(/^No image changes its label, so no class holds PIEs\./);
  });
});

test('ratios as cells', () => {
  expect(ratioText(null)).toBe('–');
  expect(ratioText({ value: 0, interval: null, n: 9 })).toBe('0.00');
  expect(ratioText({ value: 1.25, interval: [1, 1.5], n: 9 })).toBe('1.25 (1.00 to 1.50)');
});

test.each([760, 358])('the chart at %i px', (width) => {
  expect(renderToStaticMarkup(<LongTailChart tail={tail} classes={names} width={width} />)).toMatchSnapshot();
});

test('the panel says how training images were chosen, and draws no number that is none', () => {
  const html = renderToStaticMarkup(<LongTailPanel tail={tail} classes={names} note="drawn by a seed" />);
  expect(html).toContain('Training images: drawn by a seed.');
  expect(html).not.toContain('Retraining alone');
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test('the table has retraining alone beside the ratio, and the difference', () => {
  const retrained = predictionsOf('retrained', fixture.retrained, 5);
  const beside = longTail(
    audit(
      predictionsOf('dense', fixture.dense, 5),
      predictionsOf('sparse', fixture.compressed, 5),
      truth,
      findings.options,
      retrained,
    ),
    truth,
    fixture.training,
    { draws: 50, seed: 1 },
  );
  const html = renderToStaticMarkup(<LongTailTable tail={beside} classes={names} />);
  expect(html).toMatch(/<th[^>]*>Retraining alone, over its share of the images<\/th>/);
  const row = beside.parts[2].retraining;
  expect(html).toContain(`<td>${ratioText(row?.overIndex ?? null)}</td>`);
  expect(html).toContain(`<td>${ratioText(row?.beyond ?? null, (value) => signed(value, 2))}</td>`);
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

describe('the tail beyond the balanced set', () => {
  const ranking = (title: string, interval: [number, number]): BeyondBalanced['rankings'][number] => ({
    title,
    networks: 30,
    contrast: {
      longTail: -8.29,
      balanced: -0.48,
      points: { value: -7.81, se: 0.48, interval, df: 400, p: 0.00002 },
      odds: { ratio: 1.444, interval: [1.301, 1.602] },
    },
  });
  const own = ranking('Long', [-8.76, -6.86]);
  const claim = (...rankings: BeyondBalanced['rankings']) => beyondClaim({ rankings, problem: null });

  test('says how much more the tail loses, and by how many rankings', () => {
    expect(claim(own)).toBe(
      'The tail’s mean recall changes by −8.29 percentage points against that of the head. In the balanced ' +
        'set, where none of these classes is rare, it changes by −0.48: a difference of −7.81 points (−8.76 ' +
        'to −6.86, networks and images both varying), 30 networks a population. One ranking of the classes ' +
        'cannot tell rare from hard for all.',
    );
    expect(claim(own, ranking('Second', [-9, -1]))).toMatch(
      inOrder(
        /By Second: −7\.81 points .*In both rankings of the classes the tail loses more than where none is /,
        /rare\.$/,
      ),
    );
    expect(claim(own, ranking('Second', [-9, 1]))).toMatch(/Not in both rankings of the classes /);
  });

  test('says nothing where nothing is known, and why others could not be read', () => {
    expect(claim()).toBeNull();
    expect(beyondClaim({ rankings: [], problem: 'No network.' })).toMatch(/could not be read: No network\.$/);
  });

  test('has a row a ranking in the table, and stands under the chart', () => {
    const cells = ['Long', '30', '−8.29', '−0.48', '−7.81 (−8.76 to −6.86)', '< .001', '1.44 (1.30 to 1.60)'];
    expect(beyondColumns.map(([, cell]) => cell(own, 0))).toEqual(cells);
    const html = renderToStaticMarkup(
      <LongTailPanel {...{ tail, classes: names, note: null, beyond: { rankings: [own], problem: null } }} />,
    );
    expect(html).toContain(`<p class="long-tail-beyond">${claim(own)}</p>`);
  });
});
