// Which form a convolution takes.
import type { ConvStep } from '../steps';
import { PIXEL } from './kernels';
import { BLOCK, type FormCosts } from './packedKernels';
import { placesPerPixel, type Tile, winogradTiles } from './winograd';

/**
 * What the forms cost, as seen with 16 to 32 channels on an Intel Xeon, `row` on an AMD EPYC. Constants:
 * forms differ in the last bits, so what was measured in one worker, tab or machine would give the same
 * network other bits in another.
 */
const FORM_COSTS: Required<FormCosts> = { entry: 0.2, two: 1.5, four: 1, row: 3 };

/** Compressed rows and dense blocks of channels that have `counts` of `taps` weights left. */
function directCost(counts: Uint32Array, taps: number, { entry }: FormCosts): number {
  const order = counts.toSorted().reverse();
  let cost = 0;
  for (let first = 0; first < order.length; first += BLOCK) {
    const block = order.slice(first, first + BLOCK);
    const rows = entry * block.reduce((sum, count) => sum + count, 0);
    cost += block.length === BLOCK ? Math.min(rows, taps) : rows;
  }
  return cost;
}

/** The places, which have no zeros, and the transforms. */
function winogradCost({ input, output }: ConvStep, tile: Tile, { two, four }: FormCosts): number {
  const places = placesPerPixel(tile) * input.channels * Math.ceil(output.channels / BLOCK);
  return places + (input.channels + output.channels) * (tile === 2 ? two : four);
}

/**
 * The tile of Winograd's form that costs least, for a convolution whose output channels have `counts` of
 * `taps` weights left. Null where rows and blocks cost less, or it cannot run so.
 */
export function cheapestTile(
  step: ConvStep,
  counts: Uint32Array,
  taps: number,
  costs: FormCosts = FORM_COSTS,
): Tile | null {
  const tiles = winogradTiles(step);
  if (tiles.length === 0) return null;
  let [best, least]: [Tile | null, number] = [null, directCost(counts, taps, costs)];
  for (const tile of tiles) {
    const cost = winogradCost(step, tile, costs);
    if (cost < least) [best, least] = [tile, cost];
  }
  return best;
}

/**
 * Bytes of inputs that two output pixels, which rows sum at once, may see: most of a first cache of 32 KB.
 */
const WINDOW_BYTES = 24 * 1024;

/** Fewer entries of a row than that do not repay its sums' way to memory and back between two parts. */
const FEWEST_ENTRIES = 24;

/**
 * The parts in which compressed rows of `counts` weights left come, each of a range of input channels that a
 * core's first cache holds.
 */
export function rowParts({ groups, input, kernel, stride }: ConvStep, counts: number[]): number {
  if (groups > 1) return 1;
  const bytes = input.channels * kernel[0] * (kernel[1] + stride[1]) * PIXEL;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const most = Math.floor(mean / FEWEST_ENTRIES);
  return Math.max(1, Math.min(Math.ceil(bytes / WINDOW_BYTES), most || 1));
}

/** Output pixels side by side that the kernel of depthwise convolutions sums at once. */
const COLUMNS = 4;

/** Whether a convolution can run in the dense form of depthwise ones. */
function isDepthwise({ groups, input, output, stride, dilation }: ConvStep): boolean {
  const isPlain = stride[1] <= 2 && dilation.every((value) => value === 1);
  return groups > 1 && groups === input.channels && isPlain && output.width >= COLUMNS;
}

/**
 * The output channels, which have `counts` of `taps` weights left, that cost less in the dense form of
 * depthwise convolutions than as rows. A tap of it costs what an entry of a row does. A row of pixels that
 * four do not divide is filled up.
 */
export function depthwiseChannels(
  step: ConvStep,
  counts: Uint32Array,
  taps: number,
  row = FORM_COSTS.row,
): number[] {
  if (!isDepthwise(step)) return [];
  const { width } = step.output;
  const cost = (taps * Math.ceil(width / COLUMNS) * COLUMNS) / width;
  // A channel without weights has no entries to walk.
  return Array.from(counts.keys()).filter((channel) => counts[channel] > 0 && counts[channel] + row > cost);
}
