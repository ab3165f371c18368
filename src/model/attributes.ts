import type { Attribute, Shard } from './shard';

/** A property of every image as a number. */
type ImageAttribute = Extract<Attribute, { values: Float64Array }>;

/** What can be computed of any image, by the names of the attributes; `meaning` for people. */
export const computedAttributes = [
  { name: 'brightness', meaning: 'mean grey value, 0 to 1' },
  { name: 'contrast', meaning: 'how far grey values spread' },
  { name: 'ink', meaning: 'share of pixels brighter than 0.2' },
  { name: 'edges', meaning: 'share of pixels with a Sobel gradient over 0.25' },
  { name: 'symmetry', meaning: '1: its own mirror image, left to right' },
] as const;

/** Luma counts in this many steps, all of them whole numbers: every sum below is exact. */
const WHITE = 255_000;

/** A pixel is ink when its luma is more than this share of white. */
const INK = 0.2;

/** A pixel is an edge when its gradient is more than that of a step by this share of white. */
const EDGE = 0.25;

/**
 * Brightness, contrast, ink, edge density and left-right symmetry of every image, in the order of
 * `computedAttributes`, from luma L(y, x) in 0..1: the grey value / 255, or (0.299 R + 0.587 G + 0.114 B) /
 * 255 (Rec. 601). With n pixels of an image:
 *
 * - brightness: sum L / n
 * - contrast: sqrt(sum (L - brightness)^2 / n)
 * - ink: share of pixels with L > 0.2
 * - edges: share of pixels with sqrt(gx^2 + gy^2) / 4 > 0.25; / 4 makes a straight step from 0 to 1 count as
 *   1. gx and gy are Sobel's 3 x 3 differences ([1 2 1] across [-1 0 1]); pixels beyond the border repeat it
 * - symmetry: 1 - sum |L(y, x) - L(y, width - 1 - x)| / (2 sum L), 0..1; 1 for an image without any light
 *
 * Thresholds are compared in whole numbers, so that no rounding decides. Throws on images of neither 1 nor 3
 * channels.
 */
export function imageAttributes(shard: Shard): ImageAttribute[] {
  const { count, height, width, channels, images } = shard;
  if (channels !== 1 && channels !== 3) {
    throw new Error(
      `Expected grey images or RGB ones to take luma of, but those of ${shard.id} have ${channels} channels.`,
    );
  }
  const pixels = height * width;
  const columns = computedAttributes.map(({ name }) => ({ name, values: new Float64Array(count) }));
  const luma = new Float64Array(pixels);
  for (let image = 0; image < count; image++) {
    const start = image * pixels * channels;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const at = start + pixel * channels;
      luma[pixel] =
        channels === 1 ? 1000 * images[at] : 299 * images[at] + 587 * images[at + 1] + 114 * images[at + 2];
    }
    measure(luma, height, width).forEach((value, column) => {
      columns[column].values[image] = value;
    });
  }
  return columns;
}

function measure(luma: Float64Array, height: number, width: number): number[] {
  const n = luma.length;
  let sum = 0;
  let ink = 0;
  let mirrored = 0;
  for (let pixel = 0; pixel < n; pixel++) {
    const x = pixel % width;
    sum += luma[pixel];
    if (luma[pixel] > INK * WHITE) ink++;
    mirrored += Math.abs(luma[pixel] - luma[pixel - x + width - 1 - x]);
  }
  const center = sum / n;
  let squares = 0;
  for (const value of luma) squares += (value - center) ** 2;
  return [
    center / WHITE,
    Math.sqrt(squares / n) / WHITE,
    ink / n,
    countEdges(luma, height, width) / n,
    sum === 0 ? 1 : 1 - mirrored / (2 * sum),
  ];
}

function countEdges(luma: Float64Array, height: number, width: number): number {
  const least = (4 * EDGE * WHITE) ** 2;
  let edges = 0;
  for (let y = 0; y < height; y++) {
    const above = Math.max(0, y - 1) * width;
    const here = y * width;
    const below = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const [a, b, c] = [luma[above + left], luma[above + x], luma[above + right]];
      const [d, f] = [luma[here + left], luma[here + right]];
      const [g, h, i] = [luma[below + left], luma[below + x], luma[below + right]];
      const across = c + 2 * f + i - a - 2 * d - g;
      const down = g + 2 * h + i - a - 2 * b - c;
      if (across ** 2 + down ** 2 > least) edges++;
    }
  }
  return edges;
}
