import { memo } from 'react';
import { paperTables } from '../../audit/levels/paper';
import type { Place } from '../../charts/along';
import { Curve } from '../../charts/Curve';
import type { Ink } from '../../charts/DotStrip';
import { Diamond, Dot, Label, move, Rule } from '../../charts/marks';
import { SmallMultiples } from '../../charts/SmallMultiples';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { fixed } from '../../text/fixed';
import { percent } from '../../text/format';
import { type LevelEntry, type Place as LevelPlace, paperPlaces, placesOf } from './levelWords';

type Measure = {
  title: string;
  ink: Ink;
  of: (place: LevelPlace) => number | null;
  show: (value: number) => string;
  /** The null population's value, what retraining alone gives. */
  floor: boolean;
};

const measures: Measure[] = [
  {
    title: 'Top-1 lost, points',
    ink: 'compressed',
    of: ({ lost }) => lost,
    show: (value) => String(Number(fixed(value, 2))),
    floor: false,
  },
  {
    title: 'PIEs, share of images',
    ink: 'forgotten',
    of: ({ pies }) => pies,
    show: (value) => percent(value, 0),
    floor: true,
  },
  {
    title: 'Flagged, share of classes',
    ink: 'forgotten',
    of: ({ flagged }) => flagged,
    show: (value) => percent(value, 0),
    floor: true,
  },
];

const MARGINS = { left: 34, right: 44, top: 46, ground: 208 };

type LevelsChartProps = { levels: LevelEntry[]; current: string | null; width: number };

/** Three small charts over the share of weights removed: our populations in colour, the paper's in grey. */
export const LevelsChart = memo(function LevelsChart({ levels, current, width }: LevelsChartProps) {
  return (
    <SmallMultiples
      panels={measures.map((measure) => ({
        key: measure.title,
        draw: (width) => <Panel {...{ measure, levels, current, width }} />,
      }))}
      width={width}
      wideFrom={640}
      gap={28}
      height={244}
      label="Accuracy lost, PIEs and flagged classes by share of weights removed, beside the paper's"
    />
  );
});

type Known = { id: string; removed: number; value: number };

function known(places: (LevelPlace & { id?: string })[], of: Measure['of']): Known[] {
  return places.flatMap((place) => {
    const value = of(place);
    return value === null ? [] : { id: place.id ?? '', removed: place.removed, value };
  });
}

function Panel({ measure, levels, current, width }: LevelsChartProps & { measure: Measure }) {
  const { title, ink, of, show, floor } = measure;
  const trained = known(placesOf(levels, 'sparse'), of);
  const pruned = known(placesOf(levels, 'pruned'), of);
  const tuned = known(placesOf(levels, 'tuned'), of);
  const retrained = floor ? known(placesOf(levels, 'null'), of)[0] : undefined;
  const paper = paperTables.map((table) => ({ table, places: known(paperPlaces(table), of) }));
  const values = [...trained, ...pruned, ...tuned, ...paper.flatMap(({ places }) => places)].map(
    ({ value }) => value,
  );
  const low = Math.min(0, ...values);
  const high = Math.max(...values, retrained?.value ?? 0) * 1.06;
  const frame = xyFrame(
    width,
    MARGINS,
    {
      domain: [0, 1],
      ticks: [0, 0.5, 1],
      format: (tick) => (tick === 0.5 ? '50% removed' : percent(tick, 0)),
    },
    { domain: [low, high], kind: 'sqrt', ticks: ticksOf, format: show, title, scale: 'square-root scale' },
  );
  const { x, y, left } = frame;
  const at = ({ removed, value }: Known): [number, number] => [x(removed), y(value)];
  return (
    <>
      <XYFrame frame={frame} guides="none" />
      <Rule className="guide" x={[left, x(1)]} y={y(0)} />
      {paper.map(({ table, places }) => (
        <g key={table.id} className="levels-paper-series">
          <Curve ink="grey" points={places.map(at)} />
          {places.map((place) => (
            <rect key={place.removed} x={-2.5} y={-2.5} width={5} height={5} transform={move(...at(place))} />
          ))}
        </g>
      ))}
      {retrained && <Rule className="levels-retrained" x={[left, x(1)]} y={y(retrained.value)} />}
      <Curve ink={ink} dashed points={pruned.map(at)} />
      <Curve ink={ink} points={trained.map(at)} />
      {[...pruned, ...tuned].map((place) => (
        <Diamond
          key={place.id}
          className={tuned.includes(place) ? `fill-${ink}` : `levels-pruned stroke-${ink}`}
          x={x(place.removed)}
          y={y(place.value)}
          r={place.id === current ? 5.5 : 3.5}
        />
      ))}
      {trained.map((place) => (
        <Dot
          key={place.removed}
          className={`fill-${ink}`}
          x={x(place.removed)}
          y={y(place.value)}
          r={place.id === current ? 5 : 3.5}
        />
      ))}
      {paper.map(({ table, places }) => (
        <EndName
          key={table.id}
          name={table.data}
          end={places.map(at).at(-1)}
          width={width}
          others={paper.filter((other) => other.table !== table).map((other) => other.places.map(at).at(-1))}
        />
      ))}
      <OwnName name="in one shot" ink={ink} end={pruned.map(at).at(-1)} before />
      <OwnName name="here" ink={ink} end={trained.map(at).at(-1)} />
    </>
  );
}

type End = [x: number, y: number] | undefined;

type EndNameProps = { name: string; end: End; others: End[]; width: number };

/**
 * The name of a series of the paper right of its end, or above it where the end of another is as high or no
 * room is left.
 */
function EndName({ name, end, others, width }: EndNameProps) {
  if (!end) return null;
  const [x, y] = end;
  const meets =
    x + 10 + 6 * name.length > width ||
    others.some((other) => other && other[0] > x && Math.abs(other[1] - y) < 16);
  return (
    <Label
      className="soft levels-name"
      x={meets ? x - 8 : x + 7}
      y={meets ? y - 7 : y + 4}
      textAnchor={meets ? 'end' : 'start'}
      text={name}
    />
  );
}

/** The name of one of our own series, above its last point or before it. */
function OwnName({ name, ink, end, before = false }: { name: string; ink: Ink; end: End; before?: boolean }) {
  if (!end) return null;
  const [x, y] = end;
  return (
    <Label
      className={`levels-name levels-of-${ink}`}
      x={before ? x - 10 : x}
      y={before ? y + 4 : y - 10}
      textAnchor={before ? 'end' : 'middle'}
      text={name}
    />
  );
}

/** Round values of a square-root scale from 0, at least 24 px apart. */
function ticksOf(y: Place): number[] {
  const most = y.domain()[1];
  const ticks = [0];
  for (let power = Math.floor(Math.log10(most)); power >= -2; power--) {
    for (const lead of [1, 5, 2]) {
      const tick = lead * 10 ** power;
      if (tick <= most && ticks.every((other) => Math.abs(y(other) - y(tick)) >= 24)) ticks.push(tick);
    }
  }
  return ticks.sort((a, b) => a - b);
}
