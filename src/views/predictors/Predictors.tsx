import { useId, useState } from 'react';
import type { PieRates, Predictor, PredictorId } from '../../audit/scores/predictors';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, percent, range } from '../../text/format';
import {
  area,
  areaRange,
  binRange,
  outOf,
  predictorNames,
  predictorsClaim,
  rateAxis,
} from './predictorWords';
import { RatesChart } from './RatesChart';
import { RocChart } from './RocChart';
import './predictors.css';
import { methodsHref } from '../methods/anchors';

type PredictorsProps = {
  /** With probabilities there is more to predict by. */
  predictors: Predictor[];
  rates: PieRates;
  /** How many PIEs there are. */
  pies: number;
  stale?: boolean;
};

/** "What predicts a PIE?": ROC curves of what the dense population says, and PIE rates by how sure it is. */
export function Predictors({ predictors, rates, pies, stale }: PredictorsProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const [wanted, setWanted] = useState<PredictorId>('margin');
  const chosen = predictors.find(({ id }) => id === wanted) ?? predictors[0];
  const half = width < 640 ? width : Math.floor((width - 36) / 2);
  return (
    <Figure
      title="What predicts a PIE?"
      methods={methodsHref('predictors')}
      name="predictors"
      {...predictorsClaim(predictors, pies)}
      how={
        <>
          images are ranked by what the dense networks say of them, most doubtful first. Going down the list,
          the curve shows the share of PIEs found against the share of other images passed. The diagonal is
          chance; an area of 1 would be no mistake. Grey is the same for images that retraining alone changes.
          Under the second figure stands how many images a bin holds. Lines are 95% intervals.
        </>
      }
      table={<PredictorTables predictors={predictors} rates={rates} />}
      stale={stale}
    >
      <div ref={ref} className="predictors">
        <Choice predictors={predictors} chosen={chosen.id} onChoose={setWanted} />
        <RocChart predictor={chosen} width={half} />
        <RatesChart rates={rates} width={half} />
      </div>
    </Figure>
  );
}

type ChoiceProps = { predictors: Predictor[]; chosen: PredictorId; onChoose: (id: PredictorId) => void };

function Choice({ predictors, chosen, onChoose }: ChoiceProps) {
  const name = useId();
  return (
    <fieldset className="predictors-choice" data-no-export>
      <legend>Ranked by</legend>
      {predictors.map(({ id, pies }) => (
        <label key={id}>
          <input type="radio" name={name} checked={id === chosen} onChange={() => onChoose(id)} />
          <span>{predictorNames[id]}</span>
          <span className="predictors-area">
            {area(pies)}
            {pies?.interval && ` (${areaRange(pies)})`}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function PredictorTables({ predictors, rates }: { predictors: Predictor[]; rates: PieRates }) {
  return (
    <>
      <ChartTable
        caption="Area under the ROC curve; an interval after DeLong et al., over images"
        columns={[
          ['Ranked by', ({ id }) => predictorNames[id]],
          ['PIEs', ({ pies }) => count(pies?.positives ?? null)],
          ['Area', ({ pies }) => area(pies)],
          ['95% interval', ({ pies }) => areaRange(pies)],
          ['Retraining alone', ({ retrained }) => area(retrained)],
          ['95% interval', ({ retrained }) => areaRange(retrained)],
        ]}
        rows={predictors}
      />
      <ChartTable
        caption={`PIEs by ${rateAxis(rates)}`}
        columns={[
          ['Bin', ({ low, high }) => binRange(low, high)],
          ['PIEs', ({ images, pies }) => outOf(pies, images)],
          ['Share', ({ rate }) => percent(rate.value)],
          ['95% interval', ({ rate }) => range(rate.interval, percent)],
          ['Retraining alone', ({ retrained }) => percent(retrained?.value)],
          ['95% interval', ({ retrained }) => range(retrained?.interval ?? null, percent)],
        ]}
        rows={rates.bins}
      />
    </>
  );
}
