import { useMemo, useState } from 'react';
import { type Versus, versusOf } from '../../audit/levels/versus';
import { along } from '../../charts/along';
import { Chart } from '../../charts/Chart';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { Bar, Label, move } from '../../charts/marks';
import { useWidth } from '../../charts/useWidth';
import type { Shard } from '../../model/shard';
import { count, pValue, range, signed } from '../../text/format';
import { ShardImage } from '../exemplars/ShardImage';
import { methodsHref } from '../methods/anchors';
import { ClassPairs } from './ClassPairs';
import { NetworkStrips } from './NetworkStrips';
import {
  type ClassPair,
  classesClaim,
  classPairs,
  differences,
  figureNames,
  figuresOf,
  networksCaveat,
  type Side,
  versusClaim,
} from './versusWords';
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

/**
 * "Two compressions, side by side": their figures, the PIEs of one, of both and of the other, and every class
 * under both.
 */
export function VersusPanel({ shard, first, second, stale, onOpen }: VersusPanelProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const versus = useMemo(() => versusOf(first.findings, second.findings), [first, second]);
  const pairs = useMemo(() => classPairs(first.findings, second.findings, versus), [first, second, versus]);
  const [chosen, setChosen] = useState<number | null>(null);
  const { alpha } = first.findings.options;
  const apart = differences(versus);
  const caveat = networksCaveat(first, second);
  const images = versusClaim(first, second, versus);
  const byClass = classesClaim(first, second, pairs, shard.classes);
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
          {images.claim} {byClass.claim} {caveat}
        </>
      }
      evidence={[images.evidence, byClass.evidence].filter(Boolean).join(' ')}
      how={
        <>
          the bar splits the images that either compression changes. Below, a class is a row: filled is its
          change beyond the model under the first compression, hollow under the second, in points. The line
          between is thick where the two are told apart (
          {versus.paired
            ? 'paired test, as both are made of the same networks'
            : 'Welch’s test, as their networks were trained apart'}
          , adjusted p ≤ {alpha}). Choose a class to see its networks. Point at an image, a class or a
          network’s dot, or reach one of the first two by keyboard. It is marked wherever it appears.
        </>
      }
      table={<ClassTable {...{ pairs, first, second, versus }} classes={shard.classes} />}
      stale={stale}
    >
      <div ref={ref} className="versus">
        <ChartTable
          caption="Against the same dense population"
          columns={[
            ['Figure', (name) => name],
            [first.name, (_, row) => figuresOf(first)[row]],
            [second.name, (_, row) => figuresOf(second)[row]],
            ['First minus second (95%)', (_, row) => apart[row]],
          ]}
          rows={figureNames}
        />
        <SplitBar sets={sets} width={width} />
        {sets.map(({ id, title, images }) => (
          <ImageSet key={id} {...{ id, title, images, shard, onOpen }} />
        ))}
        <NetworkStrips {...{ first, second, chosen, width }} classes={shard.classes} />
        <ClassPairs {...{ pairs, alpha, chosen, width }} classes={shard.classes} onChoose={setChosen} />
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

type SplitBarProps = { sets: { id: string; title: string; images: Uint32Array }[]; width: number };

function SplitBar({ sets, width }: SplitBarProps) {
  const all = sets.reduce((sum, { images }) => sum + images.length, 0);
  if (all === 0) return null;
  const x = along({ domain: [0, all] }, 0, width);
  let from = 0;
  return (
    <Chart
      width={width}
      height={44}
      label={sets.map(({ title, images }) => `${title}: ${count(images.length)}`).join('; ')}
    >
      {sets.map(({ id, images }) => {
        const start = x(from);
        from += images.length;
        const length = x(from) - start;
        return (
          <g key={id} transform={move(start, 0)}>
            <Bar className={`versus-${id}`} x={[0, Math.max(0, length - 1)]} y={[0, 22]} />
            {length > 30 && <Label x={2} y={38} text={count(images.length)} />}
          </g>
        );
      })}
    </Chart>
  );
}

type ClassTableProps = { pairs: ClassPair[]; classes: string[]; first: Side; second: Side; versus: Versus };

function ClassTable({ pairs, classes, first, second, versus }: ClassTableProps) {
  return (
    <ChartTable
      caption={
        'Change of every class beyond the model, points, with Welch’s p; the difference by ' +
        `${versus.paired ? 'the paired test' : 'Welch’s test'}`
      }
      columns={[
        ['Class', (pair) => classes[pair.class]],
        [first.name, (pair) => signed(pair.first.normalised, 2)],
        ['p', (pair) => pValue(pair.first.welch.p)],
        [second.name, (pair) => signed(pair.second.normalised, 2)],
        ['p of the second', (pair) => pValue(pair.second.welch.p)],
        ['Difference', (pair) => signed(pair.difference.apart, 2)],
        ['95% interval', (pair) => range(pair.difference.interval, (end) => signed(end, 2))],
        ['p of the difference', (pair) => pValue(pair.difference.test.p)],
        ['Adjusted p', (pair) => pValue(pair.difference.pAdjusted)],
      ]}
      rows={pairs}
    />
  );
}
