import type { Capacity, CapacityRow } from '../../audit/levels/capacity';
import type { Place } from '../../charts/along';
import { Curve } from '../../charts/Curve';
import type { Ink } from '../../charts/DotStrip';
import { Bar, Dot, Label, move, Rule } from '../../charts/marks';
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
/** Px left of the first point for the name of its series, clear of the ticks. */
const NAME = 60;

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
  const [least, most] = [Math.min(...weights), Math.max(...weights)];
  const share = NAME / Math.max(NAME, width - MARGINS.left - MARGINS.right - NAME);
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: [least * (least / most) ** share, 1.1 * most],
      kind: 'log',
      ticks: ticksOf,
      format: short,
      title: 'weights kept by a network, log scale',
    },
    {
      domain: [Math.min(...values), Math.max(...values)],
      nice: 4,
      ticks: 4,
      format: (tick) => percent(tick, Number.isInteger(Math.round(tick * 1e6) / 1e4) ? 0 : 1),
      title,
    },
  );
  const { x, y } = frame;
  const floor = of(retrained ?? dense);
  return (
    <>
      <XYFrame frame={frame} end={width} />
      {retrained && floor && <Rule className="axis capacity-again" x={[40, width]} y={y(floor.value)} />}
      <Series {...{ rows: sparse, of, ink, x, y }} name="pruned" hollow={false} />
      <Series {...{ rows: narrow, of, ink, x, y }} name="narrow" hollow />
      {of(dense) && <Series {...{ rows: [dense], of, x, y }} ink="dense" name="dense" hollow={false} />}
    </>
  );
}

function ticksOf(x: Place): number[] {
  const [low, high] = x.domain();
  return [5000, 10_000, 20_000, 50_000, 100_000].filter((tick) => tick >= low && tick <= high);
}

type SeriesProps = {
  rows: CapacityRow[];
  of: Measure['of'];
  ink: Ink;
  x: Place;
  y: Place;
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
        <g key={id} transform={move(at, 0)}>
          {interval && <Rule className="capacity-interval" y={[y(interval[0]), y(interval[1])]} />}
          {hollow ? (
            <Bar className="capacity-hollow" x={[-4.5, 4.5]} y={[y(value) - 4.5, y(value) + 4.5]} />
          ) : (
            <Dot className={`fill-${ink}`} y={y(value)} r={5} />
          )}
        </g>
      ))}
      <Label
        className="capacity-name"
        x={first.at + (hollow ? 9 : -9)}
        y={y(first.value) + 4 - 12 * above}
        textAnchor={hollow ? 'start' : 'end'}
        text={name}
      />
    </g>
  );
}
