import type { KeyboardEvent } from 'react';
import { Curve } from '../../charts/Curve';
import { DotStrip } from '../../charts/DotStrip';
import { count, decimal, level, percent, short } from '../../charts/format';
import { IntervalMark } from '../../charts/IntervalMark';
import { type Current, isCurrent, type Levels, levelName, type Point, points, type Series } from './levels';
import { accuracyScale, levelScale, type Place, pieScale } from './scales';

export type ToplineChartProps = {
  levels: Levels;
  current: Current;
  onSelect: (series: Series, sparsity: number) => void;
  /** Kernel weights of the dense network, for the number left at each level. */
  weights?: number;
  width: number;
};

const top = 34;
const accuracyGround = 236;
const pieTop = 292;
const pieGround = 392;
const height = 442;

/** Accuracy of every network at every level, and below it, on the same axis, the images whose label changes. */
export function ToplineChart({ levels, current, onSelect, weights, width }: ToplineChartProps) {
  const all = points(levels);
  const narrow = width < 560;
  const left = narrow ? 34 : 52;
  const right = width - (narrow ? 8 : 24);
  const x = levelScale(left, right);
  const accuracy = accuracyScale(all, accuracyGround, top);
  const pies = pieScale(all, pieGround, pieTop);
  const main = all.filter(({ series }) => series !== 'pruned');
  const pruned = all.filter(({ series }) => series === 'pruned');
  const denseX = x({ series: 'dense', sparsity: 0 });
  return (
    <svg className="chart" width={width} height={height} aria-label="Accuracy and changed images by level">
      <text className="soft" x={0} y={14}>
        Top-1 accuracy, %
      </text>
      <text className="soft" x={0} y={pieTop - 22}>
        Images whose label changes
      </text>
      <Ticks ticks={accuracy.ticks} y={accuracy.y} left={left} right={right} show={tickPercent} />
      <Ticks ticks={pies.ticks} y={pies.y} left={left} right={right} show={count} />
      {levels.again?.pies != null && (
        <g className="topline-floor">
          <line
            className="axis"
            x1={left}
            x2={right}
            y1={pies.y(levels.again.pies)}
            y2={pies.y(levels.again.pies)}
          />
          <text className="soft" x={right} y={pies.y(levels.again.pies) - 5} textAnchor="end">
            retraining alone
          </text>
        </g>
      )}
      <Curve
        ink="compressed"
        dashed
        points={pruned.map((point) => [x(point), accuracy.y(point.top1.mean.value)])}
      />
      <Curve ink="forgotten" dashed points={counted(pruned).map((point) => [x(point), pies.y(point.pies)])} />
      <Curve
        ink="forgotten"
        points={counted(main.filter(({ series }) => series === 'sparse')).map((point) => [
          x(point),
          pies.y(point.pies),
        ])}
      />
      {main.map((point) => (
        <Level
          key={levelName(point)}
          {...{ point, current, onSelect, narrow }}
          at={x(point)}
          y={accuracy.y}
          pieY={pies.y}
        />
      ))}
      {pruned.map((point) => (
        <PrunedLevel
          key={levelName(point)}
          {...{ point, current, onSelect }}
          at={x(point)}
          y={accuracy.y}
          pieY={pies.y}
        />
      ))}
      {axisLabels(main, weights, narrow).map(({ point, name, sub }) => (
        <g key={levelName(point)} transform={`translate(${x(point).toFixed(1)},0)`}>
          <text
            className={isCurrent(point, current) ? 'strong' : undefined}
            y={pieGround + 28}
            textAnchor="middle"
          >
            {name}
          </text>
          <text className="soft" y={pieGround + 44} textAnchor="middle">
            {sub}
          </text>
        </g>
      ))}
      {levels.dense && pruned.length > 0 && (
        <Curve
          ink="compressed"
          dashed
          points={[
            [denseX, accuracy.y(levels.dense.top1.mean.value)],
            [x(pruned[0]), accuracy.y(pruned[0].top1.mean.value)],
          ]}
        />
      )}
    </svg>
  );
}

type Counted = Point & { pies: number };

function counted(list: Point[]): Counted[] {
  return list.filter((point): point is Counted => point.pies !== null);
}

function tickPercent(value: number): string {
  return decimal(100 * value, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1);
}

function axisLabels(main: Point[], weights: number | undefined, narrow: boolean) {
  return main.map((point) => {
    const removed = point.series === 'sparse';
    const left =
      removed && weights
        ? `${short(Math.round(weights * (1 - point.sparsity)))}${narrow ? '' : ' left'}`
        : '';
    const name = removed ? `${level(point.sparsity)}${narrow ? '' : ' removed'}` : levelName(point);
    if (point.series === 'null')
      return { point, name: narrow ? 'Again' : name, sub: narrow ? '' : 'other seeds' };
    return { point, name, sub: removed ? left : weights ? short(weights) : '' };
  });
}

type TicksProps = { ticks: number[]; y: Place; left: number; right: number; show: (value: number) => string };

function Ticks({ ticks, y, left, right, show }: TicksProps) {
  return ticks.map((tick) => (
    <g key={tick} transform={`translate(0,${y(tick).toFixed(1)})`}>
      <line className="guide" x1={left} x2={right} />
      <text className="soft" x={left - 8} y={4} textAnchor="end">
        {show(tick)}
      </text>
    </g>
  ));
}

type LevelProps = {
  point: Point;
  current: Current;
  onSelect: ToplineChartProps['onSelect'];
  at: number;
  y: Place;
  pieY: Place;
};

function Level({ point, current, onSelect, at, y, pieY, narrow }: LevelProps & { narrow: boolean }) {
  const chosen = isCurrent(point, current);
  const { top1, pies, series } = point;
  const spread = narrow ? 9 : 16;
  const aside = spread + 8;
  const half = narrow ? 22 : 46;
  const highest = Math.min(...top1.perMember.map(y), y(top1.mean.value));
  return (
    <g {...choice(point, chosen, onSelect)} transform={`translate(${at.toFixed(1)},0)`}>
      <rect
        className="topline-hit"
        x={-half}
        y={top - 16}
        width={half * 2}
        height={height - top + 12}
        rx={3}
      />
      <DotStrip
        positions={top1.perMember.map(y)}
        across={0}
        ink={series === 'sparse' ? 'compressed' : 'dense'}
        spread={spread}
        radius={narrow ? 2.6 : 3.4}
        opacity={chosen || series === 'dense' ? 1 : 0.5}
      />
      <IntervalMark across={aside} mean={y(top1.mean.value)} ends={ends(point, y)} />
      <text
        className={chosen ? 'strong' : undefined}
        {...(narrow
          ? { y: highest - 9, textAnchor: 'middle' as const }
          : { x: aside + 8, y: y(top1.mean.value) + 4 })}
      >
        {narrow ? decimal(100 * top1.mean.value) : percent(top1.mean.value)}
      </text>
      {pies !== null && (
        <>
          <circle className="fill-forgotten" cy={pieY(pies)} r={chosen ? 5 : 4} />
          <text
            className={chosen ? 'strong' : undefined}
            {...(narrow
              ? { y: pieY(pies) - 9, textAnchor: 'middle' as const }
              : { x: 10, y: pieY(pies) - 6 })}
          >
            {count(pies)}
          </text>
        </>
      )}
    </g>
  );
}

function PrunedLevel({ point, current, onSelect, at, y, pieY }: LevelProps) {
  const chosen = isCurrent(point, current);
  const { top1, pies } = point;
  const mean = y(top1.mean.value);
  return (
    <g {...choice(point, chosen, onSelect)} transform={`translate(${at.toFixed(1)},0)`}>
      <rect className="topline-hit" x={-9} y={mean - 12} width={18} height={24} rx={3} />
      <DotStrip
        positions={top1.perMember.map(y)}
        across={0}
        ink="compressed"
        shape="diamond"
        hollow
        radius={1.8}
        spread={5}
      />
      <IntervalMark across={0} mean={mean} ends={ends(point, y)} reach={chosen ? 8 : 5} />
      {chosen && (
        <text className="strong" x={12} y={mean + 16}>
          {percent(top1.mean.value)}
        </text>
      )}
      {pies !== null && (
        <g transform={`translate(0,${pieY(pies).toFixed(1)})`}>
          <path className="topline-pies" d={chosen ? 'M0,-6L6,0L0,6L-6,0Z' : 'M0,-4L4,0L0,4L-4,0Z'} />
          {chosen && (
            <text className="strong" x={-10} y={-4} textAnchor="end">
              {count(pies)}
            </text>
          )}
        </g>
      )}
    </g>
  );
}

function ends({ top1 }: Point, y: Place): [number, number] | null {
  const interval = top1.mean.interval;
  return interval && [y(Math.max(0, interval[0])), y(Math.min(1, interval[1]))];
}

function choice(point: Point, chosen: boolean, onSelect: ToplineChartProps['onSelect']) {
  const select = () => onSelect(point.series, point.sparsity);
  const changed = point.pies === null ? '' : `, ${count(point.pies)} images change their label`;
  return {
    className: `topline-level${chosen ? ' topline-chosen' : ''}`,
    role: 'button',
    tabIndex: 0,
    'aria-pressed': chosen,
    'aria-label': `${levelName(point)}: ${percent(point.top1.mean.value)}${changed}`,
    onClick: select,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      select();
    },
  };
}
