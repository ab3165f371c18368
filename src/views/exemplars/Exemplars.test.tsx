import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { Exemplars, type ExemplarsProps } from './Exemplars';
import { gridStep } from './Grid';
import { defaultGallery } from './galleryState';
import { example } from './testing/findings';

const page = (change: Partial<ExemplarsProps>) =>
  renderToStaticMarkup(
    <Exemplars
      shard={example.shard}
      findings={example.findings}
      predictions={null}
      compressed={{ title: '90% removed', phrase: 'at 90%' }}
      levels={[]}
      phase={{ kind: 'complete' }}
      state={defaultGallery}
      onChange={() => {}}
      {...change}
    />,
  );
const text = (markup: string) => markup.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');

test('the claim counts the PIEs and tells accuracy on them and on all images', () => {
  const markup = page({});
  expect(markup).toMatch(/data-testid="pie-count" data-value="4">4</);
  expect(text(markup)).toContain('On 4 images the two populations disagree.');
  expect(text(markup)).toContain('Dense networks get 50% of them right, compressed ones 33%');
});

test('a null population adds what retraining alone changes', () => {
  const { dense, compressed, truth } = example;
  const nulls = { ...compressed, members: ['null/0', 'null/1', 'null/2'] };
  const findings = audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 1 }, nulls);
  expect(text(page({ findings }))).toContain(
    'Retraining alone, without compression, changes 4 images, of which 4 are among these.',
  );
});

describe('states', () => {
  const { dense, truth } = example;
  const same = audit(dense, { ...dense, members: ['x/0', 'x/1', 'x/2'] }, truth, {
    ties: 'largest',
    alpha: 0.05,
    seed: 1,
  });

  test('before any findings', () => {
    expect(text(page({ findings: null }))).toContain('appear here as soon as both have answered');
  });

  test('no PIE', () => {
    const markup = text(page({ findings: same }));
    expect(markup).toContain('0 PIEs among 8 images.');
    expect(markup).toContain('No PIE here');
    expect(markup).not.toContain('NaN');
  });

  test('no PIE so far', () => {
    const markup = text(page({ findings: same, phase: { kind: 'running', done: 0.345 } }));
    expect(markup).toContain('No PIE so far, with 34% of the answers in.');
  });

  test('no match of the filters', () => {
    const markup = text(page({ state: { ...defaultGallery, class: 1 } }));
    expect(markup).toContain('No image matches these filters.');
    expect(markup).toContain('Clear filters');
  });

  test('a stopped run', () => {
    expect(text(page({ phase: { kind: 'partial', done: 0.6 } }))).toContain(
      'stopped with 60% of the answers in',
    );
  });
});

test('the open image is beside the gallery, with its place in the order', () => {
  const markup = page({ state: { ...defaultGallery, image: 6 } });
  expect(markup).toContain('data-testid="inspector" data-image-id="6"');
  expect(text(markup)).toContain('2 of 4');
});

test.each([
  ['ArrowRight', 5, 6],
  ['ArrowRight', 9, 9],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 5, 9],
  ['ArrowDown', 8, 8],
  ['ArrowUp', 5, 1],
  ['PageDown', 1, 9],
  ['PageUp', 6, 2],
  ['Home', 6, 0],
  ['End', 6, 9],
  ['toString', 6, null],
  ['a', 6, null],
])('in ten cells of four columns, %s at %i leads to %s', (key, from, to) => {
  expect(gridStep(key, from, 4, 10)).toBe(to);
});
