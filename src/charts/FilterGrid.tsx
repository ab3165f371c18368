import { Chart } from './Chart';
import './marks.css';

export type FilterGridProps = {
  /** Filters one after another, row-major, each height x width. */
  values: Float32Array;
  /** 1 keeps a tap, 0 marks it as gone; null: all stay. */
  mask: Uint8Array | null;
  filter: [height: number, width: number];
  /** The magnitude drawn as full ink or bare paper. */
  extent: number;
  label: string;
  width: number;
};

/** Whole px a tap. */
const tap = 7;
const gap = 8;
const shades = 32;

/**
 * Convolution filters as small pictures: full ink is positive, bare paper negative, halfway 0; a dot marks a
 * tap that is gone.
 */
export function FilterGrid({ values, mask, filter, extent, label, width }: FilterGridProps) {
  const [rows, columns] = filter;
  const filters = Math.floor(values.length / (rows * columns));
  const room = Math.max(1, Math.floor((width + gap) / (columns * tap + gap)));
  const down = Math.ceil(filters / room);
  const across = Math.ceil(filters / Math.max(1, down));
  const square = (index: number, inset: number, width: number, height = width) => {
    const number = Math.floor(index / (rows * columns));
    const within = index % (rows * columns);
    const x = (number % across) * (columns * tap + gap) + (within % columns) * tap + inset;
    const y = Math.floor(number / across) * (rows * tap + gap) + Math.floor(within / columns) * tap + inset;
    return `M${x},${y}h${width}v${height}h-${width}z`;
  };
  const paths = new Array<string>(shades + 1).fill('');
  const frames = Array.from({ length: filters }, (_, number) =>
    square(number * rows * columns, 0, columns * tap, rows * tap),
  ).join('');
  let dots = '';
  values.forEach((value, index) => {
    if (mask?.[index] === 0) dots += square(index, (tap - 1) / 2, 1);
    else paths[shadeOf(value, extent)] += square(index, 0, tap);
  });
  return (
    <Chart
      width={width}
      height={Math.max(1, down * (rows * tap + gap) - gap)}
      className="filter-grid"
      label={label}
    >
      <path className="tap-ground" d={frames} />
      {paths.map((path, shade) =>
        path ? (
          <path key={path.slice(0, 12)} className="tap" fillOpacity={(shade / shades).toFixed(2)} d={path} />
        ) : null,
      )}
      <path className="tap-gone" d={dots} />
    </Chart>
  );
}

function shadeOf(value: number, extent: number): number {
  const share = extent > 0 ? Math.max(-1, Math.min(1, value / extent)) : 0;
  return Math.round((0.5 + 0.5 * share) * shades);
}
