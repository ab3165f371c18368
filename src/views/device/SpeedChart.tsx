import { type At, along } from '../../charts/along';
import { Chart } from '../../charts/Chart';
import { Bar, move, Rule } from '../../charts/marks';
import type { DeviceFigures, LevelFigures } from '../../model/deviceFigures';
import { levelName, spread, three } from './deviceWords';

const ROW = 36;

function Row({ level, x, y }: { level: LevelFigures; x: At; y: number }) {
  const { imagesPerSecond: speed, ratio } = level;
  const gain = ratio ? `${three(ratio.median)} × dense (${three(ratio.least)} to ${three(ratio.most)})` : '';
  return (
    <g transform={move(0, y)}>
      <text y={13}>
        {levelName(level)}
        <tspan className="device-soft" dx={8}>
          {three(speed.median)} images/s{gain && ` · ${gain}`}
        </tspan>
      </text>
      <Bar className={ratio ? 'fill-compressed' : 'fill-dense'} x={[0, x(speed.median)]} y={[19, 27]} />
      <Rule className="interval-mark" x={[speed.least, speed.most].map(x)} y={23} />
    </g>
  );
}

/** How fast one device runs dense and sparse networks: bars from zero to the fastest of them. */
export function SpeedChart({ device, width }: { device: DeviceFigures; width: number }) {
  const { levels } = device;
  const most = Math.max(...levels.map(({ imagesPerSecond }) => imagesPerSecond.most));
  const x = along({ domain: [0, most] }, 0, width - 2);
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
