/**
 * Networks whose BatchNorm an exporter folded into the convolutions: how they are told, and the magnitude
 * that does not see it.
 */
import { type Architecture, kernelName, prunableLayers } from './architecture';

/**
 * The norm (square root of the sum of squares, in float64) of each output channel's weights in a kernel of
 * `rows` output channels.
 */
export function channelNorms(kernel: Float32Array, rows: number): Float64Array {
  const size = kernel.length / rows;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let i = row * size; i < (row + 1) * size; i++) sum += kernel[i] ** 2;
    return Math.sqrt(sum);
  });
}

/**
 * A kernel with each output channel's weights divided by their norm, rounded to float32 once; channels of
 * zeros stay zeros. Folding BatchNorm into a convolution multiplies each output channel by a factor of its
 * own, which this takes out again whatever it was.
 */
export function unfoldedWeights(kernel: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const norms = channelNorms(kernel, rows);
  const size = kernel.length / rows;
  const unfolded = new Float32Array(kernel.length);
  for (let i = 0; i < kernel.length; i++) {
    const norm = norms[Math.floor(i / size)];
    unfolded[i] = norm === 0 ? 0 : kernel[i] / norm;
  }
  return unfolded;
}

/**
 * The spread of scales (`channelSpread`) from which a network without normalisation is taken to have
 * BatchNorm folded in. The shipped networks have 1.5 and 1.8 with BatchNorm, 3.5 and 4.7 with it folded in
 * (src/cli/foldedNetworks.test.ts); small networks that were trained without BatchNorm had 1.4 to 2.3.
 * Networks trained for a few epochs may stay below it though they are folded.
 */
export const FOLDED_SPREAD = 2.5;

const share = (sorted: Float64Array, part: number) => sorted[Math.round(part * (sorted.length - 1))];

/**
 * How much the scales of a network's convolutions vary: the 90th percentile of the norms of all their output
 * channels over the 10th. Channels of zeros and depthwise convolutions are left apart; null where there are
 * fewer than two channels. `kernelOf` gives a kernel by its tensor's name.
 */
export function channelSpread(
  architecture: Architecture,
  kernelOf: (name: string) => Float32Array,
): number | null {
  const norms = prunableLayers(architecture).flatMap((layer) =>
    layer.kind === 'conv' && (layer.groups ?? 1) === 1
      ? [...channelNorms(kernelOf(kernelName(layer)), layer.output)].filter((norm) => norm > 0)
      : [],
  );
  const sorted = Float64Array.from(norms).sort();
  return sorted.length < 2 ? null : share(sorted, 0.9) / share(sorted, 0.1);
}

/**
 * Whether networks look as if an exporter had folded their BatchNorm into the convolutions: no normalisation,
 * and scales that vary much.
 */
export function looksFolded({ layers }: Architecture, spread: number | null): boolean {
  const isNormalised = layers.some(({ kind }) => kind === 'batchNorm' || kind === 'layerNorm');
  return !isNormalised && spread !== null && spread >= FOLDED_SPREAD;
}
