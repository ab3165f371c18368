import { cosine, sine } from './arithmetic';
import { convolve, enlarged, gaussianBlur, gaussianWeights, motionTaps } from './filters';
import { type Corruption, mirror, nearest, toByte, withValues } from './picture';

const DISK = [
  [0.3, 0.4],
  [0.4, 0.5],
  [0.5, 0.6],
  [1, 0.2],
  [1.5, 0.1],
];
const GLASS = [
  [0.05, 1, 1],
  [0.25, 1, 1],
  [0.4, 1, 1],
  [0.25, 1, 2],
  [0.4, 1, 2],
];
const MOTION = [
  [6, 1],
  [6, 1.5],
  [6, 2],
  [8, 2],
  [9, 2.5],
];
const ZOOMS = [7, 12, 16, 21, 26];

/**
 * Convolved with a disk of radius r (pixels whose middle lies within, all alike), mirrored at the middle of
 * the outer pixels. The disk is itself blurred over 3 x 3 pixels by a Gaussian of deviation a. CIFAR-10-C's r
 * and a: .3 .4, .4 .5, .5 .6, 1 .2, 1.5 .1.
 */
export const defocusBlur: Corruption = (picture, severity) => {
  const [radius, alias] = DISK[severity - 1];
  const side = 7;
  const values = new Float64Array(side * side);
  for (let y = -3; y <= 3; y++) {
    for (let x = -3; x <= 3; x++) {
      if (y * y + x * x <= radius * radius) values[(y + 3) * side + x + 3] = 1;
    }
  }
  const whole = values.reduce((sum, value) => sum + value, 0);
  const [edgeWeight, middleWeight] = gaussianWeights(alias, -1, 1);
  const weights = [edgeWeight, middleWeight, edgeWeight];
  const soft = convolve(
    { height: side, width: side, channels: 1, values: values.map((value) => value / whole) },
    weights.flatMap((down, y) => weights.map((along, x) => ({ dy: y - 1, dx: x - 1, weight: down * along }))),
    mirror,
  );
  const taps = Array.from(soft.values, (weight, index) => ({
    dy: Math.floor(index / side) - 3,
    dx: (index % side) - 3,
    weight,
  })).filter(({ weight }) => weight > 0);
  return convolve(picture, taps, mirror);
};

/**
 * Frosted glass: a Gaussian blur of deviation s, to whole bytes (rounded down), before and after pixels
 * change places. That is done n times over, for each pixel from the last row and column up to the third. It
 * changes places with the one at (dy, dx) from it, dx and then dy drawn as -1 or 0. CIFAR-10-C's s, reach and
 * n: .05 1 1, .25 1 1, .4 1 1, .25 1 2, .4 1 2. Its code means to swap, but copies one pixel over the other,
 * since numpy's views alias: we swap.
 */
export const glassBlur: Corruption = (picture, severity, random) => {
  const [sigma, reach, times] = GLASS[severity - 1];
  const { height, width, channels } = picture;
  const blurred = gaussianBlur(picture, sigma);
  // The tiny addition keeps a whole byte whole where a product of fractions falls just short of it.
  const mixed = withValues(picture, (index) => Math.floor(255 * blurred.values[index] + 1e-9) / 255);
  const { values } = mixed;
  const draw = () => Math.floor(2 * reach * random()) - reach;
  for (let time = 0; time < times; time++) {
    for (let row = height - reach; row > reach; row--) {
      for (let column = width - reach; column > reach; column--) {
        const dx = draw();
        const dy = draw();
        const one = (row * width + column) * channels;
        const other = ((row + dy) * width + column + dx) * channels;
        for (let channel = 0; channel < channels; channel++) {
          [values[one + channel], values[other + channel]] = [values[other + channel], values[one + channel]];
        }
      }
    }
  }
  return gaussianBlur(mixed, sigma);
};

/**
 * Motion at an angle drawn from -45 to 45 degrees, the edge going on: the mean of the pixels i = 0 to 2 r
 * along it, weighted by exp(-i^2 / (2 s^2)), rounded to bytes. ImageMagick's motion blur does this with
 * radius r and deviation s. CIFAR-10-C's r and s: 6 1, 6 1.5, 6 2, 8 2, 9 2.5.
 */
export const motionBlur: Corruption = (picture, severity, random) => {
  const [radius, sigma] = MOTION[severity - 1];
  const angle = ((90 * random() - 45) * Math.PI) / 180;
  const moved = convolve(picture, motionTaps(radius, sigma, sine(angle), cosine(angle)), nearest);
  return withValues(picture, (index) => toByte(moved.values[index]) / 255);
};

/**
 * The mean of the picture and of its middle enlarged 1, 1.01, 1.02, ... times (`enlarged`). It takes 7, 12,
 * 16, 21 or 26 of them. As many numpy.arange makes of CIFAR-10-C's ranges from 1 to 1.06, 1.11, 1.16, 1.21,
 * 1.26.
 */
export const zoomBlur: Corruption = (picture, severity) => {
  const zooms = ZOOMS[severity - 1];
  const sum = picture.values.slice();
  for (let step = 0; step < zooms; step++) {
    const { values } = enlarged(picture, 1 + step / 100);
    for (let index = 0; index < sum.length; index++) sum[index] += values[index];
  }
  return withValues(picture, (index) => sum[index] / (zooms + 1));
};
