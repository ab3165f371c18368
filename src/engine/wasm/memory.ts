/** What memory a run in WebAssembly takes, from the plan of its tiles, before anything is allocated. */
import type { Architecture } from '../../model/architecture';
import { tensorShapes } from '../../model/architecture';
import { sizeOf } from '../../model/sizeOf';
import { planSteps } from '../plan';
import { cheapestTile } from './forms';
import { LANES } from './kernels';
import { placeBuffers } from './placement';
import { winogradBytes, winogradKernelBytes } from './winograd';

/**
 * A run: networks, images, the cores that share them out, and how many images each core is given at once
 * (all, unless told). Where BatchNorm is estimated anew before it, `calibration` images serve for that.
 */
export type RunSize = {
  members: number;
  images: number;
  threads: number;
  atOnce?: number;
  calibration?: number;
};

/**
 * Bytes that a run takes: all of them, and of which for values between layers (one group of 16 images a core)
 * and for weights.
 */
export type RunMemory = { bytes: number; activations: number; weights: number; images: number };

/** Packed networks up to this size are kept beside the kernels' memory, so that a run packs each once. */
export const KEPT_NETWORK_BYTES = 2 ** 24;

/**
 * Bytes of networks and images that each of so many workers keeps: together they keep what large networks
 * need to be sent once, and each what a few small ones do.
 */
export const workerBytes = (threads: number) => Math.max(96, 384 / threads) * 2 ** 20;

/** Bytes that a worker takes to keep a network of so many bytes, of which it holds `held`, and its program. */
export function memberBytes(whole: number, held: number): number {
  return held + (held > KEPT_NETWORK_BYTES ? 0 : Math.min(2 * whole, KEPT_NETWORK_BYTES));
}

/**
 * Bytes that a worker takes to keep what pruning or re-estimation makes of a network of so many bytes, beside
 * the values that both share: a bit a weight of four bytes, and its program.
 */
export const derivedBytes = (whole: number) => whole / 32 + Math.min(2 * whole, KEPT_NETWORK_BYTES);

/** A packed weight has its value, and a part of its tap's address: four bytes and an eighth of them. */
const PACKED = 4.5;

/**
 * An estimate of what running dense networks takes, in bytes, in float32. Each core keeps the values between
 * layers of 16 images, the images it was given, and room to pack the largest layer. It also keeps the weights
 * of its networks, as many as it may (`workerBytes`): as they came and, where they are few, packed. One of
 * them is packed in the kernels' memory. All calibration images stay with each core, and again those that a
 * network drew. The page keeps the weights of all networks and the images. What the browser or Node takes
 * itself is not in it. Sparse networks take less.
 */
export function runMemory(
  architecture: Architecture,
  { members, images, threads, atOnce = images, calibration = 0 }: RunSize,
): RunMemory {
  const plan = planSteps(architecture);
  const { channels, height, width } = architecture.input;
  const parameters = [...tensorShapes(architecture).values()].reduce((sum, shape) => sum + sizeOf(shape), 0);
  const kernels = plan.steps.flatMap((step) => {
    if (step.kind !== 'conv') return [];
    const weights = (step.output.channels * step.input.channels * sizeOf(step.kernel)) / step.groups;
    const taps = weights / step.output.channels;
    const counts = new Uint32Array(step.output.channels).fill(taps);
    const tile = cheapestTile(step, counts, taps);
    const packed = tile ? winogradKernelBytes(step, tile) : PACKED * weights;
    return [{ packed, room: packed + 8 * weights, tiles: tile ? winogradBytes(step, tile) : [0, 0] }];
  });
  const program = kernels.reduce((sum, { packed }) => sum + packed, 0);
  const room = Math.max(0, ...kernels.map((kernel) => kernel.room));
  const tiles = Math.max(0, ...kernels.map((kernel) => kernel.tiles[0] + kernel.tiles[1]));
  const buffers = placeBuffers(plan).bytes;
  const cores = Math.min(threads, members * Math.ceil(images / LANES));
  const pixels = channels * height * width;
  const activations = cores * (buffers + tiles);
  const kept = program <= KEPT_NETWORK_BYTES ? program : 0;
  const each = 4 * parameters;
  const own = Math.ceil(members / cores);
  const held = Math.max(1, Math.min(own, Math.floor(workerBytes(threads) / memberBytes(each, each))));
  const weights = each * members + cores * (held * (each + kept) + program + room);
  const given = Math.min(images, atOnce);
  const shown = images + cores * (Math.ceil(given / LANES) + 1) * LANES;
  const pictures = pixels * (shown + calibration * (1 + 2 * cores));
  return { bytes: activations + weights + pictures, activations, weights, images: pictures };
}
