/**
 * 112 bits of a 32 x 32 colour image, by which it is known in any order and after JPEG; no image can be made
 * of them.
 */

/** Bytes of a fingerprint. */
export const PRINT_BYTES = 14;

const SIDE = 32;
const BLOCK = 4;
const BLOCKS = SIDE / BLOCK;

/**
 * The fingerprint of each of `count` images, u8 [count, 32, 32, 3], as bytes [count, 14] (`fingerprints` in
 * zoo/cifar_10.py). It compares 8 x 8 blocks of 4 x 4 pixels by their sums of 299 red + 587 green + 114 blue.
 * First stands whether each is brighter than its left neighbour (rows of 7), then whether each is brighter
 * than the one above it (rows of 8). The first bit is a byte's highest.
 */
export function fingerprintsOf(images: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const prints = new Uint8Array(count * PRINT_BYTES);
  const blocks = new Float64Array(BLOCKS * BLOCKS);
  for (let image = 0; image < count; image++) {
    sumBlocks(images, image * SIDE * SIDE * 3, blocks);
    let bit = image * PRINT_BYTES * 8;
    const put = (isBrighter: boolean) => {
      if (isBrighter) prints[bit >> 3] |= 0x80 >> (bit & 7);
      bit++;
    };
    for (let row = 0; row < BLOCKS; row++) {
      for (let column = 1; column < BLOCKS; column++) {
        const at = row * BLOCKS + column;
        put(blocks[at] > blocks[at - 1]);
      }
    }
    for (let at = BLOCKS; at < blocks.length; at++) put(blocks[at] > blocks[at - BLOCKS]);
  }
  return prints;
}

function sumBlocks(images: Uint8Array, start: number, blocks: Float64Array): void {
  blocks.fill(0);
  let at = start;
  for (let y = 0; y < SIDE; y++) {
    const row = Math.floor(y / BLOCK) * BLOCKS;
    for (let x = 0; x < SIDE; x++, at += 3) {
      blocks[row + Math.floor(x / BLOCK)] += 299 * images[at] + 587 * images[at + 1] + 114 * images[at + 2];
    }
  }
}

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
});

/** How many of the 112 bits differ between print `i` of `a` and print `j` of `b`. */
export function differingBits(a: Uint8Array, i: number, b: Uint8Array, j: number): number {
  let sum = 0;
  for (let at = 0; at < PRINT_BYTES; at++) sum += BITS[a[i * PRINT_BYTES + at] ^ b[j * PRINT_BYTES + at]];
  return sum;
}
