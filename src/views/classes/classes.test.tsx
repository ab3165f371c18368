import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import type { ClassImpact } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { sentence } from '../headline/sentence';
import { Classes } from './Classes';
import { changeDomain, classesClaim, sortedImpacts } from './rows';

const names = ['a', 'b', 'c'];
const truth = Uint16Array.of(0, 0, 1, 1);
const options = { ties: 'largest', alpha: 0.05, seed: 0 } as const;
const dense = predictionsOf('dense', [
  [0, 0, 1, 1],
  [0, 1, 1, 0],
  [0, 1, 1, 1],
]);
const compressed = predictionsOf('sparse', [
  [0, 0, 1, 1],
  [1, 0, 1, 0],
  [1, 1, 0, 0],
]);
const findings = audit(dense, compressed, truth, options);

function predictionsOf(name: string, rows: number[][]): Predictions {
  return {
    members: rows.map((_, index) => `${name}/${index}`),
    images: rows[0].length,
    classes: 3,
    labels: Uint16Array.from(rows.flat()),
  };
}

function withImpacts(impacts: [absolute: number | null, normalised: number | null, p: number | null][]) {
  const classImpact = impacts.map<ClassImpact>(([absolute, normalised, p], label) => ({
    ...findings.classImpact[label],
    class: label,
    absolute,
    normalised,
    welch: { t: null, df: null, p },
    pAdjusted: p === null ? null : Math.min(1, 3 * p),
    impacted: p !== null && p <= 0.05,
    crossed: undefined,
    errorOdds: null,
  }));
  return { ...findings, classImpact };
}

const text = (shown: typeof findings) =>
  classesClaim(shown, names)
    .map((part) => part.text)
    .join('');

describe('the claim', () => {
  test('counts flagged classes beside chance, names who pays, and what survives adjustment', () => {
    expect(
      text(
        withImpacts([
          [-4, -3, 0.001],
          [0, 1, 0.04],
          [-1, 0, 0.9],
        ]),
      ),
    ).toBe(
      'Two of three classes are flagged for changing more or less than the model as a whole. ' +
        'Chance alone would flag 0.00. After allowing for three tests, one stays flagged. A pays most.',
    );
    expect(
      text(
        withImpacts([
          [-4, -3, 0.001],
          [0, 1, 0.9],
          [-1, 0, 0.9],
        ]),
      ),
    ).toMatch(
      /^One of three classes is flagged .* After allowing for three tests, it stays flagged\. A pays most\.$/,
    );
  });

  test('a flag that does not survive the adjustment names nobody', () => {
    const weak = text(
      withImpacts([
        [-2, -0.6, 0.048],
        [0, 1, 0.9],
        [0, 0.2, 0.9],
      ]),
    );
    expect(weak).toMatch(
      /^One of three classes is flagged .* After allowing for three tests, it does not stay flagged\.$/,
    );
    const outdone = withImpacts([
      [-9, -8, 0.04],
      [-2, -1, 0.001],
      [0, 1, 0.9],
    ]);
    expect(text(outdone)).toMatch(/ After allowing for three tests, one stays flagged\. B pays most\.$/);
  });

  test('says how many stand when images are a sample too, and names only those', () => {
    const shown = withImpacts([
      [-4, -3, 0.001],
      [-2, -1, 0.001],
      [0, 0.2, 0.9],
    ]);
    const crossed = (p: number) => ({
      value: -1,
      se: 1,
      interval: [-3, 1] as [number, number],
      df: 9,
      p,
      pAdjusted: p,
      picked: [-2, 2] as [number, number],
    });
    const claim = (...p: number[]) =>
      text({
        ...shown,
        classImpact: shown.classImpact.map((impact, label) => ({ ...impact, crossed: crossed(p[label]) })),
      });
    expect(claim(0.2, 0.01, 0.9)).toMatch(
      /, all stay flagged; one after allowing for other images too\. B pays most\.$/,
    );
    expect(claim(0.2, 0.2, 0.9)).toMatch(/, all stay flagged; none after allowing for other images too\.$/);
    expect(claim(0.01, 0.01, 0.9)).toMatch(
      /, all stay flagged; the same after allowing for other images too\. A pays most\.$/,
    );
  });

  test('who gains does not pay', () => {
    expect(
      text(
        withImpacts([
          [-1, 3, 0.001],
          [0, 0, 0.9],
          [0, 0, 0.9],
        ]),
      ),
    ).toMatch(/, it stays flagged\. It pays nothing\.$/);
    expect(
      text(
        withImpacts([
          [-1, 3, 0.001],
          [-1, 2, 0.001],
          [0, 0, 0.9],
        ]),
      ),
    ).toMatch(/, all stay flagged\. None of them pays\.$/);
    expect(
      text(
        withImpacts([
          [0.4, -1.5, 0.001],
          [0, 0, 0.9],
          [0, 0, 0.9],
        ]),
      ),
    ).toMatch(/, it stays flagged\. A gains least\.$/);
  });

  test('what only the paired test sees is told', () => {
    const impacts = withImpacts([
      [-1, -0.5, 0.2],
      [0, 0, 0.9],
      [0, 0, 0.9],
    ]);
    const classImpact = impacts.classImpact.map((impact, label) => ({
      ...impact,
      paired: { t: -6, df: 29, p: label === 0 ? 0.001 : 0.5 },
    }));
    expect(text({ ...impacts, paired: true, classImpact })).toMatch(
      /\. Network by network \(paired, unadjusted\) one is flagged\.$/,
    );
  });

  test('and the headline name the same class, or none', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            absolute: fc.integer({ min: -3, max: 3 }),
            normalised: fc.integer({ min: -3, max: 3 }),
            p: fc.constantFrom(0.001, 0.01, 0.02, 0.04, 0.2, null),
          }),
          { minLength: 3, maxLength: 3 },
        ),
        (drawn) => {
          const shown = withImpacts(drawn.map(({ absolute, normalised, p }) => [absolute, normalised, p]));
          const capitals = names.map((name) => name.toUpperCase());
          const headline = sentence(shown, null, names).parts;
          const paying = headline.find(
            ({ text }, part) =>
              capitals.includes(text) &&
              /^ (loses \d\.\d percentage points more|gains \d\.\d percentage points less)/.test(
                headline[part + 1].text,
              ),
          );
          const named = classesClaim(shown, names).find(({ strong }) => strong);
          expect(named?.text).toBe(paying?.text);
        },
      ),
    );
  });

  test('none flagged, none testable, one network', () => {
    expect(
      text(
        withImpacts([
          [-4, -3, 0.2],
          [0, 1, 0.9],
          [null, null, null],
        ]),
      ),
    ).toBe(
      'None of two classes is flagged for changing more or less than the model as a whole. Chance ' +
        'alone would flag 0.00.',
    );
    const untested = withImpacts([
      [-4, -3, null],
      [0, 1, null],
      [null, null, null],
    ]);
    expect(text(untested)).toBe('No class can be tested.');
    expect(text({ ...untested, members: { dense: 1, compressed: 1 } })).toContain(
      'two networks or more a side',
    );
  });
});

test('sorts by change, by what is beyond the model, by name; missing ones last', () => {
  const { classImpact } = withImpacts([
    [null, null, null],
    [-1, 2, 0.5],
    [-3, 3, 0.5],
  ]);
  const order = (sort: 'change' | 'beyond' | 'name') =>
    sortedImpacts(classImpact, sort, names)
      .map((impact) => names[impact.class])
      .join('');
  expect([order('change'), order('beyond'), order('name')]).toEqual(['cba', 'bca', 'abc']);
});

test('the domain holds zero and every change, also without any', () => {
  const [low, high] = changeDomain(
    withImpacts([
      [-4, 2, 0.5],
      [null, null, null],
      [-1, 0, 0.5],
    ]).classImpact,
  );
  expect(low).toBeLessThan(-4);
  expect(high).toBeGreaterThan(2);
  expect(changeDomain([])).toEqual([-0.5, 0.5]);
});

test('rows carry their numbers for tests, empty where nothing is known', () => {
  const markup = renderToStaticMarkup(<Classes findings={findings} classes={names} truth={truth} />);
  expect(markup).not.toMatch(/NaN|undefined/);
  const rows = [...markup.matchAll(/data-testid="class-row" ([^>]*)>/g)].map(([, attributes]) => attributes);
  expect(rows).toHaveLength(3);
  const [first] = sortedImpacts(findings.classImpact, 'change', names);
  expect(rows[0]).toBe(
    `data-class="${first.class}" data-is="class:${first.class}" data-absolute="${first.absolute}" ` +
      `data-normalised="${first.normalised}" data-p="${first.welch.p}"`,
  );
  expect(rows[2]).toBe('data-class="2" data-is="class:2" data-absolute="" data-normalised="" data-p=""');
});

test('an open class shows its networks, its tests and its confusions', () => {
  const markup = renderToStaticMarkup(<Classes findings={findings} classes={names} truth={truth} open={0} />);
  expect(markup.match(/aria-expanded="true"/g)).toHaveLength(1);
  expect(markup).toContain('aria-label="Recall of each network"');
  expect(markup).toMatch(/points beyond the model \(.*Welch(&#x27;|')s test on these images: p = /);
  expect(markup).toContain('images a network');
  const empty = renderToStaticMarkup(<Classes findings={findings} classes={names} truth={truth} open={2} />);
  expect(empty).toContain('None of the images shown so far is of this class.');
});

test('paired populations show the paired test, labelled', () => {
  const paired = audit(dense, { ...compressed, members: dense.members }, truth, options);
  const markup = renderToStaticMarkup(<Classes findings={paired} classes={names} truth={truth} open={0} />);
  expect(markup).toContain('Paired test on the same networks: p = ');
  expect(markup).toContain('Welch takes them to be independent, so it is too cautious');
});
