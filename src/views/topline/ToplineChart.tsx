import { memo, useContext } from 'react';
import { Chart } from '../../charts/Chart';
import { Curve } from '../../charts/Curve';
import { Compact } from '../../charts/compact';
import { Label, move, Rule } from '../../charts/marks';
import { GAP, roomForTicks, YTicks } from '../../charts/Ticks';
import { count, decimal, level, short } from '../../text/format';
import { Level, PrunedLevel, VALUE_AT } from './Level';
import { type Current, isCurrent, type Levels, levelName, type Point, points, type Series } from './levels';
import { lowestOf, SeriesName } from './SeriesNames';
import { accuracyScale, levelScale, pieScale } from './scales';

export type ToplineChartProps = {
  levels: Levels;
  series: Current['series'];
  sparsity: number;
  /** The trained level set beside it; null: none. */
  second?: Current | null;
  onSelect: (series: Series, sparsity: number) => void;
  /** Kernel weights of the dense network, for the number left at each level. */
  weights?: number;
  /** What is said instead of how many images change, while that is not to be read. */
  withheld?: string;
  width: number;
};

const SERIES = ['sparse', 'pruned', 'tuned'] as const;
const top = 34;
/** A value so many px from the last level of a series may stand under its name. */
const NEAR = 90;
/** Where its parts end, px from its head: with room, and on a slide. */
const HEIGHTS = {
  tall: { accuracyGround: 236, pieTop: 292, pieGround: 392, height: 442 },
  low: { accuracyGround: 134, pieTop: 176, pieGround: 214, height: 262 },
};

/**
 * What is on screen is `series` at `sparsity`. Accuracy of every network at every level, and below it, on the
 * same axis, the images whose label changes.
 */
export const ToplineChart = memo(function ToplineChart(props: ToplineChartProps) {
  const { levels, series, sparsity, second, onSelect, weights, withheld, width } = props;
  const current = { series, sparsity };
  const all = points(levels);
  const isCompact = useContext(Compact);
  const { accuracyGround, pieTop, pieGround, height } = isCompact ? HEIGHTS.low : HEIGHTS.tall;
  const narrow = width < 560;
  const right = width - (narrow ? 4 : 56);
  const accuracy = accuracyScale(all, accuracyGround, top);
  const pies = pieScale(all, pieGround, pieTop);
  const left = Math.max(narrow ? 34 : 52, roomForTicks(pies.ticks, count));
  const x = levelScale(left, right, levels.aside !== null);
  const main = all.filter(({ series }) => series !== 'pruned' && series !== 'tuned');
  const pruned = all.filter(({ series }) => series === 'pruned');
  const tuned = all.filter(({ series }) => series === 'tuned');
  const crowded = pruned.length + tuned.length > 1;
  const meanY = (point: Point) => accuracy.y(point.top1.mean.value);
  /** From the dense networks to those pruned in one shot. */
  const fromDense = [...main.filter(({ series }) => series === 'dense'), ...pruned];
  const oneShot = fromDense.map((point): [number, number] => [x(point), meanY(point)]);
  const countY = ({ pies: changed }: Point) => (changed === null ? null : pies.y(changed));
  const chosen = [...pruned, ...tuned].filter((point) => isCurrent(point, current));
  /** Where the value of the level on screen is written, if that is near the name of a series. */
  const written = (of: Point[], y: (point: Point) => number | null, off: number) => {
    const last = of.at(-1);
    return chosen.flatMap((point) => {
      const at = y(point);
      return last && at !== null && Math.abs(x(last) - x(point)) < NEAR ? [at + off] : [];
    });
  };
  return (
    <Chart {...{ width, height }} role="group" label="Accuracy and changed images by level">
      <Label className="soft" y={14} text="Top-1 accuracy, % · log scale of the error" />
      <Label
        className="soft"
        y={pieTop - 22}
        text={withheld ?? 'Images whose label changes · square-root scale'}
      />
      <YTicks at={accuracy.y} ticks={accuracy.ticks} format={tickPercent} x={left - GAP} />
      {!withheld && <YTicks at={pies.y} ticks={pies.ticks} format={count} x={left - GAP} />}
      {levels.retrained?.pies != null && (
        <Rule className="axis topline-floor" x={[left, right]} y={pies.y(levels.retrained.pies)} />
      )}
      <Curve ink="compressed" dashed points={oneShot} />
      <Curve ink="compressed" points={tuned.map((point) => [x(point), accuracy.y(point.top1.mean.value)])} />
      <Curve ink="forgotten" points={counted(tuned).map((point) => [x(point), pies.y(point.pies)])} />
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
          {...{ point, current, second, onSelect, narrow }}
          floor={height}
          crowded={crowded}
          // Beside the dense networks' mean runs the line to those pruned in one shot.
          above={narrow || isCompact || crowded || (point.series === 'dense' && pruned.length > 0)}
          at={x(point)}
          y={accuracy.y}
          ground={accuracyGround}
          pieY={pies.y}
        />
      ))}
      {[...pruned, ...tuned].map((point) => (
        <PrunedLevel
          key={levelName(point)}
          {...{ point, current, onSelect }}
          dense={pruned.length + tuned.length > 3}
          at={x(point)}
          y={accuracy.y}
          ground={accuracyGround}
          pieY={pies.y}
        />
      ))}
      {[main.filter(({ series }) => series === 'sparse'), pruned, tuned].map((points, row) => (
        <g key={SERIES[row]}>
          <SeriesName
            points={row === 1 ? fromDense : points}
            {...{ x }}
            ink="compressed"
            at={row === 0 ? 'below first' : 'last'}
            y={(point) => (row === 0 ? lowestOf(point, accuracy.y) : meanY(point))}
            taken={written(points, meanY, VALUE_AT.mean)}
            line={oneShot}
          />
          <SeriesName
            {...{ points, x }}
            ink="forgotten"
            at={row > 0 ? 'last' : crowded ? 'above first' : 'below first'}
            y={countY}
            taken={written(points, countY, VALUE_AT.count)}
          />
        </g>
      ))}
      {axisLabels(main, current, weights, narrow).map(({ point, name, sub }) => (
        <g key={levelName(point)} transform={move(x(point), 0)}>
          <Label
            className={isCurrent(point, current) ? 'strong' : undefined}
            y={pieGround + 28}
            textAnchor="middle"
            text={name}
          />
          <Label className="soft" y={pieGround + 44} textAnchor="middle" text={sub} />
        </g>
      ))}
    </Chart>
  );
});

type Counted = Point & { pies: number };

function counted(list: Point[]): Counted[] {
  return list.filter((point): point is Counted => point.pies !== null);
}

function tickPercent(value: number): string {
  return decimal(100 * value, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1);
}

function axisLabels(main: Point[], current: Current, weights: number | undefined, narrow: boolean) {
  return main.map((point) => {
    if (point.aside) return { point, name: point.aside.label[0], sub: point.aside.label[1] };
    if (point.series === 'dense') return { point, name: 'Dense', sub: weights ? short(weights) : '' };
    if (point.series === 'null') {
      return { point, name: narrow ? 'Again' : levelName(point), sub: narrow ? '' : 'other seeds' };
    }
    const left = weights ? short(Math.round(weights * (1 - point.sparsity))) : '';
    const removed = isCurrent(point, current) && !narrow ? ' removed' : '';
    return { point, name: level(point.sparsity) + removed, sub: left && !narrow ? `${left} left` : left };
  });
}
