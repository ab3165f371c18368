import type { CodedShare, CodeSummary } from '../../audit/study/studySummary';
import { Chart } from '../../charts/Chart';
import { IntervalMark } from '../../charts/IntervalMark';
import { Dot, Label, move } from '../../charts/marks';
import { useWidth } from '../../charts/useWidth';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { percent } from '../../text/format';

const ROW = 54;

/** Shares of PIEs and of other images with each code, with their intervals, a row a code. */
export function SharesChart({ codes }: { codes: CodeSummary[] }) {
  const [box, width] = useWidth<HTMLDivElement>();
  return (
    <div ref={box}>
      <SharesSvg codes={codes} width={width} />
    </div>
  );
}

/** The chart at a width in px. */
export function SharesSvg({ codes, width }: { codes: CodeSummary[]; width: number }) {
  const left = 4;
  const bottom = codes.length * ROW;
  const frame = xyFrame(
    width,
    { left, right: 64, top: 18, ground: bottom + 2 },
    { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: (tick) => percent(tick, 0), ends: [0, 1] },
  );
  const { x } = frame;
  return (
    <Chart
      width={width}
      height={bottom + 44}
      label="Shares of images with each code: PIEs and others, with 95% intervals"
    >
      <XYFrame frame={frame} guides="x" />
      {codes.map(({ id, name, pie, nonPie }, row) => (
        <g key={id} transform={move(0, row * ROW)}>
          <Label x={left} y={13} text={name.length > 44 ? `${name.slice(0, 42)}…` : name} />
          <Mark share={pie} x={x} y={25} edge={width} className="study-pie" />
          <Mark share={nonPie} x={x} y={40} edge={width} className="study-other" />
        </g>
      ))}
      <g transform={move(left, bottom + 38)}>
        <Dot className="study-pie" x={4} y={-4} r={4} />
        <Label className="soft" x={14} text="PIEs" />
        <Dot className="study-other" x={60} y={-4} r={4} />
        <Label className="soft" x={70} text="other images; lines are 95% intervals" />
      </g>
    </Chart>
  );
}

type MarkProps = {
  share: CodedShare;
  x: (share: number) => number;
  y: number;
  edge: number;
  className: string;
};

function Mark({ share: { share, interval }, x, y, edge, className }: MarkProps) {
  if (share === null) {
    return <Label className="soft" x={x(0)} y={y + 4} text="none judged" />;
  }
  return (
    <g className={className}>
      <IntervalMark at={x} mean={share} ends={interval} across={y} horizontal reach={0} />
      <Dot x={x(share)} y={y} r={4} />
      <Label className="soft" x={edge} y={y + 4} textAnchor="end" text={percent(share)} />
    </g>
  );
}
