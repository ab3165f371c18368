// Which form a convolution takes.
import type { ConvStep } from '../steps';
import { BLOCK, type FormCosts } from './packedKernels';
import { placesPerPixel, type Tile, winogradTiles } from './winograd';

/**
 * What the forms cost, as seen with 16 to 32 channels on an Intel Xeon. Constants: forms differ in the last
 * bits, so what was measured in one worker, tab or machine would give the same network other bits in another.
 */
const FORM_COSTS: FormCosts = { entry: 0.2, two: 1.5, four: 1 };

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
