import { extent } from 'd3';
import { deviationsOf } from '../../audit/levels/versus';
import { tInterval } from '../../audit/statistics/intervals';
import { Chart } from '../../charts/Chart';
import { DotStrip } from '../../charts/DotStrip';
import { IntervalMark } from '../../charts/IntervalMark';
import { Label, move, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { bracketed, decimal, opening, signed } from '../../text/format';
import type { Side } from './versusWords';

const LANE = 48;

type NetworkStripsProps = {
  first: Side;
  second: Side;
  /** The class whose recall beyond accuracy is shown; null: top-1. */
  chosen: number | null;
  classes: string[];
  width: number;
};

/** A strip of networks a side, each a dot: their top-1, or of a class what its recall is beyond it. */
export function NetworkStrips({ first, second, chosen, classes, width }: NetworkStripsProps) {
  const valuesOf = ({ findings }: Side, side: 'dense' | 'compressed') =>
    (chosen === null ? findings.top1[side].perMember : deviationsOf(findings, side, chosen)).map(
      (value) => 100 * value,
    );
  const lanes = [
    { linked: 'dense', name: 'Dense', values: valuesOf(first, 'dense') },
    { linked: 'compressed', name: first.name, values: valuesOf(first, 'compressed') },
    { linked: 'second', name: second.name, values: valuesOf(second, 'compressed') },
  ] as const;
  const [low = 0, high = 1] = extent(lanes.flatMap(({ values }) => values));
  const room = Math.max(0.3, 0.06 * (high - low));
  const show = (value: number, digits = 1) =>
    chosen === null ? `${decimal(value, digits)}%` : signed(value, digits);
  const title =
    chosen === null
      ? 'Top-1 of each network'
      : `${opening(classes[chosen])}: recall minus accuracy of each network, points`;
  const ground = lanes.length * LANE;
  const frame = xyFrame(
    width,
    { left: 6, right: 6, top: 0, ground: ground + 2 },
    {
      domain: [low - room, high + room],
      ticks: Math.max(3, Math.floor(width / 110)),
      format: (tick) => show(tick, Number.isInteger(tick) ? 0 : 1),
    },
  );
  const { x } = frame;
  return (
    <div>
      <h3>{title}</h3>
      <Chart
        width={width}
        height={ground + 26}
        label={`${title}: ${lanes.map(({ name, values }) => `${name} ${laneText(values, show)}`).join('; ')}`}
      >
        {lanes.map(({ linked, name, values }, lane) => {
          const ends = values.length > 0 ? tInterval(values) : null;
          return (
            <g
              key={linked}
              className={linked === 'second' ? 'versus-hollows' : undefined}
              transform={move(0, lane * LANE)}
            >
              <Label className="soft" y={11} text={`${name}, ${laneText(values, show)}`} />
              <DotStrip
                positions={values.map((value) => x(value))}
                across={31}
                ink={linked === 'dense' ? 'dense' : 'compressed'}
                horizontal
                spread={12}
                radius={3.2}
                linked={linked}
              />
              {values.length > 0 && (
                <IntervalMark at={x} mean={meanOf(values)} ends={ends} across={31} horizontal reach={12} />
              )}
            </g>
          );
        })}
        <Rule className="axis" x={[0, width]} y={ground + 4} />
        <XYFrame frame={frame} guides="none" />
      </Chart>
    </div>
  );
}

function meanOf(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function laneText(values: number[], show: (value: number) => string): string {
  if (values.length === 0) return 'no image';
  const ends = tInterval(values);
  return `${show(meanOf(values))}${bracketed(ends, show, '95% ')}, n = ${values.length}`;
}
