import { scaleLinear } from 'd3';
import type { LongTail } from '../../audit/groups/longTail';
import { Chart } from '../../charts/Chart';
import { diamond } from '../../charts/diamond';
import { XTicks } from '../../charts/Ticks';
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
  const right = width - 52;
  const shares = tail.classes.flatMap(({ pieShare, imageShare, trainingShare }) => [
    pieShare ?? 0,
    imageShare,
    trainingShare,
  ]);
  const x = scaleLinear([0, Math.max(...shares)], [left + 6, right]).nice(5);
  const height = head + tail.classes.length * row + 4;
  const px = (share: number) => x(share).toFixed(1);
  return (
    <Chart
      {...{ width, height }}
      label="Share of the PIEs, of the images and of the training images by class"
    >
      <XTicks
        at={x}
        ticks={x.ticks(isNarrow ? 3 : 5)}
        format={(tick) => percent(tick, 0)}
        guide={[head, height]}
        y={12}
        ends={[0, Infinity]}
      />
      <text className="soft" x={width} y={12} textAnchor="end">
        ratio
      </text>
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
              <text className="soft" x={left - 10} y={bar + 4} textAnchor="end">
                {training}
              </text>
            )}
            <rect
              className="long-tail-bar"
              x={px(0)}
              y={bar - 7}
              width={(x(entry.pieShare ?? 0) - x(0)).toFixed(1)}
              height={14}
            />
            <line
              className="long-tail-images"
              x1={px(entry.imageShare)}
              x2={px(entry.imageShare)}
              y1={bar - 11}
              y2={bar + 11}
            />
            <path
              className="long-tail-training"
              d={diamond(5)}
              transform={`translate(${px(entry.trainingShare)},${bar})`}
            />
            <text x={width} y={bar + 4} textAnchor="end">
              {decimal(entry.overImages?.value, 1)}
            </text>
          </g>
        );
      })}
    </Chart>
  );
}
