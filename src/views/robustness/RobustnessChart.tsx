import { type KeyboardEvent, memo, useContext } from 'react';
import { Chart } from '../../charts/Chart';
import { Compact } from '../../charts/compact';
import { IntervalMark } from '../../charts/IntervalMark';
import { Diamond, Dot, Label, move, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { corruptionTitle } from '../../corruptions/corrupt';
import { count, percent, signed } from '../../text/format';
import {
  isNearChance,
  type RobustnessLevel,
  type Row,
  relativeInterval,
  relativeText,
} from './robustnessWords';

type Props = {
  levels: RobustnessLevel[];
  rows: Row[];
  /** The level that is highlighted; null where it is not known. */
  lead: number | null;
  classes: number;
  chosen: string;
  onChoose: (corruption: string) => void;
  width: number;
};

const step = 26;
/** Rows on a slide: without corruption, and those that cost most. */
const ON_A_SLIDE = 8;

/**
 * Relative change of top-1 by corruption: every level as a grey mark, the one on screen in colour with its
 * interval. Networks and images vary in the interval where right answers of images are known.
 */
export const RobustnessChart = memo(function RobustnessChart(props: Props) {
  const { levels, lead, classes, chosen, onChoose, width } = props;
  const rows = useContext(Compact) ? props.rows.slice(0, ON_A_SLIDE) : props.rows;
  const part =
    rows.length < props.rows.length ? `: the worst ${rows.length - 1} of ${props.rows.length - 1}` : '';
  const wide = width >= 560;
  const left = wide ? 132 : 124;
  const right = wide ? 150 : 62;
  // Near chance intervals are as wide as they say little: they alone are cut off.
  const values = rows.flatMap(({ changes }) =>
    changes.flatMap((change, level) => {
      if (!change?.relative) return [];
      const isDrawn = level === lead && !isNearChance(change, classes);
      return [change.relative.value, ...((isDrawn && relativeInterval(change)) || [])];
    }),
  );
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = Math.max(1, 0.08 * (high - low));
  // With room the names of the series stand in the first line, else in one of their own.
  const head = wide ? 28 : 44;
  const top = head + 6;
  const height = top + rows.length * step + 6;
  const frame = xyFrame(
    width,
    { left, right, top, ground: height },
    {
      domain: [low - room, high + room],
      ticks: wide ? 6 : 4,
      format: (tick) => signed(tick, 0),
      above: head,
    },
  );
  const { x } = frame;
  const within = (value: number) => Math.min(frame.right, Math.max(left, x(value)));
  const images = (levels[lead ?? 0] ?? levels[0])?.robustness.images ?? 0;
  return (
    <Chart
      {...{ width, height }}
      role="group"
      label="Top-1 relative to the dense networks, by corruption; arrow keys move"
    >
      <Label className="soft" y={12} text={`Top-1 relative to dense, % · ${count(images)} images${part}`} />
      <SeriesKey levels={levels} lead={lead} x={wide ? width : 0} y={wide ? 12 : 28} isEnd={wide} />
      <XYFrame frame={frame} guides="none" />
      {wide && <Label className="soft" x={width} y={head} textAnchor="end" text="dense top-1" />}
      <Rule className="axis" x={x(0)} y={[top, height]} />
      {rows.map((row, place) => {
        const { corruption, changes } = row;
        const own = lead === null ? null : changes[lead];
        const some = own ?? changes.find((change) => change !== null) ?? null;
        const faint = some !== null && isNearChance(some, classes);
        const ends = own && relativeInterval(own);
        const middle = step / 2;
        const name = (
          <Label
            className={faint ? 'soft' : undefined}
            x={6}
            y={middle + 4.5}
            text={corruption === null ? 'None (clean)' : corruptionTitle(corruption)}
          />
        );
        const marks = (
          <g className="robustness-marks" aria-hidden={corruption !== null}>
            <Rule className="guide" x={[left, frame.right]} y={middle} />
            {levels.map(({ id, kind }, level) => {
              const value = changes[level]?.relative?.value;
              if (level === lead || value === undefined) return null;
              return kind === 'null' ? (
                <Diamond key={id} className="robustness-retrained" x={x(value)} y={middle} r={4} />
              ) : (
                <Dot key={id} className="fill-grey" x={x(value)} y={middle} r={3.2} />
              );
            })}
            {own?.relative && (
              <g opacity={faint ? 0.45 : undefined}>
                <IntervalMark
                  horizontal
                  mean={x(own.relative.value)}
                  ends={ends && [within(ends[0]), within(ends[1])]}
                  across={middle}
                  reach={0}
                />
                <Dot className="fill-compressed" x={x(own.relative.value)} y={middle} r={4.5} />
              </g>
            )}
            <Label
              className={faint ? 'soft' : undefined}
              x={frame.right + 10}
              y={middle + 4.5}
              text={own?.relative ? `${signed(own.relative.value)}%` : '–'}
            />
            {wide && (
              <text className="soft" x={width} y={middle + 4.5} textAnchor="end">
                {percent(some?.top1.dense.value)}
                {faint && ' near chance'}
              </text>
            )}
          </g>
        );
        const isChosen = corruption === chosen;
        const isFirst = place === 1 && !rows.some((one) => one.corruption === chosen);
        return (
          <g key={corruption ?? 'clean'} transform={move(0, top + place * step)}>
            {corruption === null ? (
              name
            ) : (
              // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
              <g
                role="button"
                className="robustness-row"
                tabIndex={isChosen || isFirst ? 0 : -1}
                aria-pressed={isChosen}
                aria-label={
                  `${corruptionTitle(corruption)}: ${relativeText(own)}; dense ` +
                  `top-1 ${percent(some?.top1.dense.value)}`
                }
                data-corruption={corruption}
                onClick={() => onChoose(corruption)}
                onKeyDown={(event) => follow(event, rows, place, onChoose)}
              >
                <rect x={0} y={1} width={width} height={step - 2} rx={3} />
                {name}
              </g>
            )}
            {marks}
          </g>
        );
      })}
    </Chart>
  );
});

type SeriesKeyProps = Pick<Props, 'levels' | 'lead'> & { x: number; y: number; isEnd: boolean };

/** What each mark stands for, beside it. */
function SeriesKey({ levels, lead, x, y, isEnd }: SeriesKeyProps) {
  const others = levels.filter((_, level) => level !== lead);
  const names = [
    ...(lead === null ? [] : [{ mark: '●', ink: 'fill-compressed', name: levels[lead].name }]),
    ...(others.some(({ kind }) => kind !== 'null')
      ? [{ mark: '●', ink: 'fill-grey', name: 'other levels' }]
      : []),
    ...(others.some(({ kind }) => kind === 'null')
      ? [{ mark: '◇', ink: 'soft', name: 'only retrained' }]
      : []),
  ];
  return (
    <text className="soft" x={x} y={y} textAnchor={isEnd ? 'end' : 'start'}>
      {names.map(({ mark, ink, name }, place) => (
        <tspan key={name}>
          <tspan className={ink} dx={place > 0 ? 12 : 0}>
            {mark}
          </tspan>{' '}
          {name}
        </tspan>
      ))}
    </text>
  );
}

function follow(
  event: KeyboardEvent<SVGGElement>,
  rows: Row[],
  place: number,
  onChoose: (corruption: string) => void,
) {
  const moves: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Enter: 0, ' ': 0 };
  const move = moves[event.key];
  if (move === undefined) return;
  event.preventDefault();
  const next = rows[place + move]?.corruption;
  if (!next) return;
  onChoose(next);
  const chart = event.currentTarget.ownerSVGElement;
  chart?.querySelector<SVGGElement>(`[data-corruption="${next}"]`)?.focus();
}
