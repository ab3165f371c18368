// What the inspector says of two saliency maps, and how it draws them: pure.
import { decimal } from '../../text/format';

/** Shades of a map. */
const SHADES = 10;

/** Cells a side at most; larger images are drawn by the means of blocks. */
const MOST_CELLS = 56;

/**
 * The cells of one shade as an SVG path in units of cells; `share` is the darkest's share of the scale, 0..1.
 */
export type Shade = { share: number; path: string };

/** A map in cells: how many, and their shades against `most`, the largest value on the scale. */
export function shadesOf(
  map: ArrayLike<number>,
  width: number,
  height: number,
  most: number,
): { columns: number; rows: number; block: number; shades: Shade[] } {
  const { block, columns, rows, cells } = cellsOf(map, width, height);
  const paths: string[] = new Array(SHADES).fill('');
  cells.forEach((value, at) => {
    const shade = most > 0 ? Math.min(SHADES, Math.ceil((SHADES * value) / most)) : 0;
    if (shade > 0) paths[shade - 1] += `M${at % columns} ${Math.floor(at / columns)}h1v1h-1z`;
  });
  const shades = paths.flatMap((path, i) => (path ? [{ share: (i + 1) / SHADES, path }] : []));
  return { columns, rows, block, shades };
}

/** The largest cell of a map as it is drawn. */
export function largestCell(map: ArrayLike<number>, width: number, height: number): number {
  return Math.max(...cellsOf(map, width, height).cells);
}

function cellsOf(map: ArrayLike<number>, width: number, height: number) {
  const block = Math.ceil(Math.max(width, height) / MOST_CELLS);
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const cells = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  for (let i = 0; i < width * height; i++) {
    const cell = Math.floor(Math.floor(i / width) / block) * columns + Math.floor((i % width) / block);
    cells[cell] += map[i];
    counts[cell]++;
  }
  return { block, columns, rows, cells: cells.map((sum, cell) => sum / counts[cell]) };
}

const two = (value: number) => decimal(value, 2);

/** How alike the two maps are, beside how alike two halves of the dense networks' are. */
export function likenessSentence(between: number | null, halves: number | null): string {
  if (between === null) return 'One map is the same everywhere, so that they cannot be compared.';
  const alike = `Over the pixels the two maps correlate at ${two(between)}`;
  if (halves === null) return `${alike}; with one dense network nothing tells how much of that is chance.`;
  return `${alike}; those of two halves of the dense networks at ${two(halves)}.`;
}

/** Of how many networks a map is the mean. */
export function networksWords(networks: number, of: number): string {
  if (networks === of) return networks === 1 ? 'one network' : `mean of ${networks} networks`;
  return `mean of the first ${networks} of ${of} networks`;
}
