import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3';
import type { Capacity, CapacityRow } from '../../audit/levels/capacity';
import { Curve } from '../../charts/Curve';
import type { Ink } from '../../charts/DotStrip';
import { SmallMultiples } from '../../charts/SmallMultiples';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { percent, short } from '../../text/format';

type Measure = {
  title: string;
  ink: Ink;
  of: (row: CapacityRow) => { value: number; interval: [number, number] | null } | null;
};

const measures: Measure[] = [
  { title: 'Top-1 accuracy', ink: 'compressed', of: ({ top1 }) => top1.mean },
  { title: 'PIEs, share of images', ink: 'forgotten', of: ({ pies }) => pies },
];

const MARGINS = { left: 40, right: 12, top: 34, ground: 206 };

/** Accuracy and PIEs over the weights kept, side by side: pruned populations filled, narrow ones hollow. */
export function CapacityChart({ capacity, width }: { capacity: Capacity; width: number }) {
  return (
    <SmallMultiples
      panels={measures.map((measure) => ({
        key: measure.title,
        draw: (width) => <Panel {...{ capacity, measure, width }} />,
      }))}
      width={width}
      wideFrom={600}
      gap={40}
      height={252}
      label="Accuracy and PIEs of pruned and of narrow networks by weights kept"
    />
  );
}

type PanelProps = { capacity: Capacity; measure: Measure; width: number };

function Panel({ capacity, measure: { title, ink, of }, width }: PanelProps) {
  const { dense, retrained, narrow, sparse } = capacity;
  const shown = [dense, ...(retrained ? [retrained] : []), ...narrow, ...sparse];
  const weights = shown.map((row) => row.weights);
  const values = shown.flatMap((row) => {
    const estimate = of(row);
    return estimate ? [estimate.value, ...(estimate.interval ?? [])] : [];
  });
  const frame = xyFrame(
    width,
    MARGINS,
    scaleLog().domain([0.9 * Math.min(...weights), 1.1 * Math.max(...weights)]),
    scaleLinear()
      .domain([Math.min(...values), Math.max(...values)])
      .nice(4),
  );
  const { x, y } = frame;
  const floor = of(retrained ?? dense);
  const ticks = [5000, 10_000, 20_000, 50_000, 100_000].filter((tick) => {
    const [low, high] = x.domain();
    return tick >= low && tick <= high;
  });
  return (
    <>
      <XYFrame
        frame={frame}
        x={{ ticks, format: short, title: 'weights kept by a network, log scale' }}
        y={{
          ticks: y.ticks(4),
          format: (tick) => percent(tick, Number.isInteger(Math.round(tick * 1e6) / 1e4) ? 0 : 1),
          title,
        }}
        end={width}
      />
      {retrained && floor && (
        <line
          className="axis capacity-again"
          x1={40}
          x2={width}
          y1={y(floor.value).toFixed(1)}
          y2={y(floor.value).toFixed(1)}
        />
      )}
      <Series {...{ rows: sparse, of, ink, x, y }} name="pruned" hollow={false} />
      <Series {...{ rows: narrow, of, ink, x, y }} name="narrow" hollow />
      {of(dense) && <Series {...{ rows: [dense], of, x, y }} ink="dense" name="dense" hollow={false} />}
    </>
  );
}

type Scale = ScaleContinuousNumeric<number, number>;
type SeriesProps = {
  rows: CapacityRow[];
  of: Measure['of'];
  ink: Ink;
  x: Scale;
  y: Scale;
  name: string;
  hollow: boolean;
};

function Series({ rows, of, ink, x, y, name, hollow }: SeriesProps) {
  const points = rows
    .flatMap((row) => {
      const estimate = of(row);
      return estimate ? [{ ...row, ...estimate, at: x(row.weights) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  const first = points[0];
  if (!first) return null;
  const above = (hollow ? -1 : 1) * (ink === 'forgotten' ? -1 : 1);
  return (
    <g className={`capacity-${ink}`}>
      {ink !== 'dense' && (
        <Curve ink={ink} dashed={hollow} points={points.map(({ at, value }) => [at, y(value)])} />
      )}
      {points.map(({ id, at, value, interval }) => (
        <g key={id} transform={`translate(${at.toFixed(1)},0)`}>
          {interval && (
            <line
              className="capacity-interval"
              y1={y(interval[0]).toFixed(1)}
              y2={y(interval[1]).toFixed(1)}
            />
          )}
          {hollow ? (
            <rect className="capacity-hollow" x={-4.5} y={(y(value) - 4.5).toFixed(1)} width={9} height={9} />
          ) : (
            <circle className={`fill-${ink}`} cy={y(value).toFixed(1)} r={5} />
          )}
        </g>
      ))}
      <text
        className="capacity-name"
        x={(first.at + (hollow ? 9 : -9)).toFixed(1)}
        y={(y(first.value) + 4 - 12 * above).toFixed(1)}
        textAnchor={hollow ? 'start' : 'end'}
      >
        {name}
      </text>
    </g>
  );
}
