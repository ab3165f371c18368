import { exponential } from './arithmetic';
import { between, type Edge, nearest, type Picture } from './picture';

/** exp(-i^2 / (2 sigma^2)) for i from `first` to `last`, divided by their sum. */
export function gaussianWeights(sigma: number, first: number, last: number): number[] {
  const weights = [];
  let sum = 0;
  for (let i = first; i <= last; i++) {
    const weight = exponential(Math.max(-700, -(i * i) / (2 * sigma * sigma)));
    weights.push(weight);
    sum += weight;
  }
  return weights.map((weight) => weight / sum);
}

/** Each value replaced by a weighted sum of those at the given offsets. */
export function convolve(
  picture: Picture,
  taps: readonly { dy: number; dx: number; weight: number }[],
  edge: Edge,
): Picture {
  const { height, width, channels, values } = picture;
  const result = new Float64Array(values.length);
  for (const { dy, dx, weight } of taps) {
    for (let row = 0, index = 0; row < height; row++) {
      const from = edge(row + dy, height) * width;
      for (let column = 0; column < width; column++) {
        const start = (from + edge(column + dx, width)) * channels;
        for (let channel = 0; channel < channels; channel++, index++) {
          result[index] += weight * values[start + channel];
        }
      }
    }
  }
  return { ...picture, values: result };
}

/**
 * Gaussian blur of standard deviation `sigma` pixels, first down the columns, then along the rows; weights
 * reach floor(truncate sigma + 1/2) pixels and sum to 1.
 */
export function gaussianBlur(picture: Picture, sigma: number, truncate = 4, edge: Edge = nearest): Picture {
  const reach = Math.floor(truncate * sigma + 0.5);
  if (reach === 0) return picture;
  const weights = gaussianWeights(sigma, -reach, reach);
  const down = convolve(
    picture,
    weights.map((weight, i) => ({ dy: i - reach, dx: 0, weight })),
    edge,
  );
  return convolve(
    down,
    weights.map((weight, i) => ({ dy: 0, dx: i - reach, weight })),
    edge,
  );
}

/**
 * Taps of one-sided motion at `angle` (its sine and cosine): Gaussian weights for i = 0 to 2 radius, at (i
 * cos, i sin) to the nearest pixel.
 */
export function motionTaps(radius: number, sigma: number, sin: number, cos: number) {
  return gaussianWeights(sigma, 0, 2 * radius).map((weight, i) => ({
    dy: Math.ceil(i * sin - 0.5),
    dx: Math.ceil(i * cos - 0.5),
    weight,
  }));
}

function half(n: number): number {
  const below = Math.floor(n);
  const rest = n - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/**
 * The middle of a picture, enlarged `zoom` times (1 or more) to the size of the whole. Of each side n the
 * middle m = ceil(n / zoom) pixels are stretched to round(m zoom) (corner on corner, linear between) and cut
 * to n again.
 */
export function enlarged(picture: Picture, zoom: number): Picture {
  const { height, width, channels } = picture;
  const along = (n: number) => {
    const middle = Math.ceil(n / zoom);
    const out = half(middle * zoom);
    const first = Math.floor((n - middle) / 2);
    const trim = Math.floor((out - n) / 2);
    return (i: number) => first + ((i + trim) * (middle - 1)) / Math.max(1, out - 1);
  };
  const y = along(height);
  const x = along(width);
  const values = new Float64Array(picture.values.length);
  for (let row = 0, index = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      for (let channel = 0; channel < channels; channel++, index++) {
        values[index] = between(picture, y(row), x(column), channel, nearest);
      }
    }
  }
  return { ...picture, values };
}
