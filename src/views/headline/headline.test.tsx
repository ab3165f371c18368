import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { Headline, type HeadlineProps } from './Headline';

const labels = (rows: number[][]) => Uint16Array.from(rows.flat());
const population = (name: string, rows: number[][]) => ({
  members: rows.map((_, index) => `${name}/${index}`),
  images: 4,
  classes: 2,
  labels: labels(rows),
});
const findings = audit(
  population('dense', [
    [0, 0, 1, 1],
    [0, 1, 1, 0],
    [0, 1, 1, 1],
  ]),
  population('sparse', [
    [0, 0, 1, 1],
    [1, 0, 1, 0],
    [1, 1, 0, 0],
  ]),
  Uint16Array.of(0, 0, 1, 1),
  { ties: 'largest', alpha: 0.05, seed: 0 },
);

function render(changes: Partial<HeadlineProps>): string {
  return renderToStaticMarkup(
    <Headline
      findings={findings}
      variant={{ kind: 'sparse', level: 0.9 }}
      classes={['a', 'b']}
      state="shipped"
      source="shipped"
      members={3}
      images={4}
      device={{ name: 'wasm', description: 'WebAssembly, 2 cores' }}
      {...changes}
    />,
  );
}

const provenance = (markup: string) =>
  (markup.match(/class="headline-provenance">(.*?)<\/p>/)?.[1] ?? '').replace(/<[^>]*>/g, '');

test('carries its state for tests', () => {
  expect(render({})).toContain(
    'data-testid="headline" data-state="shipped" data-source="shipped" data-members="3" ' +
      'data-images="4" data-device="wasm"',
  );
});

test.each([
  [{}, 'Shipped results · three networks a side · details'],
  [{ state: 'done', source: 'computed' }, 'Computed here on WebAssembly, 2 cores · three networks a side'],
  [
    { own: true },
    'Computed in this browser when the networks were brought or trained · three networks a side',
  ],
  [
    { own: true, state: 'running', finished: 0 },
    'Running on WebAssembly, 2 cores; earlier results until its first answers are in · ',
  ],
  [{ state: 'done', source: 'imported' }, 'Imported predictions · three'],
  [
    { state: 'running', source: 'computed', finished: 2 },
    'Running: 2 of 4 images so far, on WebAssembly, 2 cores · ',
  ],
  [{ state: 'running', source: 'computed', finished: 0, findings: null }, 'Running on WebAssembly, 2 cores'],
  [
    { state: 'partial', source: 'computed', finished: 2 },
    'Partial: 2 of 4 images, computed here on WebAssembly',
  ],
  [{ state: 'cancelled', source: 'computed', finished: 2 }, 'Stopped at 2 of 4 images, computed here'],
  [{ state: 'failed', source: 'computed', finished: 2 }, 'Failed at 2 of 4 images'],
] as [Partial<HeadlineProps>, string][])('provenance %j', (changes, expected) => {
  expect(provenance(render(changes))).toContain(expected);
});

test('is quiet while it runs and says what is missing', () => {
  expect(render({ state: 'running' })).toContain('aria-live="off"');
  expect(render({ state: 'done' })).toContain('aria-live="polite"');
  expect(render({ findings: null, state: 'running' })).toContain('The first answers are on their way.');
  expect(render({ findings: null, state: 'failed', error: 'The zoo could not be read.' })).toMatch(
    /There is no result\..*role="alert".*The zoo could not be read\./,
  );
});

test('without a result nothing is said of where it comes from', () => {
  expect(provenance(render({ findings: null }))).toBe('');
  expect(render({ findings: null, error: 'The zoo could not be read.' })).toContain('There is no result.');
});

test('an empty partial result is no result', () => {
  expect(render({ findings: { ...findings, images: 0 }, state: 'running' })).toContain('on their way');
});
