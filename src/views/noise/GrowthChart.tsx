import { memo, useContext } from 'react';
import type { CountOverDraws, GrowthPoint } from '../../audit/retraining/stability';
import { Band } from '../../charts/Band';
import { Chart } from '../../charts/Chart';
import { Curve } from '../../charts/Curve';
import { Compact } from '../../charts/compact';
import type { Ink } from '../../charts/DotStrip';
import { Dot, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { count } from '../../text/format';

const MARGINS = { left: 46, right: 8, top: 34 };
/** Where the axis lies and where the chart ends, px from its head: with room, and on a slide. */
const HEIGHTS = { tall: { ground: 262, height: 300 }, low: { ground: 218, height: 260 } };

type GrowthChartProps = {
  growth: GrowthPoint[];
  k: number;
  /** What the compressed population is called: "90% removed". */
  name: string;
  width: number;
};

/**
 * PIEs over the number of networks a side: mean and 95% of the draws, beside retraining alone; `k` is read
 * out.
 */
export const GrowthChart = memo(function GrowthChart({ growth, k, name, width }: GrowthChartProps) {
  const { ground, height } = useContext(Compact) ? HEIGHTS.low : HEIGHTS.tall;
  const most = growth.length;
  const highest = Math.max(
    1,
    ...growth.flatMap(({ pies, retrained, split }) =>
      [pies, retrained, split].map((counts) => Math.max(counts?.mean ?? 0, counts?.interval?.[1] ?? 0)),
    ),
  );
  const frame = xyFrame(
    width,
    { ...MARGINS, ground },
    {
      domain: [1, Math.max(2, most)],
      kind: 'log',
      ticks: ticksOf(most),
      title: 'networks a side, log scale',
    },
    { domain: [0, highest * 1.04], ticks: 4, format: count, title: 'PIEs' },
  );
  const { x, y, top } = frame;
  const series = (of: (point: GrowthPoint) => CountOverDraws | null) =>
    growth.flatMap((point) => {
      const counts = of(point);
      return counts ? [{ k: point.k, ...counts }] : [];
    });
  const pies = series((point) => point.pies);
  const retrained = series((point) => point.retrained);
  const split = series((point) => point.split);
  const curve = (list: typeof pies): [number, number][] => list.map(({ k, mean }) => [x(k), y(mean)]);
  const band = (list: typeof pies, ink: Ink) => (
    <Band
      ink={ink}
      places={list.map(({ k, mean, interval }) => [x(k), y(interval?.[0] ?? mean), y(interval?.[1] ?? mean)])}
    />
  );
  const floor = retrained.length ? retrained : split;
  const end = pies.at(-1);
  const floorEnd = floor.at(-1);
  const floorBelow = !end || !floorEnd || floorEnd.mean <= end.mean;
  return (
    <Chart {...{ width, height }} label="PIEs by networks a side">
      <XYFrame frame={frame} end={width} />
      <Rule className="axis" x={x(k)} y={[top - 8, ground]} />
      {band(retrained.length ? retrained : split, 'grey')}
      {band(pies, 'forgotten')}
      <Curve ink="grey" points={curve(retrained)} />
      <Curve ink="grey" dashed points={curve(split)} />
      <Curve ink="forgotten" points={curve(pies)} />
      {growth
        .filter((point) => point.k === k)
        .map((point) => (
          <Dot key={k} className="fill-forgotten" x={x(k)} y={y(point.pies.mean)} r={4.5} />
        ))}
      {end && (
        <CurveName places={curve(pies)} above={floorBelow} text={`${count(Math.round(end.mean))} ${name}`} />
      )}
      {floorEnd && (
        <CurveName
          places={curve(floor)}
          above={!floorBelow}
          text={`${count(Math.round(floorEnd.mean))} retraining alone`}
        />
      )}
    </Chart>
  );
});

type CurveNameProps = { places: [x: number, y: number][]; above: boolean; text: string };

/** The name of a curve at its end: above all of the curve that it spans, or below its end. */
function CurveName({ places, above, text }: CurveNameProps) {
  const [x, end] = places[places.length - 1];
  const reach = x - 7.5 * text.length;
  const highest = Math.min(...places.filter((place) => place[0] >= reach).map((place) => place[1]));
  const y = above ? highest - 14 : end + 24;
  return <Label className="noise-label" x={x} y={y} textAnchor="end" text={text} />;
}

function ticksOf(most: number): number[] {
  return [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100].filter((tick) => tick <= most * 0.85 || tick === most);
}
