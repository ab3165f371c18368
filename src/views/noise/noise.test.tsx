import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { expectedLevels } from '../../audit/fixtures/levels';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { permutationTest } from '../../audit/retraining/permutationTest';
import { drawNetworks, type GrowthPoint, type Stability } from '../../audit/retraining/stability';
import { GrowthChart } from './GrowthChart';
import { HoldingChart } from './HoldingChart';
import { Noise } from './Noise';
import { growthReadout, type Holdings, noiseClaim } from './noiseWords';
import { PermutationChart, PermutationTable, permutationSentence } from './PermutationChart';

const counts = (mean: number, spread: number) => ({
  mean,
  interval: spread === 0 ? null : ([mean - spread, mean + spread] as [number, number]),
});
const growth: GrowthPoint[] = [1, 2, 3, 4].map((k) => ({
  k,
  pies: counts(1200 / k, k === 4 ? 0 : 100 / k),
  retrained: counts(800 / k, k === 4 ? 0 : 60 / k),
  split: k <= 2 ? counts(790 / k, 50 / k) : null,
}));
const stability: Stability = {
  images: 10_000,
  members: { dense: 4, compressed: 4 },
  paired: false,
  draws: 200,
  seed: 0,
  growth,
  membership: { k: 2, compressed: new Float32Array(10_000), retrained: null },
};
const holdings: Holdings = {
  k: 2,
  compressed: { pies: 300, holding: 120, bins: [0, 3, 7, 10, 20, 20, 30, 40, 50, 120] },
  retrained: { pies: 200, holding: 20, bins: [2, 8, 10, 20, 40, 30, 30, 20, 20, 20] },
};
const alone = { ...holdings, retrained: null };

describe('the claim', () => {
  test('counts with half the networks beside what retraining gives, and the PIEs that hold', () => {
    expect(noiseClaim(stability, holdings)).toEqual({
      claim:
        'Half the networks, drawn at random again and again, give 550 to 650 PIEs; retraining alone ' +
        'gives 370 to 430. Of the 300 PIEs of all networks, 120 stay PIEs in at least 95% of these draws. ' +
        'Of the 200 that retraining changes, 20 do.',
      evidence: 'Half is 2 of 4 networks a side, drawn 200 times. A range holds 95% of the draws.',
    });
  });

  test('without a null population the split speaks; of paired networks retraining is no part', () => {
    const split = { ...stability, growth: growth.map((point) => ({ ...point, retrained: null })) };
    expect(noiseClaim(split, alone).claim).toContain('retraining alone gives 370 to 420. Of the 300 PIEs');
    expect(noiseClaim({ ...stability, paired: true }, alone).claim).toContain(
      '; retraining alone, no part of this difference, gives 370 to 430',
    );
    expect(noiseClaim({ ...stability, members: { dense: 9, compressed: 4 } }, alone).evidence).toContain(
      'Half is 2 networks a side, drawn 200 times.',
    );
  });

  test('with nothing to say it says so', () => {
    expect(noiseClaim(null, null).claim).toMatch(/\?$/);
    expect(noiseClaim({ ...stability, growth: growth.slice(0, 1), membership: null }, null).claim).toContain(
      'nothing to draw',
    );
    expect(noiseClaim(stability, null).claim).toBe(
      'These draws are of 10,000 images, the comparison on screen of another number: draw again.',
    );
    const none = { pies: 0, holding: 0, bins: new Array<number>(10).fill(0) };
    expect(noiseClaim(stability, { ...alone, compressed: none }).claim).toContain('there is no PIE.');
  });
});

test('the distribution under "compression does nothing" stands beside p, and what is seen in it', () => {
  const test = permutationTest(
    105,
    Array.from({ length: 210 }, (_, place) => 78 + (place % 21)),
  );
  expect(permutationSentence(test)).toBe(
    'If compression did nothing, 88.0 images would change. 105 do, +17 beyond that (95%: +7 to +27), ' +
      'p = .005. In 95% of 210 relabellings of the networks, 78 to 98 change.',
  );
  expect(permutationSentence({ ...test, observed: 1 })).toContain('would change. 1 does, ');
  const chart = renderToStaticMarkup(<PermutationChart test={test} width={400} />);
  expect(chart.match(/<rect/g)).toHaveLength(21);
  expect(chart).toContain('105 seen');
  expect(chart).not.toMatch(/NaN|undefined|Infinity/);
  const wide = permutationTest(
    0,
    Array.from({ length: 1000 }, (_, place) => place),
  );
  expect(wide.bins).toHaveLength(40);
  expect(wide.bins[39]).toEqual({ from: 975, to: 999, shuffles: 25 });
  expect(renderToStaticMarkup(<PermutationTable test={wide} />)).toContain('975 to 999');
});

test('one count is read out with what retraining gives', () => {
  expect(growthReadout(growth[0])).toBe(
    '1 network a side: 1,200 PIEs (95% of draws: 1,100 to 1,300). Retraining alone: 800 ' +
      '(95% of draws: 740 to 860).',
  );
  expect(growthReadout({ ...growth[3], retrained: null })).toBe('4 networks a side: 300 PIEs.');
});

test.each([
  ['three curves', growth, 720],
  ['on a phone', growth, 350],
  ['one network', [{ k: 1, pies: counts(0, 0), retrained: null, split: null }], 350],
])('growth: %s', (_, points, width) => {
  const markup = renderToStaticMarkup(
    <GrowthChart growth={points} k={Math.ceil(points.length / 2)} name="90% removed" width={width} />,
  );
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

test.each([
  ['beside retraining', holdings],
  ['alone', alone],
])('how often PIEs are PIEs: %s', (_, shown) => {
  const markup = renderToStaticMarkup(<HoldingChart holdings={shown} width={720} />);
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

test('the margin of "no more" can be chosen, and what it comes to stands beside it', () => {
  const counts = Array.from({ length: 210 }, (_, place) => 78 + (place % 21));
  const [dense, compressed] = ['d', 'c'].map((name) => predictionsOf(name, [[0], [0]], 2));
  const findings = audit(dense, compressed, new Uint16Array(1), { ties: 'largest', alpha: 0.05, seed: 1 });
  const drawn = (margin: number, onMargin?: () => void) => {
    const test = permutationTest(88, counts, margin);
    const given = { stability: null, test, margin, findings, onMargin };
    return renderToStaticMarkup(<Noise {...given} name="90% removed" />);
  };
  const narrow = drawn(0.05, () => {});
  expect(narrow).toContain('value="5"');
  // 88 + 4.4: as many or more in 6 of 21 counts.
  expect(narrow).toContain(
    'of 88.0, 4.4 images either way: two one-sided tests, p = .289, so it is not said.',
  );
  expect(drawn(0.2, () => {})).toContain(
    '17.6 images either way: two one-sided tests, p = .005, so it is said.',
  );
  expect(drawn(0.2)).not.toContain('type="number"');
});

test('the panel from predictions to charts, and while networks are drawn', () => {
  const { dense, compressed, nulls, classes } = expectedLevels.stability[0];
  const populations = [dense, compressed, nulls!].map((rows, side) =>
    predictionsOf(`${side}`, rows, classes),
  );
  const truth = new Uint16Array(populations[0].images);
  const findings = audit(
    populations[0],
    populations[1],
    truth,
    { ties: 'largest', alpha: 0.05, seed: 1 },
    populations[2],
  );
  const steps = drawNetworks(populations[0], populations[1], populations[2], {
    ties: 'largest',
    seed: 1,
    draws: 5,
  });
  let step = steps.next();
  while (!step.done) step = steps.next();
  const markup = renderToStaticMarkup(
    <Noise stability={step.value} findings={findings} name="90% removed" />,
  );
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.match(/<svg/g)).toHaveLength(2);
  expect(markup).toContain('type="range"');
  const waiting = renderToStaticMarkup(
    <Noise stability={null} findings={findings} name="90% removed" waiting={<p>Drawing networks.</p>} />,
  );
  expect(waiting).toContain('Drawing networks.');
});
