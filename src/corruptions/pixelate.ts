import { type Corruption, type Picture, toByte } from './picture';

const SHARES = [0.95, 0.9, 0.85, 0.75, 0.65];

/**
 * For each of `to` pixels, the first and last of `from` pixels whose middles lie in its box: centre (i + 1/2)
 * from / to, width max(1, from / to).
 */
function boxes(from: number, to: number): { first: number; last: number }[] {
  const width = Math.max(1, from / to);
  return Array.from({ length: to }, (_, i) => {
    const centre = ((i + 0.5) * from) / to;
    const within = Array.from({ length: from }, (_, place) => place).filter((place) => {
      const offset = (place + 0.5 - centre) / width;
      return offset > -0.5 && offset <= 0.5;
    });
    return { first: within[0], last: within[within.length - 1] };
  });
}

/** Another size by the mean of each box, along the rows and then down the columns, each rounded to bytes. */
function resized(picture: Picture, height: number, width: number): Picture {
  const { channels } = picture;
  const along = boxes(picture.width, width);
  const down = boxes(picture.height, height);
  const narrow = new Float64Array(picture.height * width * channels);
  for (let row = 0, index = 0; row < picture.height; row++) {
    for (const { first, last } of along) {
      for (let channel = 0; channel < channels; channel++, index++) {
        let sum = 0;
        for (let x = first; x <= last; x++)
          sum += picture.values[(row * picture.width + x) * channels + channel];
        narrow[index] = toByte(sum / (last - first + 1)) / 255;
      }
    }
  }
  const values = new Float64Array(height * width * channels);
  down.forEach(({ first, last }, row) => {
    for (let place = 0; place < width * channels; place++) {
      let sum = 0;
      for (let y = first; y <= last; y++) sum += narrow[y * width * channels + place];
      values[row * width * channels + place] = toByte(sum / (last - first + 1)) / 255;
    }
  });
  return { height, width, channels, values };
}

/**
 * Shrunk to floor(c side) pixels and enlarged again, both by a box filter as Pillow has it. c as CIFAR-10-C
 * has it: .95, .9, .85, .75, .65.
 */
export const pixelate: Corruption = (picture, severity) => {
  const { height, width } = picture;
  const fewer = (side: number) => Math.max(1, Math.floor(SHARES[severity - 1] * side));
  return resized(resized(picture, fewer(height), fewer(width)), height, width);
};
