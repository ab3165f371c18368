import type { Capacity } from '../../audit/levels/capacity';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, decimal, percent, range, signed } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { CapacityChart } from './CapacityChart';
import { capacityClaim, contenderName, narrowOf, tiesSentence } from './capacityWords';
import './capacity.css';

export type CapacityPanelProps = { capacity: Capacity; stale?: boolean };

/** "Prune the big one, or train a small one?": pruned and narrow populations by the weights they keep. */
export function CapacityPanel({ capacity, stale }: CapacityPanelProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <Figure
      title="Prune the big one, or train a small one?"
      methods={methodsHref('capacity')}
      name="capacity"
      {...capacityClaim(capacity)}
      how={
        <>
          filled circles are networks pruned during training, hollow squares dense networks with fewer
          channels. Lines are 95% intervals: over networks for accuracy, over images for PIEs. The dotted line
          is the dense networks retrained. Every point, the dense one too, is the first{' '}
          {count(capacity.networks)} networks of its population. With fewer networks a side, more images
          change. So compare these counts with each other, not with those elsewhere on the page.{' '}
          {tiesSentence(capacity)}
        </>
      }
      table={<CapacityTables capacity={capacity} />}
      stale={stale}
    >
      <div ref={ref}>
        <CapacityChart capacity={capacity} width={width} />
      </div>
    </Figure>
  );
}

/** The tables behind the chart: every population, then narrow beside pruned. */
export function CapacityTables({ capacity }: { capacity: Capacity }) {
  const { dense, retrained, narrow, sparse, matches, networks, images } = capacity;
  const rows = [dense, ...(retrained ? [retrained] : []), ...sparse, ...narrow];
  return (
    <>
      <ChartTable
        caption={`Populations by weights kept, ${count(networks)} networks of each, ${count(images)} images`}
        columns={[
          'Population',
          'Weights',
          'Of the full network',
          'Top-1 (95%)',
          'PIEs',
          'Share (95%)',
          'Images with a tied vote',
        ]}
        rows={[...rows]
          .sort((a, b) => b.weights - a.weights)
          .map(({ id, weights, top1, pies }) => ({
            key: id,
            cells: [
              contenderName(id),
              count(weights),
              percent(weights / dense.weights),
              `${percent(top1.mean.value, 2)} (${range(top1.mean.interval, (end) => decimal(100 * end, 2))})`,
              count(pies?.count),
              pies ? `${percent(pies.value)} (${range(pies.interval, (end) => percent(end))})` : '–',
              count(pies?.tied),
            ],
          }))}
      />
      <ChartTable
        caption="Narrow minus pruned, where the weights are equal within 2%"
        columns={['Narrow', 'Pruned', 'Weights, narrow', 'Top-1, points (95%)', 'PIEs (95%)']}
        rows={matches.map((match) => ({
          key: match.narrow,
          cells: [
            contenderName(match.narrow),
            contenderName(match.sparse),
            count(narrowOf(capacity, match)?.weights),
            `${signed(match.top1.value, 2)} (${range(match.top1.interval, (end) => signed(end, 2))})`,
            `${signed(match.pies.value, 0)} (${range(match.pies.interval, (end) => signed(end, 0))})`,
          ],
        }))}
      />
    </>
  );
}
