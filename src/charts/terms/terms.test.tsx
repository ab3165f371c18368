import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { GLOSSARY } from '../../text/glossary';
import { splitTerms } from './split';
import { tipPlace } from './Term';
import { ExplainTerms, Terms } from './Terms';

const split = (text: string) =>
  splitTerms(text, new Set()).map((piece) =>
    typeof piece === 'string' ? piece : `[${piece.text}: ${piece.entry.term}]`,
  );

describe('terms in a text', () => {
  test.each([
    ['301 PIEs here', '301 |[PIEs: PIE]| here'],
    ['Dense networks, dense ones', 'Dense networks, |[dense: dense]| ones'],
    ['Welch’s two-sided test', "[Welch’s two-sided test: Welch's test]"],
    ["Welch's test", "[Welch's test: Welch's test]"],
    ['the Jaccard index of sets', 'the |[Jaccard index: Jaccard index]| of sets'],
    ['calibration images', 'calibration images'],
    ['its calibration', 'its |[calibration: calibration]'],
    ['the modal labels', 'the |[modal labels: modal label]'],
    ['pruned one-shot', 'pruned |[one-shot: one-shot]'],
    ['re-estimate BatchNorm', 're-estimate |[BatchNorm: BatchNorm]'],
    ['recall and noise floor', '[recall: recall]| and |[noise floor: noise floor]'],
    ['PIEces, densely, undense', 'PIEces, densely, undense'],
  ])('%s', (text, pieces) => {
    expect(split(text).join('|')).toBe(pieces);
  });

  test('each is explained once, where it first stands', () => {
    expect(split('PIE and PIEs').join('|')).toBe('[PIE: PIE]| and PIEs');
  });
});

test('on the page terms are buttons, elsewhere words; links and code stay as they are', () => {
  const text = (
    <>
      A PIE, <b>dense</b>, <a href="#/">recall</a> and <code>recall</code>.
    </>
  );
  expect(renderToStaticMarkup(<Terms>{text}</Terms>)).not.toContain('button');
  const page = renderToStaticMarkup(
    <ExplainTerms value={true}>
      <Terms>{text}</Terms>
    </ExplainTerms>,
  );
  expect(page).toBe(
    'A <span class="term-end"><button type="button" class="term">PIE</button>,</span> <b><span ' +
      'class="term-end"><button type="button" class="term">dense</button></span></b>, <a ' +
      'href="#/">recall</a> and <code>recall</code>.',
  );
});

test('an entry stays within the window', () => {
  const word = (left: number, top: number) => ({ left, top, bottom: top + 20 }) as DOMRect;
  const phone = { innerWidth: 390, innerHeight: 800 };
  expect(tipPlace(word(380, 100), phone)).toEqual({ left: 78, width: 300, top: 126 });
  expect(tipPlace(word(0, 780), phone)).toEqual({ left: 12, width: 300, bottom: 26 });
});

test('the page and docs/glossary.md have the same terms and say the same of them', () => {
  const rows = readFileSync('docs/glossary.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| term'))
    .map((line) => line.replace(/^\| | \|$|`/g, '').split(' | '));
  expect(rows.map(([term, means]) => ({ term, means }))).toEqual(
    GLOSSARY.map(({ term, means }) => ({ term, means })),
  );
});

test.each([
  'PIE',
  'dense',
  'recall',
  'BatchNorm',
  "Welch's test",
  'noise floor',
  'Jaccard index',
  'modal label',
  'calibration',
  'one-shot',
])('"%s" is explained where it stands', (term) => {
  expect(GLOSSARY.find((entry) => entry.term === term)?.words).toBeDefined();
});
