import type { KeyboardEvent } from 'react';
import type { At } from '../../charts/along';
import { DotStrip } from '../../charts/DotStrip';
import { IntervalMark } from '../../charts/IntervalMark';
import { Diamond, Dot, Label, move } from '../../charts/marks';
import { count, counted, decimal, percent } from '../../text/format';
import { type Current, isCurrent, levelName, type Point, type Series } from './levels';

type LevelProps = {
  point: Point;
  current: Current;
  /** The level that stands beside it, whose networks are linked as the second's; null: none. */
  second?: Current | null;
  /** Not called for what stands aside, which is on screen. */
  onSelect: (series: Series, sparsity: number) => void;
  at: number;
  y: At;
  /** Px down of the end of the part with accuracies. */
  ground: number;
  pieY: At;
};

/**
 * One trained population: its networks, their mean and interval, and below them the images whose label
 * changes; where curves of pruned networks pass (`crowded`), their count stands under its mark. What is
 * pressed reaches down to `floor` px.
 */
export function Level(
  props: LevelProps & { narrow: boolean; crowded: boolean; above: boolean; floor: number },
) {
  const { point, current, second, onSelect, at, y, ground, pieY, narrow, crowded, above, floor } = props;
  const chosen = isCurrent(point, current);
  const { top1, pies, series } = point;
  const spread = narrow ? 9 : 16;
  const aside = spread + 8;
  const highest = Math.min(...top1.perMember.map(y), y(top1.mean.value));
  return (
    <g transform={move(at, 0)}>
      <rect
        {...choice(point, chosen, onSelect)}
        x={narrow ? -23 : -50}
        y={18}
        width={narrow ? 46 : 134}
        height={floor - 18}
        rx={3}
      />
      <DotStrip
        positions={top1.perMember.map(y)}
        across={0}
        ink={series === 'dense' || series === 'null' ? 'dense' : 'compressed'}
        spread={spread}
        radius={narrow ? 2.6 : 3.4}
        opacity={chosen || series === 'dense' ? 1 : 0.5}
        linked={
          series === 'dense'
            ? 'dense'
            : chosen
              ? 'compressed'
              : isSecond(point, second)
                ? 'second'
                : undefined
        }
      />
      <IntervalMark across={aside} mean={y(top1.mean.value)} ends={ends(point, y, ground)} />
      <Label
        className={chosen ? 'strong' : undefined}
        {...(above
          ? { y: highest - 9, textAnchor: 'middle' as const }
          : { x: aside + 8, y: y(top1.mean.value) + 4 })}
        text={narrow ? decimal(100 * top1.mean.value) : percent(top1.mean.value)}
      />
      {pies !== null && (
        <>
          <Dot className="fill-forgotten" y={pieY(pies)} r={chosen ? 5 : 4} />
          <text
            className={chosen ? 'strong' : undefined}
            {...(crowded && series === 'sparse'
              ? { x: 6, y: pieY(pies) + 18 }
              : narrow || series === 'sparse'
                ? { y: pieY(pies) - 9, textAnchor: 'middle' as const }
                : { x: 10, y: pieY(pies) - 6 })}
          >
            {count(pies)}
            {series === 'null' && !narrow && <tspan className="topline-note"> retraining alone</tspan>}
          </text>
        </>
      )}
    </g>
  );
}

function isSecond(point: Point, second: Current | null | undefined): boolean {
  return second != null && isCurrent(point, second);
}

/** How far under its mean and its count the value of a level pruned here is written, px. */
export const VALUE_AT = { mean: 15, count: -4 };

/**
 * One level pruned here: its mean as a diamond on the curve, filled where fine-tuned, its networks behind it.
 */
export function PrunedLevel({
  point,
  current,
  onSelect,
  at,
  y,
  ground,
  pieY,
  dense,
}: LevelProps & { dense: boolean }) {
  const chosen = isCurrent(point, current);
  const { top1, pies } = point;
  const mean = y(top1.mean.value);
  const tuned = point.series === 'tuned' ? ' topline-tuned' : '';
  return (
    <g transform={move(at, 0)}>
      <rect {...choice(point, chosen, onSelect)} x={-9} y={mean - 12} width={18} height={24} rx={3} />
      <DotStrip
        positions={top1.perMember.map(y)}
        across={0}
        ink="compressed"
        radius={dense ? 1.3 : 2.4}
        spread={dense ? 4 : 12}
        opacity={0.5}
        linked={chosen ? 'compressed' : undefined}
      />
      <IntervalMark across={0} mean={mean} ends={ends(point, y, ground)} reach={0} />
      <Diamond className={`topline-mean${tuned}`} y={mean} r={chosen ? 6 : 4} />
      {chosen && (
        <Label
          className="strong"
          x={-11}
          y={mean + VALUE_AT.mean}
          textAnchor="end"
          text={percent(top1.mean.value)}
        />
      )}
      {pies !== null && (
        <g transform={move(0, pieY(pies))}>
          <Diamond className={`topline-pies${tuned}`} r={chosen ? 6 : 4} />
          {chosen && (
            <Label className="strong" x={-10} y={VALUE_AT.count} textAnchor="end" text={count(pies)} />
          )}
        </g>
      )}
    </g>
  );
}

/**
 * Where an interval is cut off, so that a wide one of few networks stays in its part of the figure: px down
 * above, and px below the ground of that part.
 */
const CUT = { above: 20, below: 6 };

function ends({ top1 }: Point, y: At, ground: number): [number, number] | null {
  const [low, high] = top1.mean.interval ?? [];
  if (low === undefined || high === undefined) return null;
  return [Math.min(ground + CUT.below, y(Math.max(0, low))), Math.max(CUT.above, y(Math.min(1, high)))];
}

function choice(point: Point, chosen: boolean, onSelect: (series: Series, sparsity: number) => void) {
  const { series } = point;
  const changed =
    point.pies === null
      ? ''
      : `, ${counted(point.pies, 'image changes its label', 'images change their label')}`;
  const label = `${levelName(point)}: ${percent(point.top1.mean.value)}${changed}`;
  if (series === 'aside')
    return { className: 'topline-aside topline-chosen', role: 'img', 'aria-label': label };
  const select = () => onSelect(series, point.sparsity);
  return {
    className: `topline-hit${chosen ? ' topline-chosen' : ''}`,
    role: 'button',
    tabIndex: 0,
    'aria-pressed': chosen,
    'aria-label': label,
    onClick: select,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      select();
    },
  };
}
