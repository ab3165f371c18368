import { Chart } from '../../charts/Chart';
import { ChartTable } from '../../charts/ChartTable';
import { Curve } from '../../charts/Curve';
import { Figure } from '../../charts/Figure';
import { Dot, Rule } from '../../charts/marks';
import { useWidth } from '../../charts/useWidth';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { decimal, noun, percent } from '../../text/format';
import { LOSS_WORDS } from '../../text/loss';
import { methodsHref } from '../methods/anchors';
import { type Learning as Course, type LearningNetwork, learningClaim, learningPlace } from './learningWords';
import './learning.css';

export type LearningProps = Course & {
  /** Whether a job is under way. */
  running: boolean;
  /** The share of weights removed, in a sweep over levels. */
  sparsity?: number;
};

type Point = LearningNetwork['points'][number];

const measures = [
  {
    title: 'Accuracy on training images',
    of: ({ accuracy }: Point) => accuracy,
    show: (v: number) => percent(v, 0),
    extent: [0.03, 1],
  },
  {
    title: 'Loss, nats',
    of: ({ loss }: Point) => loss,
    show: (v: number) => decimal(v, 1),
    extent: [0.3, Infinity],
  },
] as const;

/** From the least to the largest value, wide enough that ticks a third of `width` apart are told apart. */
function domainOf(values: number[], [width, most]: readonly [number, number]): [number, number] {
  const low = Math.min(...values, most - width);
  return [low, Math.max(...values, low + width)];
}

/** "Networks as they learn again": accuracy and loss of every network while it is fine-tuned. */
export function Learning({ running, sparsity, ...course }: LearningProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const wide = width >= 560;
  const panel = wide ? (width - 32) / 2 : width;
  return (
    <Figure
      title="Networks as they learn again"
      methods={methodsHref('pruning')}
      name="learning"
      claim={learningClaim(course, running, sparsity ?? null)}
      how={
        <>
          a line is one network, blue the dense ones that are fine-tuned alike, orange the pruned ones; the
          mean over a stretch of steps. {LOSS_WORDS} {learningPlace(course)}.
        </>
      }
      table={
        <ChartTable
          caption="Networks, and their latest stretch"
          columns={[
            ['Network', ({ member }) => member],
            ['Side', ({ side }) => (side === 'dense' ? 'dense' : 'pruned')],
            ['Done', ({ done }) => percent(done, 0)],
            ['Loss, nats', ({ points }) => decimal(points.at(-1)?.loss, 3)],
            ['Accuracy', ({ points }) => percent(points.at(-1)?.accuracy)],
          ]}
          rows={course.networks}
        />
      }
    >
      <div ref={ref} className="learning" data-testid="learning" data-finished={finishedOf(course)}>
        {measures.map((measure) => (
          <Panel key={measure.title} {...measure} course={course} width={panel} />
        ))}
      </div>
    </Figure>
  );
}

function finishedOf({ networks }: Course): number {
  return networks.filter(({ done }) => done === 1).length;
}

const height = 168;
const MARGINS = { left: 40, right: 12, top: 30, ground: 136 };

type PanelProps = (typeof measures)[number] & { course: Course; width: number };

function Panel({ title, of, show, extent, course, width }: PanelProps) {
  const { networks } = course;
  const epochs = course.epochs * course.rounds;
  const values = networks.flatMap(({ points }) => points.map(of));
  const isBegun = values.length > 0;
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: [0, epochs],
      ticks: [0, epochs],
      format: (epoch) => (epoch === 0 ? '0' : `${epoch} ${noun(epoch, 'epoch')}`),
      ends: [0, epochs],
    },
    {
      domain: isBegun ? domainOf(values, extent) : [0, 1],
      nice: 3,
      ticks: isBegun ? 3 : [],
      format: show,
      title,
    },
  );
  const { x, y, left, right, ground } = frame;
  return (
    <Chart {...{ width, height }} label={`${title} of every network, by epoch`}>
      <XYFrame frame={frame} guides="none" />
      <Rule className="guide" x={[left, right]} y={ground} />
      {networks.map(({ side, member, points }) => (
        <g key={`${side}/${member}`} className="learning-line" data-is={`member:${side}/${member}`}>
          <Curve ink={side} points={points.map((point) => [x(point.epoch), y(of(point))])} />
          {points.length === 1 && (
            <Dot className={`fill-${side}`} x={x(points[0].epoch)} y={y(of(points[0]))} r={1.5} />
          )}
        </g>
      ))}
    </Chart>
  );
}
