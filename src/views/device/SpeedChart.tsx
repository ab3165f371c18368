import { scaleLinear } from 'd3';
import { Chart } from '../../charts/Chart';
import type { DeviceFigures, LevelFigures } from '../../model/deviceFigures';
import { levelName, spread, three } from './deviceWords';

const ROW = 36;

function Row({ level, x, y }: { level: LevelFigures; x: (speed: number) => number; y: number }) {
  const { imagesPerSecond: speed, ratio } = level;
  const gain = ratio ? `${three(ratio.median)} × dense (${three(ratio.least)} to ${three(ratio.most)})` : '';
  return (
    <g transform={`translate(0,${y})`}>
      <text y={13}>
        {levelName(level)}
        <tspan className="device-soft" dx={8}>
          {three(speed.median)} images/s{gain && ` · ${gain}`}
        </tspan>
      </text>
      <rect
        className={ratio ? 'fill-compressed' : 'fill-dense'}
        y={19}
        height={8}
        width={x(speed.median).toFixed(1)}
      />
      <line
        className="interval-mark"
        x1={x(speed.least).toFixed(1)}
        x2={x(speed.most).toFixed(1)}
        y1={23}
        y2={23}
      />
    </g>
  );
}

/** How fast one device runs dense and sparse networks: bars from zero to the fastest of them. */
export function SpeedChart({ device, width }: { device: DeviceFigures; width: number }) {
  const { levels } = device;
  const most = Math.max(...levels.map(({ imagesPerSecond }) => imagesPerSecond.most));
  const x = scaleLinear([0, most], [0, width - 2]);
  return (
    <Chart
      width={width}
      height={levels.length * ROW}
      label={`Images a second on ${device.description}: ${levels
        .map((level) => `${levelName(level)}, ${spread(level.imagesPerSecond, 'images/s')}`)
        .join('; ')}`}
    >
      {levels.map((level, index) => (
        <Row key={level.removed} level={level} x={x} y={index * ROW} />
      ))}
    </Chart>
  );
}
