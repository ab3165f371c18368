import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { example } from '../exemplars/testing/findings';
import { Examples } from './Examples';
import { forgottenExamples } from './examples';

const { findings, truth, shard } = example;

test('forgotten images, the largest loss first, with how many networks give the label', () => {
  expect(forgottenExamples(findings, truth)).toEqual(
    [
      { image: 0, truth: 0, right: { dense: 3, compressed: 1 } },
      { image: 6, truth: 2, right: { dense: 3, compressed: 0 } },
    ].sort((a, b) => a.right.compressed - b.right.compressed),
  );
  expect(forgottenExamples(findings, truth, 1)).toHaveLength(1);
});

test('of different classes as far as there are', () => {
  const same = {
    ...findings,
    pies: { ...findings.pies, outcomes: findings.pies.outcomes.map(() => 'forgotten' as const) },
  };
  const classes = forgottenExamples(same, truth).map((one) => one.truth);
  expect(new Set(classes).size).toBe(
    Math.min(3, new Set(Array.from(same.pies.images, (image) => truth[image])).size),
  );
});

test('each leads to its inspector, and says what its dots show', () => {
  const follow = { href: () => '?image=6', go: () => {} };
  const markup = renderToStaticMarkup(
    <Examples findings={findings} shard={shard} nothing={false} follow={follow} />,
  );
  expect(markup).toContain('href="?image=6"');
  const said = markup.replace(/<[^>]*>/g, '');
  expect(said).toMatch(
    /Image \d, labelled \w+: so say 3 of 3 networks before and 0 of 3 after.*\. Open it\./,
  );
  expect(markup.match(/<circle/g)).toHaveLength(12);
  expect(markup).toContain('PIEs, Pruning Identified Exemplars');
});

test('images without pictures are shown by name', () => {
  const unpictured = { ...shard, images: new Uint8Array(0), ids: undefined };
  const markup = renderToStaticMarkup(<Examples findings={findings} shard={unpictured} nothing={false} />);
  expect(markup).toContain('>image 6</span>');
  expect(markup.match(/<circle/g)).toHaveLength(12);
});

test('nothing is shown where nothing is compared or forgotten', () => {
  expect(renderToStaticMarkup(<Examples findings={findings} shard={shard} nothing />)).toBe('');
  const none = { ...findings, pies: { ...findings.pies, images: new Uint32Array(0), outcomes: [] } };
  expect(renderToStaticMarkup(<Examples findings={none} shard={shard} nothing={false} />)).not.toContain(
    '<li',
  );
});
