import { scaleLinear } from 'd3-scale';
import { useMemo } from 'react';
import { versusOf } from '../../audit/versus';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { count, pValue, signed } from '../../charts/format';
import { useWidth } from '../../charts/useWidth';
import type { Shard } from '../../model/shard';
import { ShardImage } from '../exemplars/ShardImage';
import { methodsHref } from '../methods/anchors';
import {
  type ClassPair,
  classPairs,
  figureNames,
  figuresOf,
  networksCaveat,
  type Side,
  versusClaim,
} from './describe';
import './versus.css';

export type VersusPanelProps = {
  shard: Shard;
  first: Side;
  second: Side;
  stale?: boolean;
  /** Opens an image in the inspector. */
  onOpen: (image: number) => void;
};

/** Images of a set laid out before "and so many more". */
const SHOWN = 24;

/** "Two compressions, side by side": their figures, the PIEs of one, of both and of the other, and every class under both. */
export function VersusPanel({ shard, first, second, stale, onOpen }: VersusPanelProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const versus = useMemo(() => versusOf(first.findings, second.findings), [first, second]);
  const pairs = useMemo(() => classPairs(first.findings, second.findings), [first, second]);
  const caveat = networksCaveat(first, second);
  const sets = [
    { id: 'first', title: `Only by ${first.name}`, images: versus.only.first },
    { id: 'both', title: 'By both', images: versus.only.both },
    { id: 'second', title: `Only by ${second.name}`, images: versus.only.second },
  ];
  return (
    <Figure
      title="Two compressions, side by side"
      name="versus"
      methods={methodsHref('beside')}
      claim={
        <>
          {versusClaim(first, second, versus)} {caveat}
        </>
      }
      how="the bar splits the images that either compression changes. Below, a class is a row: filled is its change beyond the model under the first compression, hollow under the second, in points. Point at an image or a class, or reach it by keyboard, and it is marked wherever it appears."
      table={<ClassTable {...{ pairs, first, second }} classes={shard.classes} />}
      stale={stale}
    >
      <div ref={ref} className="versus">
        <ChartTable
          caption="Against the same dense population"
          columns={['Figure', first.name, second.name]}
          rows={figureNames.map((name, row) => ({
            key: name,
            cells: [name, figuresOf(first)[row], figuresOf(second)[row]],
          }))}
        />
        <SplitBar sets={sets} width={width} />
        {sets.map(({ id, title, images }) => (
          <ImageSet key={id} {...{ id, title, images, shard, onOpen }} />
        ))}
        <ClassPairs pairs={pairs} classes={shard.classes} width={width} />
      </div>
    </Figure>
  );
}

type ImageSetProps = { id: string; title: string; images: Uint32Array } & Pick<
  VersusPanelProps,
  'shard' | 'onOpen'
>;

function ImageSet({ id, title, images, shard, onOpen }: ImageSetProps) {
  if (images.length === 0) return null;
  const rest = images.length - SHOWN;
  return (
    <div className="versus-set" data-set={id} data-count={images.length}>
      <h3>
        {title} <span>{count(images.length)}</span>
      </h3>
      <ul>
        {Array.from(images.subarray(0, SHOWN), (image) => (
          <li key={image}>
            <button
              type="button"
              data-is={`image:${image}`}
              data-of={`class:${shard.labels[image]}`}
              aria-label={`Image ${image}, ${shard.classes[shard.labels[image]]}`}
              onClick={() => onOpen(image)}
            >
              <ShardImage shard={shard} image={image} limit={30} />
            </button>
          </li>
        ))}
        {rest > 0 && <li>and {count(rest)} more</li>}
      </ul>
    </div>
  );
}

function SplitBar({
  sets,
  width,
}: {
  sets: { id: string; title: string; images: Uint32Array }[];
  width: number;
}) {
  const all = sets.reduce((sum, { images }) => sum + images.length, 0);
  if (all === 0) return null;
  const x = scaleLinear([0, all], [0, width]);
  let from = 0;
  return (
    <svg
      className="chart"
      width={width}
      height={44}
      role="img"
      aria-label={sets.map(({ title, images }) => `${title}: ${count(images.length)}`).join('; ')}
    >
      {sets.map(({ id, images }) => {
        const start = x(from);
        from += images.length;
        const length = x(from) - start;
        return (
          <g key={id} transform={`translate(${start.toFixed(1)},0)`}>
            <rect className={`versus-${id}`} width={Math.max(0, length - 1).toFixed(1)} height={22} />
            {length > 30 && (
              <text x={2} y={38}>
                {count(images.length)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

const ROW = 26;

function ClassPairs({ pairs, classes, width }: { pairs: ClassPair[]; classes: string[]; width: number }) {
  const values = pairs.flatMap(({ first, second }) => [first.normalised ?? 0, second.normalised ?? 0]);
  const left = 104;
  const x = scaleLinear([Math.min(0, ...values), Math.max(0, ...values)], [left + 8, width - 52]).nice();
  return (
    <div>
      <h3>Beyond the model, points</h3>
      <ol className="versus-classes">
        {pairs.map(({ class: label, first, second, apart }) => (
          <li key={label}>
            <button
              type="button"
              data-is={`class:${label}`}
              aria-label={`${classes[label]} ${signed(apart)}: ${signed(first.normalised)} and ${signed(second.normalised)} points beyond the model`}
            >
              <svg className="chart" width={width} height={ROW} aria-hidden="true">
                <text y={17}>{classes[label]}</text>
                <line className="guide" x1={x(0).toFixed(1)} x2={x(0).toFixed(1)} y1={0} y2={ROW} />
                {first.normalised !== null && second.normalised !== null && (
                  <line
                    className="axis"
                    x1={x(first.normalised).toFixed(1)}
                    x2={x(second.normalised).toFixed(1)}
                    y1={13}
                    y2={13}
                  />
                )}
                {first.normalised !== null && (
                  <circle className="fill-compressed" cx={x(first.normalised).toFixed(1)} cy={13} r={4.5} />
                )}
                {second.normalised !== null && (
                  <circle className="versus-hollow" cx={x(second.normalised).toFixed(1)} cy={13} r={4.5} />
                )}
                <text className="soft" x={width} y={17} textAnchor="end">
                  {signed(apart)}
                </text>
              </svg>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

type ClassTableProps = { pairs: ClassPair[]; classes: string[]; first: Side; second: Side };

function ClassTable({ pairs, classes, first, second }: ClassTableProps) {
  return (
    <ChartTable
      caption="Change of every class beyond the model, points, with Welch's p"
      columns={['Class', first.name, 'p', second.name, 'p of the second', 'Difference']}
      rows={pairs.map((pair) => ({
        key: String(pair.class),
        cells: [
          classes[pair.class],
          signed(pair.first.normalised, 2),
          pValue(pair.first.welch.p),
          signed(pair.second.normalised, 2),
          pValue(pair.second.welch.p),
          signed(pair.apart, 2),
        ],
      }))}
    />
  );
}
