import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { expectedScores } from '../../audit/fixtures/scores';
import { biasIndices } from '../../audit/scores/biasIndices';
import { mismatchRates } from '../../audit/scores/mismatch';
import { inOrder } from '../../text/testing';
import { Indices } from './Indices';
import { indexRows, indicesClaim, leftOutNote } from './indexWords';
import { MismatchChart } from './MismatchChart';

const options = { ties: 'largest', alpha: 0.05, seed: 1 } as const;
const names = ['a', 'b', 'c', 'd', 'e'];

const [independent, paired] = expectedScores.populations.map((fixture) => {
  const truth = Uint16Array.from(fixture.truth);
  const dense = predictionsOf('dense', fixture.dense, fixture.classes);
  const compressed = predictionsOf(fixture.paired ? 'dense' : 'pruned', fixture.compressed, fixture.classes);
  const findings = audit(dense, compressed, truth, options);
  return {
    findings,
    mismatch: mismatchRates({ dense, compressed }, truth, findings),
    bias: biasIndices(dense, compressed, truth, fixture.paired),
  };
});

const clean = (markup: string) => {
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  return markup.replaceAll('><', '>\n<');
};

test('the claim: two networks, retraining alone, majorities, and the classes', () => {
  expect(indicesClaim(independent.mismatch, independent.bias, false)).toEqual({
    claim: expect.stringMatching(
      inOrder(
        /^A dense and a compressed network differ on \d+\.\d\d% of the images; on \d+\.\d\d% only the /,
        /dense one is right\. Two dense networks differ on \d+\.\d\d%\. The modal labels differ on /,
        /\d+\.\d\d%\. The classes’ error rates change (not measurably )?more unevenly than retraining /,
        /alone changes them\.$/,
      ),
    ),
    evidence: expect.stringMatching(
      inOrder(
        /^Combined error variance \d\.\d{3} against \d\.\d{3}; the 95% interval of the difference is /,
        /[+−]\d\.\d{3} to [+−]\d\.\d{3}\.$/,
      ),
    ),
  });
  expect(indicesClaim(paired.mismatch, paired.bias, true).claim).toMatch(
    inOrder(
      /^Compression changes \d+\.\d\d% of a network’s own answers, \d+\.\d\d% from right to wrong\. The /,
      /modal labels differ on \d+\.\d\d%\.$/,
    ),
  );
});

test('the classes’ verdict follows the interval of the difference, and without one there is none', () => {
  const told = (interval: [number, number] | null) => {
    const bias = independent.bias!;
    const excess = { value: 0.006, interval, n: 5 };
    return indicesClaim(independent.mismatch, { ...bias, cev: { ...bias.cev, excess } }, false);
  };
  expect(told([0.0014, 0.0104]).claim).toContain('change more unevenly than retraining');
  expect(told([0.0014, 0.0104]).evidence).toMatch(/ of the difference is \+0\.001 to \+0\.010\.$/);
  expect(told([-0.002, 0.014]).claim).toContain('change not measurably more unevenly than retraining');
  expect(told([-0.014, -0.002]).claim).toContain('change more evenly than retraining');
  expect(told(null).claim).toMatch(
    inOrder(
      / One network cannot say whether its classes’ error rates change more unevenly than retraining /,
      /changes them\.$/,
    ),
  );
});

test('the rows, with dashes where there is no such number', () => {
  const rows = indexRows(paired.mismatch, paired.bias);
  expect(rows.map(({ name }) => name)).toEqual([
    'Label differs',
    'right to wrong',
    'wrong to right',
    'wrong to another wrong',
    'Combined error variance',
    'Symmetric distance error',
  ]);
  expect(rows.map(({ retrained }) => retrained)).toEqual(Array(6).fill('–'));
  expect(rows[0].networks).toMatch(/^\d+\.\d\d% \(\d+\.\d\d to \d+\.\d\d\)$/);
  expect(indexRows(paired.mismatch, null)).toHaveLength(4);
});

test('classes that are left out are named, and too few are said to be', () => {
  expect(leftOutNote(independent.bias, names)).toBe(
    'Combined error variance and symmetric distance error leave out one class (e) without images ' +
      'or without an error to compare with.',
  );
  expect(leftOutNote(null, names)).toContain('need two classes with errors');
  expect(leftOutNote({ ...independent.bias!, leftOut: [] }, names)).toBeNull();
});

test.each([
  ['independent populations', independent, 720],
  ['paired, on a phone', paired, 350],
])('the chart: %s', (_, { mismatch }, width) => {
  expect(clean(renderToStaticMarkup(<MismatchChart mismatch={mismatch} width={width} />))).toMatchSnapshot();
});

test('the panel shows its table beside the figure', () => {
  const markup = clean(renderToStaticMarkup(<Indices {...independent} classes={names} />));
  expect(markup).toContain('Symmetric distance error');
  expect(markup).toContain('120 images, 6 dense and 5 compressed networks');
});
