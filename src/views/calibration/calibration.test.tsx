import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { expectedScores } from '../../audit/fixtures/scores';
import { type Calibration, calibrationOf } from '../../audit/scores/calibration';
import { selectMembers } from '../../audit/votes/matrix';
import { inOrder } from '../../text/testing';
import { CalibrationPanel } from './CalibrationPanel';
import { CalibrationTables } from './CalibrationTables';
import { absentClaim, calibrationClaim } from './calibrationWords';
import { ReliabilityChart } from './ReliabilityChart';

const fixture = expectedScores.populations[0];
const truth = Uint16Array.from(fixture.truth);
const scored = (name: 'dense' | 'compressed') => ({
  ...predictionsOf(name, fixture[name], fixture.classes),
  pPrediction: Float32Array.from(fixture.pPrediction[name === 'dense' ? 0 : 1].flat()),
});
const dense = scored('dense');
const compressed = scored('compressed');
const options = { ties: 'largest', alpha: 0.05, seed: 1 } as const;
const findings = audit(dense, compressed, truth, options);
const known = calibrationOf({ dense, compressed }, truth, findings)!;

const clean = (markup: string) => {
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  return markup.replaceAll('><', '>\n<');
};

/** The same with other over-confidence. */
function withOver(value: number, interval: [number, number]): Calibration {
  const { population } = known;
  const estimate = { value, interval, n: 6 };
  const none = { ...population.compressed.confidence, pie: null };
  return {
    ...known,
    population: {
      dense: { ...population.dense, overConfidence: estimate, confidence: none },
      compressed: {
        ...population.compressed,
        overConfidence: { ...estimate, value: -value, interval: [-interval[1], -interval[0]] },
      },
    },
  };
}

test('the claim says which way each population errs, in points, and what happens on PIEs', () => {
  expect(calibrationClaim(withOver(0.0123, [0.01, 0.0146]), findings.accuracy)).toEqual({
    claim:
      'The dense networks are over-confident by 1.23 points, the compressed ones under-confident ' +
      'by 1.23 points.',
    evidence: 'Confidence minus accuracy, 95%: dense +1.00 to +1.46 points, compressed −1.46 to −1.00.',
  });
  expect(calibrationClaim(withOver(0.001, [-0.002, 0.004]), findings.accuracy).claim).toMatch(
    /^The dense networks are not measurably over- or under-confident, /,
  );
  expect(calibrationClaim(known, findings.accuracy).claim).toMatch(
    inOrder(
      /On PIEs the dense ones give their answers a probability of \d+% and are right \d+% of the time\. /,
      /The compressed ones give \d+% and are right \d+% of the time\.$/,
    ),
  );
});

test.each([
  ['equal width', known, 720],
  ['equally many answers', calibrationOf({ dense, compressed }, truth, findings, 'mass')!, 350],
])('the chart: bins of %s', (_, calibration, width) => {
  expect(
    clean(renderToStaticMarkup(<ReliabilityChart calibration={calibration} width={width} />)),
  ).toMatchSnapshot();
});

test('the tables hold the change and every bin', () => {
  const markup = clean(
    renderToStaticMarkup(<CalibrationTables calibration={known} accuracy={findings.accuracy} />),
  );
  expect(markup).toContain('Over-confidence, points');
  const rows = 3 + 3 + known.population.dense.bins.length + known.population.compressed.bins.length;
  expect(markup.split('<th scope="row">')).toHaveLength(rows + 1);
});

test('one network a side: values without intervals', () => {
  const one = { dense: selectMembers(dense, 1), compressed: selectMembers(compressed, 1) };
  const alone = audit(one.dense, one.compressed, truth, options);
  const found = calibrationOf(one, truth, alone)!;
  const scheme = { scheme: 'width', onScheme: () => {} } as const;
  const markup = clean(
    renderToStaticMarkup(<CalibrationPanel calibration={found} accuracy={alone.accuracy} {...scheme} />),
  );
  expect(markup).toContain('points (one network, so no interval), the compressed');
});

test('without probabilities one sentence says so, or that they are on their way', () => {
  const { pPrediction: _, ...bare } = dense;
  expect(calibrationOf({ dense: bare, compressed }, truth, findings)).toBeNull();
  expect(absentClaim(false)).toContain('(column p_prediction)');
  expect(absentClaim(true)).toContain('being loaded');
});
