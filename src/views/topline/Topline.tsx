import { type ReactNode, useCallback, useContext, useLayoutEffect, useMemo, useRef } from 'react';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { Withheld } from '../../charts/withheld';
import { count, cut, decimal, percent, range } from '../../text/format';
import { changeCell } from '../levels/change';
import {
  type Current,
  type Levels,
  levelName,
  points,
  type Series,
  toplineClaim,
  withoutCounts,
} from './levels';
import { ToplineChart } from './ToplineChart';
import './topline.css';
import { methodsHref } from '../methods/anchors';

export type ToplineProps = {
  levels: Levels;
  current: Current;
  /** The trained level set beside it; null: none. */
  second?: Current | null;
  onSelect: (series: Series, sparsity: number) => void;
  /** Kernel weights of the dense network. */
  weights?: number;
  /** The button that sweeps, or stops. */
  actions?: ReactNode;
};

/** "What the average says": top-1 of every network at every level, and the images that change under it. */
export function Topline({ levels: known, current, second, onSelect, weights, actions }: ToplineProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const withheld = useContext(Withheld);
  const levels = useMemo(() => withoutCounts(known, withheld), [known, withheld]);
  const latest = useRef(onSelect);
  useLayoutEffect(() => {
    latest.current = onSelect;
  });
  const select = useCallback((series: Series, sparsity: number) => latest.current(series, sparsity), []);
  return (
    <Figure
      title="What the average says"
      methods={methodsHref('pies')}
      name="average"
      claim={toplineClaim(levels, current)}
      how={
        <>
          dots are networks, the stroke is their mean with its 95% interval. A hollow diamond on the dashed
          line is the mean of networks pruned in one shot.
          {levels.tuned?.length ? ' A filled one on the unbroken line is the same fine-tuned.' : ''} Both
          scales are stretched so that small and large losses show. Above it is the logarithm of the error,
          below the square root of the count.{' '}
          {levels.aside && 'At the right, off the axis, what is on screen. '}
          Choose a level to see it.
        </>
      }
      table={<LevelTable levels={levels} />}
      actions={actions}
    >
      <div ref={ref} className="topline">
        <ToplineChart
          {...current}
          {...{ levels, second, weights, width }}
          withheld={withheld.pies}
          onSelect={select}
        />
      </div>
    </Figure>
  );
}

/** Every level as a table. */
export function LevelTable({ levels }: { levels: Levels }) {
  return (
    <ChartTable
      caption="Accuracy and changed images at every level"
      columns={[
        ['Level', (point) => levelName(point)],
        ['Networks', (point) => count(point.top1.perMember.length)],
        ['Top-1', (point) => percent(point.top1.mean.value, 2)],
        ['95% interval', (point) => range(cut(point.top1.mean.interval), (value) => percent(value, 2))],
        ['SD, points', (point) => decimal(point.top1.sd === null ? null : 100 * point.top1.sd, 2)],
        ['Change, points (95%)', (point) => changeCell(point.accuracyChange)],
        ['Label changes', (point) => count(point.pies)],
        ['Beyond retraining (95%, these networks)', (point) => changeCell(point.excess, 0)],
        ['Images', (point) => count(point.images)],
      ]}
      rows={points(levels)}
    />
  );
}
