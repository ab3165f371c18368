import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { MAKINGS } from '../../model/methods/making/registry';
import { METHODS } from '../../model/methods/registry';
import { longSentences } from '../../text/reading';
import { methodsAnchors, methodsHref } from './anchors';
import { Methods } from './Methods';
import { Formula, fraction, operator, power, row } from './math';

const page = renderToStaticMarkup(<Methods anchor="pies" />);

test.each(methodsAnchors)(
  'the section "%s" is there once, titled, and linked to from the contents',
  (anchor) => {
    expect(page.split(`id="methods-${anchor}"`)).toHaveLength(2);
    expect(page).toContain(`id="methods-${anchor}-title"`);
    expect(page.split(`href="${methodsHref(anchor)}"`)).toHaveLength(3);
  },
);

test.each(METHODS.map((method) => [method.id, { ...method, ...MAKINGS[method.id] }] as const))(
  'the compression method %s is defined once',
  (id, { choice, definition }) => {
    const [, own = '', ...others] = page.split(`data-method="${id}"`);
    expect(others).toEqual([]);
    const text = own.split('data-method=')[0];
    expect(text.toLowerCase()).toContain(choice);
    for (const paragraph of definition) expect(text).toContain(paragraph.slice(0, 40));
  },
);

test('the contents mark the section that is open', () => {
  expect(page).toContain('<a href="#/methods/pies" aria-current="true">');
  expect(page.split('aria-current')).toHaveLength(2);
});

test('an index or a power stands at its letter', () => {
  expect(page.match(/<su[bp]>/g)?.length).toBeGreaterThan(10);
  expect(page).not.toMatch(/\s<su[bp]>/);
});

test('every formula can be said in words', () => {
  const formulas = page.match(/<math[^>]*>/g) ?? [];
  expect(formulas.length).toBeGreaterThan(5);
  for (const formula of formulas) expect(formula).toMatch(/alttext="[a-zA-Z][^"]{20,}"/);
});

test('intervals and tests are given as formulas', () => {
  const formulas = (anchor: string) =>
    page
      .split(`id="methods-${anchor}"`)[1]
      .split('id="methods-')[1]
      .match(/alttext="[^"]*"/g) ?? [];
  expect(formulas('intervals').join()).toMatch(
    /t star times s.*z squared over 4 N squared.*rank 1 plus 0\.975.*n choose j/,
  );
  expect(formulas('impact').join()).toMatch(/degrees of freedom.*m times p j over j.*mean of delta/);
});

test.each([
  'Molchanov',
  'Welch',
  'Benjamini, Y. Hochberg',
  'Yekutieli',
  'Westfall',
  'Cornfield',
  'Wilson',
  'Newcombe',
  'Efron',
  'Cochran',
  'Dixon',
  'Fisher',
  'Cohen',
  'Fleiss',
  'Bonett',
  'Lex',
  'DeLong',
  'Guo',
  'Milani Fard',
  'Blakeney',
])('%s, whose method is used, is among the sources', (name) => {
  const sources = page.split('class="methods-sources"')[1].split('</ol>')[0];
  expect(sources).toContain(name);
});

test('no sentence has over 30 words', () => {
  const text = page
    .replace(/<(math|table|code|pre)[\s\S]*?<\/\1>/g, '')
    .split(/<\/?(?:p|li|h\d|dt|dd|section|div|ol|ul|caption)(?: [^>]*)?>/)
    .map((block) => block.replace(/<[^>]+>/g, ''));
  expect(longSentences(text)).toEqual([]);
});

test('a formula becomes MathML', () => {
  const parts = [
    'm_0 ( i ) =',
    fraction('a', power('K_0', '1/2')),
    '+',
    operator('arg max', 'c'),
    row('12 x'),
  ];
  expect(renderToStaticMarkup(<Formula words="some words" parts={parts} />)).toBe(
    '<section class="methods-formula" aria-label="some words" tabindex="0">' +
      '<math display="block" alttext="some words" aria-label="some words"><mrow><msub>' +
      '<mi class="methods-letter">m</mi><mn>0</mn></msub><mo>(</mo><mi class="methods-letter">i</mi><mo>)' +
      '</mo><mo>=</mo><mfrac><mrow><mi class="methods-letter">a</mi></mrow><mrow><msup><mrow><msub>' +
      '<mi class="methods-letter">K</mi><mn>0</mn></msub></mrow><mrow><mo>1/2</mo></mrow></msup></mrow>' +
      '</mfrac><mo>+</mo><mrow><munder><mi>arg max</mi><mrow><mi class="methods-letter">c</mi></mrow>' +
      '</munder><mspace width="0.25em"></mspace></mrow><mrow><mn>12</mn><mi class="methods-letter">x</mi>' +
      '</mrow></mrow></math></section>',
  );
});
