import { cosine } from './arithmetic';
import { type Corruption, nearest, toByte, withValues } from './picture';

const QUALITY = [80, 65, 58, 50, 40];

/** ITU-T T.81, tables K.1 (luminance) and K.2 (chrominance), row-major. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [
  17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
  99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/**
 * A table for a quality 1..100 by libjpeg's rule: each entry times 5000 / quality (under 50) or 200 - 2
 * quality, plus 50, over 100, rounded down, 1 to 255.
 */
export function quantisation(table: readonly number[], quality: number): number[] {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return table.map((entry) => Math.min(255, Math.max(1, Math.floor((entry * scale + 50) / 100))));
}

/**
 * Row u, column x: the orthonormal DCT-II of 8 values, sqrt(1/8) for u = 0, else 1/2 cos((2 x + 1) u pi /
 * 16).
 */
const DCT = Array.from({ length: 64 }, (_, entry) => {
  const u = entry >> 3;
  const turn = ((2 * (entry & 7) + 1) * u) % 32;
  return u === 0 ? Math.sqrt(0.125) : 0.5 * cosine(((turn > 16 ? 32 - turn : turn) * Math.PI) / 16);
});

/**
 * matrix x block x transposed matrix, or with both transposed: a block of 8 x 8 to its coefficients and back.
 */
function transformed(block: Float64Array, back: boolean): Float64Array {
  const entry = (i: number, j: number) => (back ? DCT[j * 8 + i] : DCT[i * 8 + j]);
  const half = new Float64Array(64);
  const whole = new Float64Array(64);
  for (let i = 0; i < 8; i++) {
    for (let x = 0; x < 8; x++) {
      for (let j = 0; j < 8; j++) half[i * 8 + x] += entry(i, j) * block[j * 8 + x];
    }
  }
  for (let i = 0; i < 8; i++) {
    for (let x = 0; x < 8; x++) {
      for (let j = 0; j < 8; j++) whole[i * 8 + x] += half[i * 8 + j] * entry(x, j);
    }
  }
  return whole;
}

type Plane = { height: number; width: number; bytes: Float64Array };

const toWhole = (value: number) => Math.min(255, Math.max(0, Math.floor(value + 0.5)));

/** A plane of bytes after quantisation of its 8 x 8 blocks; blocks over the edge repeat its last pixels. */
function coded({ height, width, bytes }: Plane, table: readonly number[]): Plane {
  const result = new Float64Array(bytes.length);
  for (let top = 0; top < height; top += 8) {
    for (let left = 0; left < width; left += 8) {
      const block = new Float64Array(64);
      for (let place = 0; place < 64; place++) {
        const row = nearest(top + (place >> 3), height);
        block[place] = bytes[row * width + nearest(left + (place & 7), width)] - 128;
      }
      const kept = transformed(block, false).map((value, place) => {
        const steps = Math.floor(Math.abs(value) / table[place] + 0.5) * table[place];
        return value < 0 ? -steps : steps;
      });
      const restored = transformed(kept, true);
      for (let row = top; row < Math.min(height, top + 8); row++) {
        for (let column = left; column < Math.min(width, left + 8); column++) {
          result[row * width + column] = toWhole(restored[(row - top) * 8 + column - left] + 128);
        }
      }
    }
  }
  return { height, width, bytes: result };
}

/** Half the size a side, rounded up: the mean of 2 x 2 pixels, the edge going on, to whole bytes. */
function halved({ height, width, bytes }: Plane): Plane {
  const half: Plane = {
    height: Math.ceil(height / 2),
    width: Math.ceil(width / 2),
    bytes: new Float64Array(),
  };
  const at = (row: number, column: number) => bytes[nearest(row, height) * width + nearest(column, width)];
  half.bytes = Float64Array.from({ length: half.height * half.width }, (_, index) => {
    const row = 2 * Math.floor(index / half.width);
    const column = 2 * (index % half.width);
    return toWhole(
      (at(row, column) + at(row, column + 1) + at(row + 1, column) + at(row + 1, column + 1)) / 4,
    );
  });
  return half;
}

/**
 * What JPEG loses: 8 x 8 DCT, coefficients rounded to multiples of the standard tables (quality 80, 65, 58,
 * 50, 40 as in CIFAR-10-C), and back. Entropy coding loses nothing and is left out. One channel is luminance.
 * Three are turned to Y Cb Cr (JFIF), chroma is halved a side by means of 2 x 2 and doubled by repeating; all
 * planes are whole bytes.
 */
export const jpeg: Corruption = (picture, severity) => {
  const { height, width, channels, values } = picture;
  const quality = QUALITY[severity - 1];
  const luminance = quantisation(LUMINANCE, quality);
  const chrominance = quantisation(CHROMINANCE, quality);
  const plane = (value: (at: number) => number): Plane => ({
    height,
    width,
    bytes: Float64Array.from({ length: height * width }, (_, pixel) => value(pixel * channels)),
  });
  if (channels !== 3) {
    const planes = Array.from(
      { length: channels },
      (_, channel) =>
        coded(
          plane((at) => toByte(values[at + channel])),
          luminance,
        ).bytes,
    );
    return withValues(picture, (index) => planes[index % channels][Math.floor(index / channels)] / 255);
  }
  const mixed = (offset: number, red: number, green: number, blue: number) =>
    plane((at) => {
      const [r, g, b] = [0, 1, 2].map((channel) => toByte(values[at + channel]));
      return toWhole(offset + red * r + green * g + blue * b);
    });
  const y = coded(mixed(0, 0.299, 0.587, 0.114), luminance);
  const cb = coded(halved(mixed(128, -0.168736, -0.331264, 0.5)), chrominance);
  const cr = coded(halved(mixed(128, 0.5, -0.418688, -0.081312)), chrominance);
  return withValues(picture, (index) => {
    const pixel = Math.floor(index / 3);
    const small = Math.floor(pixel / width / 2) * cb.width + Math.floor((pixel % width) / 2);
    const light = y.bytes[pixel];
    const blue = cb.bytes[small] - 128;
    const red = cr.bytes[small] - 128;
    const value = [light + 1.402 * red, light - 0.344136 * blue - 0.714136 * red, light + 1.772 * blue];
    return toWhole(value[index % 3]) / 255;
  });
};
