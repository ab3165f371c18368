import { useContext } from 'react';
import type { Estimate } from '../../audit/findings';
import { Chart } from '../../charts/Chart';
import { Compact } from '../../charts/compact';
import { Dot, Label, move, px, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { count, noun, percent } from '../../text/format';
import type { Group } from './groups';

const head = 22;

/** A row a set of images: the accuracy of the dense and of the compressed population on it, 0 to 100%. */
export function AccuracyChart({ groups, width }: { groups: Group[]; width: number }) {
  const isCompact = useContext(Compact);
  const row = isCompact ? 58 : 74;
  const narrow = width < 560;
  /** Of the first line of words beside a row. */
  const first = isCompact ? 18 : 26;
  const left = narrow ? 0 : 150;
  const offset = narrow ? 34 : first - 4;
  const height = head + groups.length * row;
  const frame = xyFrame(
    width,
    { left: left + 8, right: 14, top: head, ground: height - 12 },
    {
      domain: [0, 1],
      ticks: [0, 0.25, 0.5, 0.75, 1],
      format: (tick) => percent(tick, 0),
      above: 12,
      ends: [0, 1],
    },
  );
  const { x } = frame;
  return (
    <Chart {...{ width, height }} label="Accuracy of both populations by set of images">
      <XYFrame frame={frame} guides="x" />
      {groups.map((group, index) => {
        const { dense, compressed } = group.accuracy;
        return (
          <g key={group.id} transform={move(0, head + index * row)}>
            <text className="strong" y={narrow ? 16 : first}>
              {group.name}
              {narrow && <tspan className="accuracy-note">{` ${size(group)}`}</tspan>}
            </text>
            {!narrow &&
              [size(group), group.note].map((line, place) => (
                <Label key={line} className="soft" y={first + 17 + 16 * place} text={line} />
              ))}
            {dense ? (
              <Side label="dense" side="dense" estimate={dense} y={offset} x={x} />
            ) : (
              <Label className="soft" x={x(0)} y={offset + 12} text="no such image" />
            )}
            {compressed && (
              <Side label="compressed" side="compressed" estimate={compressed} y={offset + 20} x={x} />
            )}
          </g>
        );
      })}
    </Chart>
  );
}

function size({ images }: Group): string {
  return `${count(images)} ${noun(images, 'image')}`;
}

type SideProps = {
  label: string;
  side: 'dense' | 'compressed';
  estimate: Estimate;
  y: number;
  x: (value: number) => number;
};

function Side({ label, side, estimate: { value, interval }, y, x }: SideProps) {
  const at = x(value);
  const ends = interval?.map((end) => x(Math.min(1, Math.max(0, end)))) ?? [at, at];
  const before = value > 0.7;
  return (
    <g className={`accuracy-${side}`}>
      {interval && <Rule className="accuracy-interval" x={ends} y={y} />}
      <Dot className="accuracy-dot" x={at} y={y} r={5} />
      <text
        className="clear"
        x={px((before ? Math.min(ends[0], at - 5) : Math.max(ends[1], at + 5)) + (before ? -7 : 7))}
        y={y + 4}
        textAnchor={before ? 'end' : 'start'}
      >
        {percent(value)} <tspan className="accuracy-note">{label}</tspan>
      </text>
    </g>
  );
}
