/** A point as pixels: how far each pixel of a square is covered, 0..256. */
export type Sprite = { side: number; cover: Uint16Array };

/** Samples along each side of a pixel. */
const SAMPLES = 4;

/** A filled square of `width` px. */
export function squareSprite(width: number): Sprite {
  const side = Math.max(1, Math.round(width));
  return { side, cover: new Uint16Array(side * side).fill(256) };
}

/** What lies between two radii around the middle, in px; from 0 it is a disc. */
export function ringSprite(inner: number, outer: number): Sprite {
  const side = Math.ceil(2 * outer);
  const cover = new Uint16Array(side * side);
  const offset = (pixel: number, sample: number) => pixel + (sample + 0.5) / SAMPLES - side / 2;
  for (let pixel = 0; pixel < cover.length; pixel++) {
    let inside = 0;
    for (let sample = 0; sample < SAMPLES ** 2; sample++) {
      const dx = offset(pixel % side, sample % SAMPLES);
      const dy = offset(Math.floor(pixel / side), Math.floor(sample / SAMPLES));
      const square = dx * dx + dy * dy;
      if (square >= inner * inner && square < outer * outer) inside++;
    }
    cover[pixel] = (256 * inside) / SAMPLES ** 2;
  }
  return { side, cover };
}

/** Opaque pixels, row by row: an `ImageData`, or what looks like one. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray };

/** The 32 bits of an opaque pixel of a colour as style sheets write it, '#rrggbb'. */
export function inkOf(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return new Uint32Array(Uint8Array.of(value >> 16, value >> 8, value, 255).buffer)[0];
}

/** A part of a picture: the pixels from a place to another that is no more in it. */
export type Part = { left: number; top: number; right: number; bottom: number };

/** The same bytes, a pixel an element. */
export function wordsOf({ data }: Pixels): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
}

/** Every other byte of a pixel: two parts are mixed by one multiplication. */
const PAIR = 0x00ff00ff;

/** Two parts of a pixel, `share` of 256 of the way from `under` to `over`. */
function mixed(under: number, over: number, share: number): number {
  return (under + (Math.imul(over - under, share) >> 8)) & PAIR;
}

/**
 * A stamp for a part of these pixels: lays a sprite with its first pixel on a place, in an ink of which
 * `alpha` (0..1) covers.
 */
export function stamper(pixels: Pixels, part: Part) {
  const { width } = pixels;
  const words = wordsOf(pixels);
  return ({ side, cover }: Sprite, left: number, top: number, ink: number, alpha: number): void => {
    const [first, last] = [Math.max(0, part.left - left), Math.min(side, part.right - left)];
    const bottom = Math.min(side, part.bottom - top);
    const [even, odd] = [ink & PAIR, (ink >>> 8) & PAIR];
    for (let row = Math.max(0, part.top - top); row < bottom; row++) {
      const [from, to] = [row * side, (top + row) * width + left];
      for (let column = first; column < last; column++) {
        const share = Math.round(cover[from + column] * alpha);
        if (share === 256) words[to + column] = ink;
        else if (share > 0) {
          const under = words[to + column];
          const rest = mixed((under >>> 8) & PAIR, odd, share);
          words[to + column] = mixed(under & PAIR, even, share) | (rest << 8);
        }
      }
    }
  };
}
