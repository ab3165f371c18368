import { cosine, sine } from './arithmetic';
import { convolve, enlarged, motionTaps } from './filters';
import { type Corruption, nearest, type Picture, toByte, withValues } from './picture';
import { normals, type Random } from './random';

const FOG = [
  [0.2, 3],
  [0.5, 3],
  [0.75, 2.5],
  [1, 2],
  [1.5, 1.75],
];
const FROST = [
  [1, 0.2],
  [1, 0.3],
  [0.9, 0.4],
  [0.85, 0.4],
  [0.75, 0.45],
];
const SNOW = [
  [0.1, 0.2, 1, 0.6, 8, 3, 0.95],
  [0.1, 0.2, 1, 0.5, 10, 4, 0.9],
  [0.15, 0.3, 1.75, 0.55, 10, 4, 0.9],
  [0.25, 0.3, 2.25, 0.6, 12, 6, 0.85],
  [0.3, 0.3, 1.25, 0.65, 14, 12, 0.8],
];
/** How fast the frost's detail fades with its size. Ours. */
const FROST_DECAY = 2;

/**
 * A cloud of side x side values 0..1, side a power of two, by the diamond-square algorithm on a torus, from
 * one corner at 0. The middle of each square and then of each edge is the mean of its four neighbours plus w
 * U(-w, w). There w = 100 at first and is `decay` times smaller at each halving. Within a halving all squares
 * are drawn row by row, then the edges to the right of corners, then those below. As in CIFAR-10-C's fog.
 */
function plasma(side: number, decay: number, random: Random): Float64Array {
  const map = new Float64Array(side * side);
  const at = (row: number, column: number) => map[((row + side) % side) * side + ((column + side) % side)];
  let wobble = 100;
  for (let step = side; step >= 2; step /= 2, wobble /= decay) {
    const half = step / 2;
    const fill = (top: number, left: number, reach: (row: number, column: number) => number) => {
      for (let row = top; row < side; row += step) {
        for (let column = left; column < side; column += step) {
          const noise = wobble * (2 * wobble * random() - wobble);
          map[row * side + column] = reach(row, column) / 4 + noise;
        }
      }
    };
    const cross = (row: number, column: number) =>
      at(row - half, column) + at(row + half, column) + at(row, column - half) + at(row, column + half);
    fill(
      half,
      half,
      (row, column) =>
        at(row - half, column - half) +
        at(row - half, column + half) +
        at(row + half, column - half) +
        at(row + half, column + half),
    );
    fill(0, half, cross);
    fill(half, 0, cross);
  }
  const low = map.reduce((least, value) => Math.min(least, value), Infinity);
  const high = map.reduce((most, value) => Math.max(most, value), -Infinity);
  return map.map((value) => (value - low) / (high - low));
}

/** The upper left of a plasma that covers a picture. */
function cloudOver({ height, width }: Picture, decay: number, random: Random): (pixel: number) => number {
  let side = 2;
  while (side < Math.max(height, width)) side *= 2;
  const map = plasma(side, decay, random);
  return (pixel) => map[Math.floor(pixel / width) * side + (pixel % width)];
}

/**
 * (x + c p) m / (m + c): a plasma p of decay d over every channel, m the picture's largest value.
 * CIFAR-10-C's c and d: .2 3, .5 3, .75 2.5, 1 2, 1.5 1.75.
 */
export const fog: Corruption = (picture, severity, random) => {
  const [amount, decay] = FOG[severity - 1];
  const cloud = cloudOver(picture, decay, random);
  const most = picture.values.reduce((high, value) => Math.max(high, value), 0);
  return withValues(picture, (index) => {
    const thick = amount * cloud(Math.floor(index / picture.channels));
    return ((picture.values[index] + thick) * most) / (most + amount);
  });
};

/**
 * Frost-like: a x + b t, with a texture t of our own in place of CIFAR-10-C's photographs of frost. The
 * texture is t = (1 - |2 p - 1|)^2 of a plasma p of decay 2, grey ridges. CIFAR-10-C's a and b: 1 .2, 1 .3,
 * .9 .4, .85 .4, .75 .45.
 */
export const frost: Corruption = (picture, severity, random) => {
  const [kept, amount] = FROST[severity - 1];
  const cloud = cloudOver(picture, FROST_DECAY, random);
  return withValues(picture, (index) => {
    const ridge = 1 - Math.abs(2 * cloud(Math.floor(index / picture.channels)) - 1);
    return kept * picture.values[index] + amount * ridge * ridge;
  });
};

/**
 * A grey layer of flakes: one normal number a pixel with mean m and deviation d, the middle enlarged z times.
 * What lies under the threshold t is made 0; the layer is held within 0..1 and rounded down to bytes. It is
 * moved by `motionBlur`'s rule with radius r and deviation s, at an angle drawn last, from -135 to -45
 * degrees. The picture becomes k x + (1 - k) max(x, 1.5 g + .5), plus the layer, plus the layer turned by
 * half a turn. Its grey is g (.299 R + .587 G + .114 B, or the one channel). CIFAR-10-C gives m, d, z, t, r,
 * s and k.
 */
export const snow: Corruption = (picture, severity, random) => {
  const [mean, deviation, zoom, threshold, radius, sigma, kept] = SNOW[severity - 1];
  const { height, width, channels, values } = picture;
  const normal = normals(random);
  const blank: Picture = { height, width, channels: 1, values: new Float64Array(height * width) };
  const flakes = enlarged(
    withValues(blank, () => mean + deviation * normal()),
    zoom,
  );
  const fallen = withValues(flakes, (pixel) => {
    const value = flakes.values[pixel];
    return value < threshold ? 0 : Math.floor(255 * Math.min(1, value)) / 255;
  });
  const angle = ((90 * random() - 135) * Math.PI) / 180;
  const moved = convolve(fallen, motionTaps(radius, sigma, sine(angle), cosine(angle)), nearest);
  const layer = moved.values.map((value) => toByte(value) / 255);
  return withValues(picture, (index) => {
    const pixel = Math.floor(index / channels);
    const at = pixel * channels;
    const grey =
      channels === 3 ? 0.299 * values[at] + 0.587 * values[at + 1] + 0.114 * values[at + 2] : values[at];
    const white = kept * values[index] + (1 - kept) * Math.max(values[index], 1.5 * grey + 0.5);
    return white + layer[pixel] + layer[layer.length - 1 - pixel];
  });
};
