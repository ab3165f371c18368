import { useContext, useId } from 'react';
import { ChartTable } from '../../charts/ChartTable';
import { Compact } from '../../charts/compact';
import { Figure } from '../../charts/Figure';
import { FilterGrid } from '../../charts/FilterGrid';
import { Histogram } from '../../charts/Histogram';
import { ShareBars } from '../../charts/ShareBars';
import { useWidth } from '../../charts/useWidth';
import { prunableLayers } from '../../model/architecture';
import type { WeightsLeft } from '../../model/cost';
import { roundsOf } from '../../model/methods/registry';
import type { Member } from '../../model/population';
import type { Variant } from '../../model/variant';
import type { WeightsShown } from '../../model/weights';
import { count, decimal, percent } from '../../text/format';
import { Select } from '../inputs/Select';
import { filterExtent, leftClaim, leftNumbers } from './weightsWords';
import './weights.css';
import { methodsHref } from '../methods/anchors';

const howMade: Partial<Record<Variant['kind'], string>> = {
  sparse: 'What was removed is zero and not drawn',
  narrow: 'Nothing is removed from a network that was trained narrow',
};

export type WeightsProps = {
  dense: WeightsShown;
  /** The same network of the trained sparse or narrow population, where that is compared; else null. */
  own: WeightsShown | null;
  /** What of these weights is left. Follows the slider, before any run. */
  left: WeightsLeft;
  variant: Variant;
  /** The networks to choose from, and which is shown, an index into them. */
  members: readonly Member[];
  member: number;
  onMember: (member: number) => void;
  /** Whether another network is on its way. */
  stale?: boolean;
};

/**
 * "What was removed": the weights of one network, which of them go, what is left of each layer, and its first
 * filters.
 */
export function Weights({ dense, own, left, variant, members, member, onMember, stale }: WeightsProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const isCompact = useContext(Compact);
  const select = useId();
  const after = own ?? dense;
  const shares = left.layers.map(({ name, kept, size }) => ({
    name: name.replace('.weight', ''),
    kept,
    size,
  }));
  return (
    <Figure
      title="What was removed"
      methods={methodsHref(variant.kind === 'quantised' ? 'quantisation' : 'pruning')}
      name="weights"
      claim={leftClaim(left, after, variant, dense.total)}
      how={
        <>
          the histogram counts the weights of one network by magnitude, their distance from zero. The last bar
          gathers all larger ones. {howMade[variant.kind] ?? 'Orange stays, grey goes'}. In the filters, full
          ink is a positive weight, bare paper a negative one, and halfway is zero. A dot marks a weight that
          is gone.
          {roundsOf(variant) > 1 &&
            ' Shown is what pruning at once takes; in rounds, the later ones choose after fine-tuning.'}
        </>
      }
      table={
        <>
          <ChartTable
            caption="Weights left in each layer"
            columns={[
              ['Layer', ({ name }) => name],
              ['Weights', ({ size }) => count(size)],
              ['Left', ({ kept }) => count(kept)],
              ['Share left', ({ size, kept }) => percent(size ? kept / size : null)],
              ['Largest |w| removed', ({ threshold }) => decimal(threshold, 4)],
            ]}
            rows={left.layers}
          />
          <ChartTable
            caption="Weights by magnitude"
            columns={[
              ['|w| from', (_, bin) => decimal(after.edges[bin], 4)],
              [
                'to',
                (_, bin) => (bin === after.counts.length - 1 ? 'largest' : decimal(after.edges[bin + 1], 4)),
              ],
              ['Weights', count],
              ['Gone', (_, bin) => count(left.removed[bin])],
            ]}
            rows={Array.from(after.counts)}
          />
        </>
      }
      actions={
        <label className="weights-member" htmlFor={select}>
          Network{' '}
          <Select
            id={select}
            value={member}
            options={members.map(({ seed }, index) => [index, `${index + 1} (seed ${seed})`])}
            onValue={onMember}
          />
        </label>
      }
      stale={stale}
    >
      <div ref={ref} className="weights">
        <Histogram
          edges={after.edges}
          counts={after.counts}
          removed={left.removed}
          threshold={left.threshold}
          thresholdLabel={left.threshold === null ? undefined : `|w| ≤ ${decimal(left.threshold, 4)} goes`}
          axisLabel="|w|"
          label={`Histogram of the weights' magnitudes; ${count(left.kept)} of ${count(after.total)} stay`}
          width={width}
          height={isCompact ? 250 : 190}
        />
        <h3>Left in each layer</h3>
        <ShareBars shares={shares} label="Share of weights left in each layer" width={width} />
        <dl className="weights-numbers">
          {leftNumbers(left, variant).map(({ name, value, note }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
              <dd className="weights-note">{note}</dd>
            </div>
          ))}
        </dl>
        <Filters
          before={dense}
          after={after}
          mask={left.firstMask}
          own={own !== null && (variant.kind === 'narrow' ? 'Narrow' : 'Sparse')}
          width={width}
        />
      </div>
    </Figure>
  );
}

type FiltersProps = {
  before: WeightsShown;
  after: WeightsShown;
  mask: Uint8Array;
  /** What the networks shown are, where they are not the dense ones. */
  own: string | false;
  width: number;
};

function Filters({ before, after, mask, own, width }: FiltersProps) {
  const first = prunableLayers(before.architecture)[0];
  if (first?.kind !== 'conv') return null;
  const extent = filterExtent([before.first, after.first]);
  const removed = mask.reduce((sum, kept) => sum + 1 - kept, 0);
  const shared = { filter: first.kernel, extent, width };
  return (
    <>
      <h3>
        First-layer filters <span>dense</span>
      </h3>
      <FilterGrid
        {...shared}
        values={before.first}
        mask={null}
        label="First-layer filters of the dense network"
      />
      <h3>
        {own || 'After'}{' '}
        <span>
          {goneOf(removed, mask.length)}
          {own ? ', a network of its own' : ''}
        </span>
      </h3>
      <FilterGrid
        {...shared}
        values={after.first}
        mask={mask}
        label={`First-layer filters after: ${count(removed)} of ${count(mask.length)} weights gone`}
      />
    </>
  );
}

function goneOf(removed: number, size: number): string {
  return `${count(removed)} of ${count(size)} gone`;
}
