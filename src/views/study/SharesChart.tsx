import type { CodedShare, CodeSummary } from '../../audit/study/studySummary';
import { Chart } from '../../charts/Chart';
import { IntervalMark } from '../../charts/IntervalMark';
import { XTicks } from '../../charts/Ticks';
import { useWidth } from '../../charts/useWidth';
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
  const length = width - left - 64;
  const x = (share: number) => left + share * length;
  const bottom = codes.length * ROW;
  return (
    <Chart
      width={width}
      height={bottom + 44}
      label="Shares of images with each code: PIEs and others, with 95% intervals"
    >
      <XTicks
        at={x}
        ticks={[0, 0.25, 0.5, 0.75, 1]}
        format={(tick) => percent(tick, 0)}
        guide={[18, bottom + 4]}
        y={bottom + 20}
        ends={[0, 1]}
      />
      {codes.map(({ id, name, pie, nonPie }, row) => (
        <g key={id} transform={`translate(0,${row * ROW})`}>
          <text x={left} y={13}>
            {name.length > 44 ? `${name.slice(0, 42)}…` : name}
          </text>
          <Mark share={pie} x={x} y={25} edge={width} className="study-pie" />
          <Mark share={nonPie} x={x} y={40} edge={width} className="study-other" />
        </g>
      ))}
      <g transform={`translate(${left},${bottom + 38})`}>
        <circle className="study-pie" cx={4} cy={-4} r={4} />
        <text className="soft" x={14}>
          PIEs
        </text>
        <circle className="study-other" cx={60} cy={-4} r={4} />
        <text className="soft" x={70}>
          other images; lines are 95% intervals
        </text>
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
    return (
      <text className="soft" x={x(0)} y={y + 4}>
        none judged
      </text>
    );
  }
  return (
    <g className={className}>
      <IntervalMark
        mean={x(share)}
        ends={interval && [x(interval[0]), x(interval[1])]}
        across={y}
        horizontal
        reach={0}
      />
      <circle cx={x(share).toFixed(1)} cy={y} r={4} />
      <text className="soft" x={edge} y={y + 4} textAnchor="end">
        {percent(share)}
      </text>
    </g>
  );
}
