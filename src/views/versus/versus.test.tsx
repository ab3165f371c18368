import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { versusOf } from '../../audit/versus';
import { example } from '../exemplars/testData';
import { classPairs, networksCaveat, type Side, versusClaim } from './describe';
import { VersusPanel } from './VersusPanel';

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
    expect(versusClaim(first, second, versusOf(first.findings, second.findings))).toBe(
      'Of 4 images that either changes, 2 are changed by both (50%), 1 of them to the same label; 1 only by 90% removed, 1 only by int8 weights. Their counts differ by no more than chance over images allows.',
    );
  });

  test('of compressions that change nothing says so', () => {
    const same = side('float16', [0, 0, 1, 1, 2, 2]);
    expect(versusClaim(same, same, versusOf(same.findings, same.findings))).toBe(
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
  const apart = classPairs(first.findings, second.findings).map(({ first: a, second: b }) =>
    Math.abs((a.normalised ?? 0) - (b.normalised ?? 0)),
  );
  expect(apart).toHaveLength(3);
  expect([...apart].sort((a, b) => b - a)).toEqual(apart);
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
