import { memo, useId } from 'react';
import { Curve } from '../../charts/Curve';
import { Label } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import type { Recipe } from '../../model/recipe';
import { sparsityAt } from '../../model/trainingEstimate';
import { percent, short } from '../../text/format';
import { apart, type EndName, type Measure, meanCurve, type TrainedSeries } from './curves';
import './training.css';
import { SmallMultiples } from '../../charts/SmallMultiples';
import { fixed } from '../../text/fixed';

const TOP = 28;
const GROUND = 168;
const HEIGHT = 200;
const MARGINS = { left: 36, right: 56, top: TOP, ground: GROUND };
/** Px from one line of names to the next, and across within which two would meet. */
const NAMES = { line: 13, near: 52, ground: GROUND };

type Props = {
  series: TrainedSeries[];
  /** Steps of one network. */
  steps: number;
  classes: number;
  /** What draws the schedule of gradual pruning; null where there is none. */
  recipe: Recipe | null;
  width: number;
};

const PANELS: { measure: Measure; title: string }[] = [
  { measure: 'loss', title: 'Loss on training images, nats' },
  { measure: 'accuracy', title: 'Right on training images' },
  { measure: 'sparsity', title: 'Weights masked' },
];

/**
 * Loss, accuracy and masked weights over the steps: a thin line a network, the mean of each population on
 * top, the schedule dashed.
 */
export const TrainingCurves = memo(function TrainingCurves(props: Props) {
  const { width, series } = props;
  const shown = PANELS.filter(
    ({ measure }) => measure !== 'sparsity' || series.some(({ level }) => level > 0),
  );
  return (
    <SmallMultiples
      panels={shown.map(({ measure, title }) => ({
        key: measure,
        draw: (panel) => <Panel {...props} measure={measure} title={title} width={panel} />,
      }))}
      width={width}
      wideFrom={640}
      gap={24}
      height={HEIGHT}
      label="Loss, accuracy and masked weights of every network over the steps of training"
    />
  );
});

/**
 * The top of the axis: for the loss a fifth above that of guessing, so that one that diverges does not
 * flatten the others.
 */
function topOf(measure: Measure, classes: number, series: TrainedSeries[]): number {
  if (measure === 'loss') return Math.log(classes) * 1.2;
  return measure === 'sparsity' ? Math.max(0.1, ...series.map(({ level }) => level)) : 1;
}

function Panel({
  series,
  steps,
  classes,
  recipe,
  width,
  measure,
  title,
}: Props & { measure: Measure; title: string }) {
  const clip = useId();
  const most = topOf(measure, classes, series);
  const show = (value: number) => (measure === 'loss' ? String(Number(fixed(value, 2))) : percent(value, 0));
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: [0, steps],
      ticks: [0, steps],
      format: (step) => (step === 0 ? '0' : `step ${short(step)}`),
      ends: [0, steps],
    },
    { domain: [0, most], ticks: 4, format: show, title },
  );
  const { x, y, left, right } = frame;
  return (
    <>
      <XYFrame frame={frame} />
      <clipPath id={clip}>
        <rect x={left} y={TOP - 4} width={Math.max(0, right - left)} height={GROUND - TOP + 8} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {measure === 'sparsity' &&
          recipe &&
          series
            .filter(({ level }) => level > 0)
            .map(({ name, level }) => (
              <Curve
                key={name}
                ink="grey"
                dashed
                points={Array.from({ length: 101 }, (_, i): [number, number] => [
                  x((i / 100) * steps),
                  y(sparsityAt(recipe, level, i / 100)),
                ])}
              />
            ))}
        {series.map(({ name, ink, curves }) => (
          <g key={name} className="training-networks">
            {curves.map((curve, network) => (
              <Curve
                // biome-ignore lint/suspicious/noArrayIndexKey: a network has no identity beside its place
                key={network}
                ink={ink}
                points={curve
                  .filter((point) => Number.isFinite(point[measure]))
                  .map((point): [number, number] => [x(point.step), y(point[measure])])}
              />
            ))}
          </g>
        ))}
        {series.map(({ name, ink, curves }) => (
          <g key={name} className="training-mean">
            <Curve
              ink={ink}
              points={meanCurve(curves, measure).map(([step, mean]): [number, number] => [x(step), y(mean)])}
            />
          </g>
        ))}
      </g>
      <EndLabels {...{ series, measure, x, y, right: right + 4 }} />
    </>
  );
}

type EndLabelsProps = {
  series: TrainedSeries[];
  measure: Measure;
  x: (step: number) => number;
  y: (value: number) => number;
  right: number;
};

/** The name of each population at the end of its mean. */
function EndLabels({ series, measure, x, y, right }: EndLabelsProps) {
  const ends = series.flatMap(({ name, ink, curves }): EndName[] => {
    const end = meanCurve(curves, measure).at(-1);
    if (!end) return [];
    return [{ name, ink, at: Math.min(x(end[0]) + 4, right), down: Math.max(TOP, y(end[1])) }];
  });
  return apart(ends, NAMES).map(({ name, ink, at, down }) => (
    <Label key={name} className={`soft clear fill-text-${ink}`} x={at} y={down + 4} text={name} />
  ));
}
