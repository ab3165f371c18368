import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { expectedVersus } from '../../audit/fixtures/versus';
import { versusOf } from '../../audit/levels/versus';
import { inOrder } from '../../text/testing';
import { example } from '../exemplars/testing/findings';
import { NetworkStrips } from './NetworkStrips';
import { VersusPanel } from './VersusPanel';
import {
  classesClaim,
  classPairs,
  differences,
  figureNames,
  figuresOf,
  networksCaveat,
  type Side,
  versusClaim,
} from './versusWords';

const options = { ties: 'largest', alpha: 0.05, seed: 0 } as const;
const truth = Uint16Array.from([0, 0, 1, 1, 2, 2]);
const three = (name: string, row: number[]) => predictionsOf(name, [row, row, row], 3);
const dense = three('dense', [0, 0, 1, 1, 2, 2]);
const side = (name: string, row: number[]): Side => ({
  name,
  findings: audit(dense, three(name, row), truth, options),
});
const first = side('90% removed', [1, 1, 2, 1, 2, 2]);
const second = side('int8 weights', [0, 1, 0, 1, 2, 0]);

describe('the claim', () => {
  test('says what both change, what one alone, and whether the counts differ', () => {
    expect(versusClaim(first, second, versusOf(first.findings, second.findings)).claim).toBe(
      'Of 4 images that either changes, 2 are changed by both, 1 of them to the same label. 1 is ' +
        'changed only by 90% removed, 1 only by int8 weights. Which of them changes more cannot be ' +
        'told from these images.',
    );
  });

  test('of compressions that change nothing says so', () => {
    const same = side('float16', [0, 0, 1, 1, 2, 2]);
    expect(versusClaim(same, same, versusOf(same.findings, same.findings)).claim).toBe(
      'Neither float16 nor float16 changes an image.',
    );
  });
});

test('different numbers of networks are said', () => {
  const one = { ...second.findings, members: { dense: 3, compressed: 2 } };
  expect(networksCaveat(first, second)).toBeNull();
  expect(networksCaveat(first, { name: 'narrow', findings: one })).toContain('narrow 2');
});

test('classes come by how far apart the two are', () => {
  const versus = versusOf(first.findings, second.findings);
  const apart = classPairs(first.findings, second.findings, versus).map(({ difference }) =>
    Math.abs(difference.apart ?? 0),
  );
  expect(apart).toHaveLength(3);
  expect([...apart].sort((a, b) => b - a)).toEqual(apart);
});

describe('whether classes differ', () => {
  const classes = ['ant', 'bee', 'cat', 'dog'];
  const told = ({
    dense: before,
    first: a,
    second: b,
    truth: labels,
    paired,
  }: (typeof expectedVersus)[number]) => {
    const population = (name: string, rows: number[][]) => predictionsOf(paired ? 'dense' : name, rows, 4);
    const [x, y] = (['pruned', 'int8'] as const).map((name, index) => ({
      name,
      findings: audit(
        population('dense', before),
        population(name, [a, b][index]),
        Uint16Array.from(labels),
        options,
      ),
    }));
    const pairs = classPairs(x.findings, y.findings, versusOf(x.findings, y.findings));
    return [
      classesClaim(x, y, pairs, classes),
      classesClaim(y, x, classPairs(y.findings, x.findings, versusOf(y.findings, x.findings)), classes),
    ];
  };

  test('is said of those that survive the adjustment, with the interval of the one furthest apart', () => {
    const [there, back] = told(expectedVersus[1]);
    expect(there.evidence).toMatch(
      inOrder(
        /^Adjusted p ≤ 0\.05\. Bee, 95%: \d+\.\d to \d+\.\d points\. /,
        /Picked from 3 classes: allowing for that, \d+\.\d to /,
      ),
    );
    expect(there.claim).toMatch(
      inOrder(
        /^(One|Two|Three) of three classes differs? between the two beyond the models’ own /,
        /change(\. The furthest apart is|:) bee, \d+\.\d points lower with int8 than with pruned\.$/,
      ),
    );
    expect(back).toEqual(there);
  });

  test('is not said where none survives, nor of one network a side', () => {
    const same = versusOf(first.findings, first.findings);
    expect(classesClaim(first, first, classPairs(first.findings, first.findings, same), classes).claim).toBe(
      'None of three classes differs measurably between the two beyond the models’ own change.',
    );
    const lone: Side = {
      name: 'lone',
      findings: audit(dense, predictionsOf('lone', [[0, 0, 1, 1, 2, 0]], 3), truth, options),
    };
    const pairs = classPairs(first.findings, lone.findings, versusOf(first.findings, lone.findings));
    expect(classesClaim(first, lone, pairs, classes).claim).toBe(
      'No class can be compared: it takes two networks or more a side.',
    );
  });
});

describe('the figures', () => {
  const figure = ({ findings }: Side, name: string) =>
    figuresOf({ name: '', findings })[figureNames.indexOf(name)];
  const k: [number, number] = [3, 3];
  const floor = { kind: 'null' as const, k, pies: 2, flaggedClasses: 0, images: Uint32Array.of(0, 5) };
  const withFloor = (paired: boolean): Side => ({
    name: 'a',
    findings: {
      ...first.findings,
      paired,
      noiseFloor: { ...floor, excess: paired ? null : { value: 1, interval: [-2.4, 4.4], n: 6 } },
    },
  });

  test('beyond retraining have an interval; of pairs nothing is subtracted', () => {
    expect(figure(withFloor(false), 'By retraining alone')).toBe('2');
    expect(figure(withFloor(false), 'Beyond retraining (95%, these networks)')).toBe('+1 (−2 to +4)');
    expect(figure(withFloor(true), 'By retraining alone')).toBe('no part of it; for scale, 2');
    expect(figure(withFloor(true), 'Beyond retraining (95%, these networks)')).toBe('all 3');
    expect(figure(first, 'Beyond retraining (95%, these networks)')).toBe('–');
  });

  test('have accuracy against dense with its interval, and images with a tie', () => {
    const { accuracyChange } = first.findings;
    const wide: Side = {
      name: 'a',
      findings: {
        ...first.findings,
        accuracyChange: { ...accuracyChange, value: -1.234, interval: [-2, -0.468] },
      },
    };
    expect(figure(wide, 'Against dense, points (95%)')).toBe('−1.23 (−2.00 to −0.47)');
    const tied: Side = {
      name: 'a',
      findings: { ...first.findings, pies: { ...first.findings.pies, tied: 1234 } },
    };
    expect(figure(tied, 'Images with a tied vote')).toBe('1,234');
  });

  test('are set against each other where a test allows it', () => {
    const apart = differences(versusOf(first.findings, second.findings));
    expect(apart).toHaveLength(figureNames.length);
    expect(apart[figureNames.indexOf('PIEs')]).toBe('0 (−3 to +3)');
    expect(apart[0]).toMatch(/^−?\+?\d+\.\d\d \(.* to .*\) points$/);
    expect(apart.filter(Boolean)).toHaveLength(2);
  });
});

test('a strip a side, the second’s networks linked as its own, of top-1 or of a class', () => {
  const strips = (chosen: number | null) =>
    renderToStaticMarkup(
      <NetworkStrips {...{ first, second, chosen }} classes={['ant', 'bee', 'cat']} width={400} />,
    );
  const markup = strips(null);
  for (const side of ['dense', 'compressed', 'second']) {
    expect(markup.match(new RegExp(`data-is="member:${side}/\\d"`, 'g'))).toHaveLength(3);
  }
  expect(markup).toContain('Top-1 of each network');
  expect(markup).toContain('int8 weights 50.0% (95% 50.0% to 50.0%), n = 3');
  expect(strips(2)).toContain('Cat: recall minus accuracy of each network, points');
  expect(strips(2)).toContain('90% removed +50.0 (95% +50.0 to +50.0), n = 3');
  expect(`${markup}${strips(2)}`).not.toMatch(/NaN|undefined/);
});

test('the panel links every image and class, and has no number that is none', () => {
  const { shard, findings } = example;
  const markup = renderToStaticMarkup(
    <VersusPanel
      shard={shard}
      first={{ name: 'a', findings }}
      second={{ name: 'b', findings }}
      onOpen={() => {}}
    />,
  );
  expect(markup).not.toMatch(/NaN|undefined/);
  expect(markup).toContain(`data-is="image:${findings.pies.images[0]}"`);
  expect(markup).toContain('data-is="class:0"');
  expect(markup).toContain('data-set="both" data-count="4"');
});
