import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { audit } from '../../audit/audit';
import { predictionsOf } from '../../audit/fixtures/predictionsOf';
import { expectedScores } from '../../audit/fixtures/scores';
import type { Predictions } from '../../audit/predictions';
import { piePredictors, pieRates } from '../../audit/scores/predictors';
import { inOrder } from '../../text/testing';
import { Predictors } from './Predictors';
import { predictorsClaim, rateAxis } from './predictorWords';
import { RatesChart } from './RatesChart';
import { RocChart } from './RocChart';

const fixture = expectedScores.populations[0];
const truth = Uint16Array.from(fixture.truth);
const labels = predictionsOf('dense', fixture.dense, fixture.classes);
const dense = {
  ...labels,
  pPrediction: Float32Array.from(fixture.pPrediction[0].flat()),
  pLabel: Float32Array.from(fixture.pLabel.flat()),
};
const compressed = predictionsOf('pruned', fixture.compressed, fixture.classes);
const nulls = predictionsOf('null', fixture.nulls, fixture.classes);
const options = { ties: 'largest', alpha: 0.05, seed: 1 } as const;
const findings = audit(dense, compressed, truth, options, nulls);
const floorless = audit(labels, compressed, truth, options);
const same = audit(labels, labels, truth, options);

const clean = (markup: string) => {
  expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  return markup.replaceAll('><', '>\n<');
};

test('the claim gives the vote margin’s area, beside retraining, and what is by construction', () => {
  const { pies, interval } = fixture.expected.predictors.auc.margin;
  const { claim, evidence } = predictorsClaim(piePredictors(findings, dense), findings.pies.images.length);
  expect(claim).toMatch(
    /^The dense networks’ own doubt points to the PIEs\. Rank the images by how evenly they vote/,
  );
  expect(claim).toContain(`in ${(100 * pies).toFixed(1)}% of pairs.`);
  expect(evidence).toContain(`95%: ${(100 * interval[0]).toFixed(1)}% to`);
  expect(claim).toContain('retraining alone changes, it is ');
  expect(claim).toContain('by construction');
});

test('a doubt that points nowhere is said to', () => {
  const roc = { positives: 3, negatives: 9, auc: 0.6, interval: [0.4, 0.8] as [number, number], points: [] };
  expect(predictorsClaim([{ id: 'margin', pies: roc, retrained: null }], 3).claim).toMatch(
    /^The dense networks’ doubt does not measurably point to the PIEs\. .* in 60\.0% of pairs\. /,
  );
});

test('without an interval nothing is claimed', () => {
  const roc = { positives: 1, negatives: 9, auc: 0.9, interval: null, points: [] };
  expect(predictorsClaim([{ id: 'margin', pies: roc, retrained: null }], 1).claim).toMatch(
    inOrder(
      /^Without an interval it cannot be said whether the dense networks’ doubt points to the PIEs\. .* in /,
      /90\.0% of pairs\. /,
    ),
  );
});

test('without a PIE, or with nothing else, there is nothing to predict', () => {
  expect(predictorsClaim(piePredictors(same, labels), 0).claim).toBe(
    'No image changes its label, so there is nothing to predict.',
  );
  expect(predictorsClaim([], 4).claim).toBe(
    'Every image changes its label, so there is nothing to tell apart.',
  );
});

test('bins are of confidence where there are probabilities, else of the votes', () => {
  expect(rateAxis(pieRates(findings, dense))).toContain('probability');
  expect(rateAxis(pieRates(floorless, labels))).toContain('vote margin');
});

test.each([
  ['beside retraining', <RocChart key="a" predictor={piePredictors(findings, dense)[0]} width={360} />],
  ['labels alone', <RocChart key="b" predictor={piePredictors(floorless, labels)[1]} width={330} />],
  ['no PIE', <RocChart key="c" predictor={piePredictors(same, labels)[0]} width={360} />],
  ['rates beside retraining', <RatesChart key="d" rates={pieRates(findings, dense)} width={360} />],
  ['rates, labels alone', <RatesChart key="e" rates={pieRates(floorless, labels)} width={330} />],
])('the chart: %s', (_, chart) => {
  expect(clean(renderToStaticMarkup(chart))).toMatchSnapshot();
});

test('the panel offers what the predictions allow', () => {
  const shown = (of: typeof findings, said: Predictions) =>
    clean(
      renderToStaticMarkup(
        <Predictors
          predictors={piePredictors(of, said)}
          rates={pieRates(of, said)}
          pies={of.pies.images.length}
        />,
      ),
    );
  const rich = shown(findings, dense);
  const bare = shown(floorless, labels);
  expect(rich.split('type="radio"')).toHaveLength(5);
  expect(bare.split('type="radio"')).toHaveLength(3);
});
