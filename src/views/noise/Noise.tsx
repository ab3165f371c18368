import { type ReactNode, useId, useMemo, useState } from 'react';
import { type Findings, nullPiesOf } from '../../audit/findings';
import { holdingOf } from '../../audit/retraining/holding';
import type { PermutationTest } from '../../audit/retraining/permutationTest';
import type { CountOverDraws, Stability } from '../../audit/retraining/stability';
import { MARGIN } from '../../audit/retraining/verdict';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, decimal, range } from '../../text/format';
import { Entry } from '../experiment/Entry';
import { GrowthChart } from './GrowthChart';
import { HoldingChart } from './HoldingChart';
import { growthReadout, type Holdings, noiseClaim } from './noiseWords';
import { equivalenceSentence, PermutationChart, PermutationTable } from './PermutationChart';
import '../experiment/experiment.css';
import './noise.css';
import { fixed } from '../../text/fixed';
import { methodsHref } from '../methods/anchors';

export type NoiseProps = {
  /** The draws of the comparison on screen; null until there are any. */
  stability: Stability | null;
  /** The permutation test of its PIEs; null until there is one, and of paired populations. */
  test?: PermutationTest | null;
  /** The margin of equivalence, and how to ask for another; left out where it stays as it is. */
  margin?: number;
  onMargin?: (margin: number) => void;
  /** The same comparison's findings: which images are PIEs, and which retraining alone changes. */
  findings: Findings;
  /** What the compressed population is called: "90% removed". */
  name: string;
  /** What is shown until there are any. */
  waiting?: ReactNode;
  stale?: boolean;
};

/**
 * "Is it real?": how PIE counts fall as networks are added, and how many PIEs do not depend on which were
 * drawn.
 */
export function Noise(props: NoiseProps) {
  const { stability, test = null, margin = MARGIN, onMargin, findings, name, waiting, stale } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const holdings = useMemo(() => holdingsOf(stability, findings), [stability, findings]);
  return (
    <Figure
      title="Is it real?"
      methods={methodsHref('draws')}
      name="noise"
      {...noiseClaim(stability, holdings)}
      how={
        <>
          networks are drawn at random from the trained ones, {stability ? count(stability.draws) : ''} times,
          from a seed, none twice in a draw. The line is the mean count, the band holds 95% of the draws. Grey
          is dense against dense; it is dashed where one dense population is split in two. Draws of nearly all
          networks are almost the same, so the band closes at the end by construction. Even numbers tie more
          often, which shows as steps.{' '}
          {test &&
            'Below, the networks of both populations change sides at random. Bars count the PIEs ' +
              'of each such relabelling, the line under them holds 95%, the stroke is what is seen.'}
        </>
      }
      table={
        (stability || test) && (
          <>
            {stability && <NoiseTables stability={stability} holdings={holdings} />}
            {test && <PermutationTable test={test} />}
          </>
        )
      }
      stale={stale}
    >
      <div ref={ref} className="noise">
        {stability ? (
          <Growth stability={stability} name={name} width={width} />
        ) : (
          (waiting ?? <p className="noise-waiting">No networks drawn yet.</p>)
        )}
        {test && <PermutationChart test={test} width={width} />}
        {onMargin && !findings.paired && (
          <p className="noise-readout" data-no-export>
            <Entry
              label="“No more than retraining” is said within, %"
              value={Number(fixed(100 * margin, 2))}
              most={100}
              step={1}
              onValue={(percent) => onMargin(percent / 100)}
            />
            {test && <output>{equivalenceSentence(test)}</output>}
          </p>
        )}
        {holdings && holdings.compressed.pies > 0 && <HoldingChart holdings={holdings} width={width} />}
      </div>
    </Figure>
  );
}

function holdingsOf(stability: Stability | null, findings: Findings): Holdings | null {
  const membership = stability?.membership;
  if (!membership || membership.compressed.length !== findings.images) return null;
  const nullPies = nullPiesOf(findings);
  return {
    k: membership.k,
    compressed: holdingOf(membership.compressed, findings.pies.images),
    retrained: membership.retrained && nullPies && holdingOf(membership.retrained, nullPies),
  };
}

function Growth({ stability, name, width }: { stability: Stability; name: string; width: number }) {
  const { growth } = stability;
  const most = growth.length;
  const [chosen, setChosen] = useState<number | null>(null);
  const k = Math.min(chosen ?? Math.max(1, Math.floor(most / 2)), most);
  const id = useId();
  return (
    <>
      <GrowthChart growth={growth} k={k} name={name} width={width} />
      <p className="noise-readout" data-no-export>
        <label htmlFor={id}>Networks a side</label>
        <input
          id={id}
          type="range"
          min={1}
          max={most}
          value={k}
          disabled={most === 1}
          aria-valuetext={growthReadout(growth[k - 1])}
          onChange={(event) => setChosen(Number(event.target.value))}
        />
        <output htmlFor={id}>{growthReadout(growth[k - 1])}</output>
      </p>
    </>
  );
}

function NoiseTables({ stability, holdings }: { stability: Stability; holdings: Holdings | null }) {
  const mean = (counts: CountOverDraws | null) => decimal(counts?.mean);
  const ends = (counts: CountOverDraws | null) => range(counts?.interval ?? null, (value) => decimal(value));
  return (
    <>
      <ChartTable
        caption={`PIEs over ${count(stability.draws)} draws without replacement, seed ${stability.seed}`}
        columns={[
          ['Networks a side', ({ k }) => count(k)],
          ['PIEs', ({ pies }) => mean(pies)],
          ['PIEs, 95%', ({ pies }) => ends(pies)],
          ['Retrained', ({ retrained }) => mean(retrained)],
          ['Retrained, 95%', ({ retrained }) => ends(retrained)],
          ['Dense split', ({ split }) => mean(split)],
          ['Split, 95%', ({ split }) => ends(split)],
        ]}
        rows={stability.growth}
      />
      {holdings && (
        <ChartTable
          caption={
            `PIEs of all networks by the share of draws of ${count(holdings.k)} a side in which they ` +
            'are PIEs'
          }
          columns={[
            ['Share of draws', (_, bin) => `${bin * 10}% to ${bin === 9 ? '' : 'under '}${bin * 10 + 10}%`],
            ['PIEs', (pies) => count(pies)],
            ['Retraining alone', (_, bin) => count(holdings.retrained?.bins[bin])],
          ]}
          rows={holdings.compressed.bins}
        />
      )}
    </>
  );
}
