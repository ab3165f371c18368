import { count, percent, short } from '../text/format';
import { Chart } from './Chart';
import { laidOut, type Placed } from './lanes';
import { Bar, Dot, Label, move } from './marks';
import './network.css';

/** A layer, or several that are one step, in a row of the diagram. */
export type DiagramRow = {
  /** Its name, or its number; none other has it. */
  name: string;
  /** "convolution 3 x 3, BatchNorm, ReLU". */
  words: string;
  /** What it gives: channels, rows and columns. */
  shape: readonly [channels: number, height: number, width: number];
  /** Rows whose values it takes, -1 for the network's input. */
  inputs: readonly number[];
  weights: number;
  multiplyAdds: number;
  /** How many of the weights are left; null where nothing was removed. */
  kept: number | null;
};

export type NetworkDiagramProps = {
  /** What goes in, in words, and its extent. */
  input: { words: string; shape: DiagramRow['shape'] };
  rows: readonly DiagramRow[];
  label: string;
  width: number;
};

/** Where the first row's node lies, under the names of the columns where there are any. */
const TOP = 14;
const HEAD = 22;

/**
 * A network from top to bottom: a row a layer, joined by lines as values flow, with what it gives, its
 * weights and its multiply-adds.
 */
export function NetworkDiagram({ input, rows, label, width }: NetworkDiagramProps) {
  const { rows: places, lanes } = laidOut(rows.map(({ inputs }) => inputs));
  const isNarrow = width < 620;
  const step = Math.min(14, 112 / Math.max(1, lanes));
  const text = 8 + lanes * step + 8;
  const isLong = isNarrow && rows.some(({ words }) => wrapped(words, width - text).length > 1);
  const height = isNarrow ? (isLong ? 68 : 54) : 26;
  const at = ({ lane }: Pick<Placed, 'lane'>) => 8 + lane * step;
  const top = isNarrow ? TOP : TOP + HEAD;
  const down = (row: number) => top + row * height;
  const hasKept = rows.some(({ kept }) => kept !== null);
  const columns = isNarrow ? null : columnsOf(width, hasKept);
  return (
    <Chart width={width} height={down(rows.length) + height - 10} className="network-diagram" label={label}>
      {places.flatMap(({ from, lane }, row) =>
        from.map((source) => (
          <path
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
            key={`${source.row} ${row}`}
            className="network-edge"
            d={edge(at(source), down(source.row), at({ lane }), down(row), height)}
          />
        )),
      )}
      {places.map((place, row) => (
        <Dot
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
          key={row}
          className={rows[row - 1]?.weights ? 'network-node weighted' : 'network-node'}
          x={at(place)}
          y={down(row)}
          r={rows[row - 1]?.weights ? 4.5 : 3}
        />
      ))}
      {columns && <Heads columns={columns} width={width} />}
      <Line y={top} {...{ text, width, columns }} words={input.words} shape={input.shape} />
      {rows.map((row, index) => (
        <Line
          key={row.name}
          y={down(index + 1)}
          {...{ text, width, columns }}
          words={row.words}
          shape={row.shape}
          layer={row}
        />
      ))}
    </Chart>
  );
}

/** Right ends of the columns. */
type Columns = { shape: number; weights: number; adds: number; left: number | null };

function columnsOf(width: number, hasKept: boolean): Columns {
  const left = hasKept ? width : null;
  const adds = width - (hasKept ? 118 : 0);
  return { left, adds, weights: adds - 96, shape: adds - 190 };
}

/** The names of the columns. */
function Heads({ columns: { shape, weights, adds, left }, width }: { columns: Columns; width: number }) {
  const heads: [number, string][] = [
    [shape, 'gives'],
    [weights, 'weights'],
    [adds, 'multiply-adds'],
    ...(left === null ? [] : [[width, 'left'] as [number, string]]),
  ];
  return heads.map(([x, words]) => (
    <Label key={words} className="soft" x={x} y={10} textAnchor="end" text={words} />
  ));
}

type LineProps = {
  y: number;
  text: number;
  width: number;
  columns: Columns | null;
  words: string;
  shape: DiagramRow['shape'];
  layer?: DiagramRow;
};

function Line({ y, text, width, columns, words, shape, layer }: LineProps) {
  const extent = shape.join(' × ');
  const weights = layer?.weights ? count(layer.weights) : '';
  const adds = layer?.multiplyAdds ? short(layer.multiplyAdds) : '';
  if (!columns) {
    const lines = wrapped(words, width - text);
    const under = 4 + 15 * lines.length;
    const facts = [extent, weights && `${weights} weights`, leftWords(layer)];
    return (
      <g transform={move(0, y)}>
        {lines.map((line, index) => (
          <Label key={line} x={text} y={4 + 15 * index} text={line} />
        ))}
        <Label className="soft" x={text} y={under} text={facts.filter(Boolean).join(', ')} />
        {adds && <Label className="soft" x={text} y={under + 14} text={`${adds} multiply-adds`} />}
      </g>
    );
  }
  const bar = width - 104;
  return (
    <g transform={move(0, y)}>
      <Label x={text} y={4.5} text={shortened(words, columns.shape - 96 - text)} />
      <Label className="soft" x={columns.shape} y={4.5} textAnchor="end" text={extent} />
      <Label className="soft" x={columns.weights} y={4.5} textAnchor="end" text={weights} />
      <Label className="soft" x={columns.adds} y={4.5} textAnchor="end" text={adds} />
      {columns.left !== null && layer && layer.kept !== null && layer.weights > 0 && (
        <>
          <Bar className="share-whole" x={[bar, bar + 60]} y={[-5, 5]} />
          <Bar className="share-kept" x={[bar, bar + (60 * layer.kept) / layer.weights]} y={[-5, 5]} />
          <Label
            className="soft"
            x={width}
            y={4.5}
            textAnchor="end"
            text={percent(layer.kept / layer.weights)}
          />
        </>
      )}
    </g>
  );
}

function leftWords(layer: DiagramRow | undefined): string {
  if (!layer || layer.kept === null || layer.weights === 0) return '';
  return `${percent(layer.kept / layer.weights)} left`;
}

/** Words that fit into `room` px, at 6.3 px a letter. */
function shortened(words: string, room: number): string {
  const most = Math.max(8, Math.floor(room / 6.3));
  return words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`;
}

/** Words in one line, or in two where they do not fit into `room` px; what is longer still is shortened. */
function wrapped(words: string, room: number): string[] {
  const whole = shortened(words, room);
  if (whole === words) return [words];
  const end = words.lastIndexOf(' ', whole.length - 1);
  return end < 0 ? [whole] : [words.slice(0, end), shortened(words.slice(end + 1), room)];
}

/** A line down its lane, which turns to another lane just above the node. */
function edge(x: number, y: number, toX: number, toY: number, height: number): string {
  if (x === toX) return `M${x},${y}V${toY}`;
  const turn = toY - Math.min(height, 26) * 0.8;
  return `M${x},${y}V${turn}C${x},${toY - 6} ${toX},${turn + 6} ${toX},${toY}`;
}
