import { memo } from 'react';
import type { Calibration, ReliabilityBin } from '../../audit/scores/calibration';
import { Chart } from '../../charts/Chart';
import { Dot, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { percent } from '../../text/format';
import { ecePercent, signedPoints } from './calibrationWords';

const left = 46;
const top = 28;
const gapHeight = 150;
const foot = 40;

/** Bins with less than this share of a population's answers are left to the table. */
const NEGLIGIBLE = 0.001;

const sides = ['dense', 'compressed'] as const;

type ReliabilityChartProps = { calibration: Calibration; width: number };

/**
 * Accuracy over confidence for both populations, and under it how far each bin lies off the diagonal, in
 * points.
 */
export const ReliabilityChart = memo(function ReliabilityChart({
  calibration: { population },
  width,
}: ReliabilityChartProps) {
  const side = Math.min(width - left - 12, 380);
  const right = left + side;
  const bins = { dense: drawn(population.dense.bins), compressed: drawn(population.compressed.bins) };
  const all = [...bins.dense, ...bins.compressed];
  const lowest = floorOf(all);
  const shares = { domain: [lowest, 1] as const, ticks: 5, format: (tick: number) => percent(tick, 0) };
  const frame = xyFrame(
    right + 12,
    { left, right: 12, top, ground: top + side },
    { domain: shares.domain },
    { ...shares, title: 'accuracy' },
  );
  const { x, y } = frame;
  const gapTop = top + side + 56;
  const reach = reachOf(all);
  const below = { left, right: 12, top: gapTop, ground: gapTop + gapHeight };
  const under = xyFrame(
    right + 12,
    below,
    { ...shares, title: 'probability the networks give their answers' },
    {
      domain: [-reach, reach],
      ticks: 4,
      format: (tick) => signedPoints(tick).replace(/\.?0+$/, ''),
    },
  );
  const gap = under.y;
  return (
    <Chart
      width={right + 12}
      height={gapTop + gapHeight + foot}
      label="Reliability: accuracy by confidence, for both populations"
    >
      <XYFrame frame={frame} />
      <Rule className="axis" x={[left, right]} y={[y(lowest), y(1)]} />
      <Label className="soft" y={gapTop - 16} text="accuracy minus confidence, points" />
      <XYFrame frame={under} />
      <Rule className="axis" x={[left, right]} y={gap(0)} />
      {sides.map((name, place) => (
        <g key={name} className={`calibration-${name}`}>
          {bins[name].map((bin) => {
            const at = x(bin.confidence);
            const aside = at + (place === 0 ? -3.5 : 3.5);
            const off = bin.accuracy.value - bin.confidence;
            const ends = bin.accuracy.interval;
            return (
              <g key={bin.low}>
                <Line x={at} ends={ends} y={y} />
                <Dot x={at} y={y(bin.accuracy.value)} r={4} />
                <Line x={aside} ends={ends && [ends[0] - bin.confidence, ends[1] - bin.confidence]} y={gap} />
                <Dot x={aside} y={gap(off)} r={4} />
              </g>
            );
          })}
          <Dot x={left + 12} y={top + 12 + 22 * place} r={4} />
          <Label
            x={left + 22}
            y={top + 16 + 22 * place}
            text={`${name}, ECE ${ecePercent(population[name].ece.value)}`}
          />
        </g>
      ))}
    </Chart>
  );
});

function drawn(bins: ReliabilityBin[]): ReliabilityBin[] {
  const answers = bins.reduce((sum, bin) => sum + bin.answers, 0);
  return bins.filter((bin) => bin.answers >= NEGLIGIBLE * answers);
}

function endsOf({ accuracy }: ReliabilityBin): [number, number] {
  return accuracy.interval ?? [accuracy.value, accuracy.value];
}

/** Where both axes begin: the tenth below all that is drawn. */
function floorOf(bins: ReliabilityBin[]): number {
  const least = Math.min(0.9, ...bins.flatMap((bin) => [bin.low, endsOf(bin)[0]]));
  return Math.max(0, Math.floor(10 * least) / 10);
}

function reachOf(bins: ReliabilityBin[]): number {
  const offs = bins.flatMap((bin) => endsOf(bin).map((end) => Math.abs(end - bin.confidence)));
  return Math.max(0.01, ...offs) * 1.08;
}

type LineProps = { x: number; ends: [number, number] | null; y: (value: number) => number };

function Line({ x, ends, y }: LineProps) {
  if (!ends) return null;
  return <Rule x={x} y={[y(ends[0]), y(ends[1])]} />;
}
