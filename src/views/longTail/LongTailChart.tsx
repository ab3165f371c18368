import type { LongTail } from '../../audit/groups/longTail';
import { Chart } from '../../charts/Chart';
import { Bar, Diamond, Label, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { count, decimal, percent } from '../../text/format';

type Props = { tail: LongTail; classes: string[]; width: number };

const head = 20;

/**
 * A row a class, the most training images first: its share of the PIEs as a bar, of the images as a stroke,
 * of the training images as a diamond.
 */
export function LongTailChart({ tail, classes, width }: Props) {
  const isNarrow = width < 560;
  const row = isNarrow ? 46 : 34;
  const left = isNarrow ? 0 : 190;
  const shares = tail.classes.flatMap(({ pieShare, imageShare, trainingShare }) => [
    pieShare ?? 0,
    imageShare,
    trainingShare,
  ]);
  const height = head + tail.classes.length * row + 4;
  const frame = xyFrame(
    width,
    { left: left + 6, right: 52, top: head, ground: height },
    {
      domain: [0, Math.max(...shares)],
      nice: 5,
      ticks: isNarrow ? 3 : 5,
      format: (tick) => percent(tick, 0),
      above: 12,
      ends: [0, Infinity],
    },
  );
  const { x } = frame;
  return (
    <Chart
      {...{ width, height }}
      label="Share of the PIEs, of the images and of the training images by class"
    >
      <XYFrame frame={frame} guides="x" />
      <Label className="soft" x={width} y={12} textAnchor="end" text="ratio" />
      {tail.classes.map((entry, index) => {
        const bar = head + index * row + (isNarrow ? 32 : 17);
        const name = classes[entry.class];
        const training = `${count(entry.training)} training`;
        return (
          <g key={entry.class} data-is={`class:${entry.class}`}>
            <text x={0} y={isNarrow ? bar - 15 : bar + 4}>
              {name}
              {isNarrow && <tspan className="long-tail-note">{`  ${training}`}</tspan>}
            </text>
            {!isNarrow && (
              <Label className="soft" x={left - 10} y={bar + 4} textAnchor="end" text={training} />
            )}
            <Bar className="long-tail-bar" x={[x(0), x(entry.pieShare ?? 0)]} y={[bar - 7, bar + 7]} />
            <Rule className="long-tail-images" x={x(entry.imageShare)} y={[bar - 11, bar + 11]} />
            <Diamond className="long-tail-training" x={x(entry.trainingShare)} y={bar} r={5} />
            <Label x={width} y={bar + 4} textAnchor="end" text={decimal(entry.overImages?.value, 1)} />
          </g>
        );
      })}
    </Chart>
  );
}
