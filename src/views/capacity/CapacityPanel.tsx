import type { Capacity } from '../../audit/levels/capacity';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, counted, decimal, percent, range, signed } from '../../text/format';
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
        caption={
          `Populations by weights kept, ${counted(networks, 'network')} of each, ` + counted(images, 'image')
        }
        columns={[
          ['Population', contenderName],
          ['Weights', ({ weights }) => count(weights)],
          ['Of the full network', ({ weights }) => percent(weights / dense.weights)],
          [
            'Top-1 (95%)',
            ({ top1 }) =>
              `${percent(top1.mean.value, 2)} (${range(top1.mean.interval, (end) => decimal(100 * end, 2))})`,
          ],
          ['PIEs', ({ pies }) => count(pies?.count)],
          [
            'Share (95%)',
            ({ pies }) =>
              pies ? `${percent(pies.value)} (${range(pies.interval, (end) => percent(end))})` : '–',
          ],
          ['Images with a tied vote', ({ pies }) => count(pies?.tied)],
        ]}
        rows={[...rows].sort((a, b) => b.weights - a.weights)}
      />
      <ChartTable
        caption="Narrow minus pruned, where the weights are equal within 2%"
        columns={[
          ['Narrow', (match) => contenderName(narrowOf(capacity, match) ?? { id: match.narrow })],
          ['Pruned', (match) => contenderName({ id: match.sparse })],
          ['Weights, narrow', (match) => count(narrowOf(capacity, match)?.weights)],
          [
            'Top-1, points (95%)',
            (match) =>
              `${signed(match.top1.value, 2)} (${range(match.top1.interval, (end) => signed(end, 2))})`,
          ],
          [
            'PIEs (95%)',
            (match) =>
              `${signed(match.pies.value, 0)} (${range(match.pies.interval, (end) => signed(end, 0))})`,
          ],
        ]}
        rows={matches}
      />
    </>
  );
}
