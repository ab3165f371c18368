// Which form a convolution takes, by what the kernels cost.
import type { ConvStep } from '../steps';
import { BLOCK, type Costs, type Transforms } from './packedKernels';
import { placesPerPixel, type Tile, winogradTiles } from './winograd';

/**
 * What the transforms of Winograd's forms cost where nothing was measured: as seen with 16 to 32 channels on
 * an Intel Xeon. Without fused multiply-adds it is never measured, so that every machine takes the same
 * form, which gives the same bits.
 */
export const TRANSFORMS: Transforms = [1.5, 1];

/** Compressed rows and dense blocks of channels that have `counts` of `taps` weights left. */
function directCost(counts: Uint32Array, taps: number, { tap, entry }: Costs): number {
  const order = counts.toSorted().reverse();
  let cost = 0;
  for (let first = 0; first < order.length; first += BLOCK) {
    const block = order.slice(first, first + BLOCK);
    const rows = entry * block.reduce((sum, count) => sum + count, 0);
    cost += block.length === BLOCK ? Math.min(rows, tap * taps) : rows;
  }
  return cost;
}

/** The places, which have no zeros, and the transforms. */
function winogradCost({ input, output }: ConvStep, tile: Tile, costs: Costs): number {
  const places = placesPerPixel(tile) * input.channels * Math.ceil(output.channels / BLOCK) * costs.tap;
  const [two, four] = costs.transforms ?? TRANSFORMS;
  return places + (input.channels + output.channels) * (tile === 2 ? two : four);
}

/**
 * The tile of Winograd's form that costs least, for a convolution whose output channels have `counts` of
 * `taps` weights left; null where rows and blocks cost less, or it cannot run so.
 */
export function cheapestTile(step: ConvStep, counts: Uint32Array, taps: number, costs: Costs): Tile | null {
  const tiles = winogradTiles(step);
  if (tiles.length === 0) return null;
  let [best, least]: [Tile | null, number] = [null, directCost(counts, taps, costs)];
  for (const tile of tiles) {
    const cost = winogradCost(step, tile, costs);
    if (cost < least) [best, least] = [tile, cost];
  }
  return best;
}
