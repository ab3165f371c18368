import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Robustness } from '../../audit/levels/robustness';
import { corruptionTitle } from '../../corruptions/corrupt';
import { sampleShard } from '../../corruptions/testing';
import { inOrder } from '../../text/testing';
import { choiceText, firstChoice, parseChoice } from './choice';
import { exampleOf } from './ExampleStrip';
import { RobustnessChart } from './RobustnessChart';
import { RobustnessForm } from './RobustnessForm';
import { RobustnessPanel } from './RobustnessPanel';
import { agreementText, changeAt, type RobustnessLevel, robustnessClaim, rowsOf } from './robustnessWords';

function robustnessOf(loss: number): Robustness {
  const right = (dense: number, compressed: number) => ({
    dense: [dense - 6, dense, dense + 5],
    compressed: [compressed - 4, compressed + 2, compressed + 3],
  });
  return {
    images: 1000,
    paired: false,
    clean: { right: right(900, 900 - loss), pies: 40 },
    cells: [
      {
        corruption: 'fog',
        severity: 1,
        right: right(600, 600 - 3 * loss),
        pies: { count: 150, alsoClean: 30 },
      },
      { corruption: 'fog', severity: 3, right: right(150, 150 - loss), pies: { count: 90, alsoClean: 6 } },
      { corruption: 'jpeg', severity: 1, right: right(880, 880 - loss), pies: { count: 50, alsoClean: 34 } },
    ],
  };
}

const levels: RobustnessLevel[] = [
  { id: 'null', name: 'Dense, retrained', kind: 'null', robustness: robustnessOf(0) },
  { id: 'sparse-50', name: '50% removed', kind: 'sparse', robustness: robustnessOf(5) },
  { id: 'sparse-90', name: '90% removed', kind: 'current', robustness: robustnessOf(30) },
];
const title = (id: string) => corruptionTitle(id as 'fog');

describe('the claim', () => {
  test('says what corruption adds, what costs most and what becomes of PIEs', () => {
    expect(robustnessClaim(levels[2], levels[0], title, 10)).toEqual({
      claim:
        '90% removed: top-1 differs from the dense networks’ by −9.1% on corrupted images and by ' +
        '−3.3% on clean ones. Corruption ' +
        'takes 2.0 points more from it than from the dense networks.',
      evidence:
        'Corruption adds −2.0 points (95%: −2.0 to −2.0, on these images). Under corruption −9.1% ' +
        '(−11.0 to −7.2), on clean images −3.3% (−4.5 to −2.0). Over 2 corruptions at severities ' +
        '1, 3; retraining alone gives +0.1% (−2.0 to 2.2). Fog costs most, −15.8% (−18.4 to ' +
        '−13.2). Picked from 2 corruptions, which its interval does not allow for. ' +
        '1 of 2 cost it more points than clean images do, by 95% intervals on ' +
        'these images (chance alone would give 0.05). Of 1,000 images 97 are PIEs on average, of ' +
        'which 24% are PIEs of the clean images too. Retraining alone gives 97; clean, there are ' +
        '40. How many networks are right on each image was not kept for this population, so only ' +
        'networks vary.',
    });
  });

  test('goes by the intervals with other images where it has them, and names what goes the other way', () => {
    const { robustness } = levels[2];
    const hits = (missed: number) => {
      const counts = Array.from({ length: 1000 }, (_, image) => (image < missed ? 0 : 3));
      return { dense: counts, compressed: counts };
    };
    const [fog, , jpeg] = robustness.cells;
    const cells = [
      { ...fog, hits: hits(400) },
      { ...jpeg, right: { dense: [800, 801, 802], compressed: [860, 861, 862] }, hits: hits(200) },
    ];
    const known = { ...robustness, clean: { ...robustness.clean, hits: hits(100) }, cells };
    const { evidence } = robustnessClaim({ ...levels[2], robustness: known }, null, title, 10);
    expect(evidence).toMatch(/points \(95%: .*, with other images too\)/);
    expect(evidence).not.toContain('was not kept');
    expect(evidence).toMatch(
      /by 95% intervals with other images too .*\. It costs fewer points under JPEG\./,
    );
  });

  test('leaves out of all counts what is near chance, and says so', () => {
    const { robustness } = levels[2];
    const dark = { corruption: 'snow', severity: 1, pies: null };
    const right = { dense: [150, 152, 154], compressed: [60, 62, 64] };
    const more = { ...robustness, cells: [...robustness.cells, { ...dark, right }] };
    expect(robustnessClaim({ ...levels[2], robustness: more }, null, title, 10).evidence).toContain(
      'Fog costs most, −15.8% (−18.4 to −13.2), 1 left out where the dense networks are near ' +
        'chance. Picked from 2 corruptions, which its interval does not allow for. ' +
        '1 of 2 cost it more points than clean images do, by 95% intervals on these ' +
        'images (chance alone would give 0.05).',
    );
  });

  test('gives no verdict from one network', () => {
    const { robustness } = levels[2];
    const first = ({ dense, compressed }: Robustness['clean']['right']) => ({
      dense: dense.slice(0, 1),
      compressed: compressed.slice(0, 1),
    });
    const one: Robustness = {
      ...robustness,
      clean: { ...robustness.clean, right: first(robustness.clean.right) },
      cells: robustness.cells.map((cell) => ({ ...cell, right: first(cell.right) })),
    };
    const { claim, evidence } = robustnessClaim({ ...levels[2], robustness: one }, null, title, 10);
    expect(claim).toMatch(
      inOrder(
        /\. One network cannot say whether corruption takes more from it than from the dense ones /,
        /\(−\d+\.\d points\)\.$/,
      ),
    );
    expect(evidence).toMatch(/Fog costs most, −\d+\.\d%\. Of 1,000/);
  });

  test('does not read noise, and says what is missing', () => {
    expect(robustnessClaim(levels[0], null, title, 10).claim).toContain(
      'What corruption adds cannot be told from chance.',
    );
    expect(robustnessClaim(null, levels[0], title, 10).claim).toContain('Nothing is known yet');
    const none = { ...levels[2], robustness: { ...robustnessOf(30), cells: [] } };
    const other = { ...levels[0], robustness: { ...robustnessOf(0), cells: robustnessOf(0).cells.slice(1) } };
    expect(robustnessClaim(levels[2], other, title, 10).evidence).not.toContain('retraining');
    expect(robustnessClaim(none, null, title, 10).claim).toBe('No corruption has been computed yet.');
  });
});

test('rows begin with the clean images and go from the costliest on; means are over what is known', () => {
  const rows = rowsOf(levels, 0, 2);
  expect(rows.map(({ corruption }) => corruption)).toEqual([null, 'fog', 'jpeg']);
  expect(rows[1].changes[2]?.top1.dense.value).toBeCloseTo((599.67 + 149.67) / 2000, 4);
  const mild = rowsOf(levels, 3, 2);
  expect(mild.map(({ corruption }) => corruption)).toEqual([null, 'fog']);
  expect(changeAt(levels[2].robustness, 'snow', 0)).toBeNull();
  // As the slider moves, another population is on screen: what is known of each is not worked out anew.
  const moved = rowsOf([levels[2], { ...levels[1], kind: 'current' }], 0, 1);
  moved.forEach(({ changes: [last, middle] }, row) => {
    expect(last).toBe(rows[row].changes[2]);
    expect(middle).toBe(rows[row].changes[1]);
  });
});

test('the agreement is said in a sentence', () => {
  expect(agreementText({ counts: 90, equal: 90, most: 0 })).toContain('All 90 counts');
  expect(agreementText({ counts: 90, equal: 88, most: 1 })).toContain(
    '88 are the shipped ones; the others differ by at most 1 image',
  );
});

test('a choice survives the address', () => {
  const choice = { corruption: 'glass-blur', severity: 4, example: 17 };
  expect(parseChoice(choiceText(choice))).toEqual(choice);
  expect(choiceText(firstChoice)).toBeNull();
  for (const text of [null, '', 'fog', 'fog.9.1', '<b>.1.1']) expect(parseChoice(text)).toEqual(firstChoice);
});

test('the example is the image itself, then every severity', () => {
  const shard = sampleShard(1, 3);
  const { count, images } = exampleOf(shard, 2, 'contrast', 0);
  expect(count).toBe(6);
  expect(images.subarray(0, 784)).toEqual(shard.images.subarray(2 * 784));
  const spread = (place: number) => {
    const own = images.subarray(place * 784, (place + 1) * 784);
    return Math.max(...own) - Math.min(...own);
  };
  expect(spread(5)).toBeLessThan(spread(1));
});

test.each([
  ['wide', 860, 2],
  ['phone', 350, 2],
  ['without the population on screen', 860, null],
])('chart, %s', (_, width, lead) => {
  const markup = renderToStaticMarkup(
    <RobustnessChart
      levels={levels}
      rows={rowsOf(levels, 0, 2)}
      lead={lead}
      classes={10}
      chosen="fog"
      onChoose={() => {}}
      width={width}
    />,
  );
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
});

test('the panel draws what there is', () => {
  const panel = (of: RobustnessLevel[]) =>
    renderToStaticMarkup(
      <RobustnessPanel
        levels={of}
        provenance="Shipped."
        choice={{ corruption: 'nonsense', severity: 5, example: 99 }}
        onChoice={() => {}}
        shard={sampleShard(1, 3)}
        seed={0}
      >
        <RobustnessForm images={500} busy={false} onCompute={() => {}} onCancel={() => {}} />
      </RobustnessPanel>,
    );
  const full = panel(levels);
  expect(full.match(/<canvas/g)).toHaveLength(6);
  expect(full).toContain('Compute 15 corruptions and the clean images');
  expect(full).not.toMatch(/NaN|undefined|Infinity/);
  const empty = panel([]);
  expect(empty).toContain('Nothing is known yet');
  expect(empty).not.toContain('role="button"');
});
