import { PIXEL, atLeast, madd } from './lanes.as';

// Both kernels walk a table of output pixels, (input byte offset, output byte offset) each, and read taps at
// byte offsets from the input offset. The input carries a border of zeros as wide as the padding, so no tap
// is ever tested.

/**
 * Compressed rows. A row is (first entry, entries, output channel); an entry is (byte offset, weight).
 * Offsets into the program are bytes from `program`; `affine` holds (scale, shift) per output channel.
 *
 * Rows may come in `parts`, `rowCount` of each, one part after the other: the entries of a range of input
 * channels, whose pixels stay in a core's first cache while all rows read them. Between parts the sums lie in
 * the target, so that they add up in the same order.
 */
export function convolveRows(
  source: usize, target: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  program: usize, rows: usize, rowCount: i32, parts: i32,
  affine: usize, floor: f32,
): void {
  convolvePart(
    source, target, channelBytes, pixels, pixelCount,
    program, rows, rowCount, false, parts == 1 ? affine : 0, floor,
  );
  for (let part = 2; part <= parts; part++) {
    rows += <usize>rowCount * 12;
    convolvePart(
      source, target, channelBytes, pixels, pixelCount,
      program, rows, rowCount, true, part == parts ? affine : 0, floor,
    );
  }
}

/** One part of `convolveRows`, from what lies in the target or from nothing. */
// @ts-ignore: decorator
@inline
function convolvePart(
  source: usize, target: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  program: usize, rows: usize, rowCount: i32,
  goesOn: bool, affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  const rowsEnd = rows + <usize>rowCount * 12;
  let pixel = pixels;
  const pairsEnd = pixels + (<usize>(pixelCount >> 1) << 4);
  for (; pixel < pairsEnd; pixel += 16) {
    const left = source + load<u32>(pixel);
    const right = source + load<u32>(pixel, 8);
    const leftTarget = target + load<u32>(pixel, 4);
    const rightTarget = target + load<u32>(pixel, 12);
    for (let row = rows; row < rowsEnd; row += 12) {
      let entry = program + load<u32>(row);
      const end = entry + (<usize>load<u32>(row, 4) << 3);
      const channel = <usize>load<u32>(row, 8);
      let a0 = f32x4.splat(0);
      let a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      if (goesOn) {
        const p = leftTarget + channel * channelBytes;
        const q = rightTarget + channel * channelBytes;
        a0 = v128.load(p);
        a1 = v128.load(p, 16);
        a2 = v128.load(p, 32);
        a3 = v128.load(p, 48);
        b0 = v128.load(q);
        b1 = v128.load(q, 16);
        b2 = v128.load(q, 32);
        b3 = v128.load(q, 48);
      }
      for (; entry < end; entry += 8) {
        // Both in one load, since loads are what a row is short of.
        const both = load<u64>(entry);
        const offset = <usize>(<u32>both);
        const w = i32x4.splat(<i32>(both >> 32));
        const x = left + offset;
        const y = right + offset;
        a0 = madd(v128.load(x), w, a0);
        a1 = madd(v128.load(x, 16), w, a1);
        a2 = madd(v128.load(x, 32), w, a2);
        a3 = madd(v128.load(x, 48), w, a3);
        b0 = madd(v128.load(y), w, b0);
        b1 = madd(v128.load(y, 16), w, b1);
        b2 = madd(v128.load(y, 32), w, b2);
        b3 = madd(v128.load(y, 48), w, b3);
      }
      finish(leftTarget, channel, channelBytes, affine, least, a0, a1);
      finish(leftTarget + 32, channel, channelBytes, affine, least, a2, a3);
      finish(rightTarget, channel, channelBytes, affine, least, b0, b1);
      finish(rightTarget + 32, channel, channelBytes, affine, least, b2, b3);
    }
  }
  if ((pixelCount & 1) == 0) return;
  const only = source + load<u32>(pixel);
  const onlyTarget = target + load<u32>(pixel, 4);
  for (let row = rows; row < rowsEnd; row += 12) {
    let entry = program + load<u32>(row);
    const end = entry + (<usize>load<u32>(row, 4) << 3);
    const channel = <usize>load<u32>(row, 8);
    let a0 = f32x4.splat(0);
    let a1 = a0, a2 = a0, a3 = a0;
    if (goesOn) {
      const p = onlyTarget + channel * channelBytes;
      a0 = v128.load(p);
      a1 = v128.load(p, 16);
      a2 = v128.load(p, 32);
      a3 = v128.load(p, 48);
    }
    for (; entry < end; entry += 8) {
      const both = load<u64>(entry);
      const x = only + <usize>(<u32>both);
      const w = i32x4.splat(<i32>(both >> 32));
      a0 = madd(v128.load(x), w, a0);
      a1 = madd(v128.load(x, 16), w, a1);
      a2 = madd(v128.load(x, 32), w, a2);
      a3 = madd(v128.load(x, 48), w, a3);
    }
    finish(onlyTarget, channel, channelBytes, affine, least, a0, a1);
    finish(onlyTarget + 32, channel, channelBytes, affine, least, a2, a3);
  }
}

/** The same, row after row: rows of groups share no inputs, so that each reads its own planes once. */
export function convolveGroups(
  source: usize, target: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  program: usize, rows: usize, rowCount: i32,
  affine: usize, floor: f32,
): void {
  const rowsEnd = rows + <usize>rowCount * 12;
  for (let row = rows; row < rowsEnd; row += 12) {
    convolvePart(
      source, target, channelBytes, pixels, pixelCount, program, row, 1, false, affine, floor,
    );
  }
}

/** Two vectors of a channel scaled, shifted and stored; where `affine` is 0 they stay as they are. */
// @ts-ignore: decorator
@inline
export function finish(
  target: usize, channel: usize, channelBytes: usize, affine: usize, least: v128, a: v128, b: v128,
): void {
  const at = target + channel * channelBytes;
  if (affine == 0) {
    v128.store(at, a);
    v128.store(at, b, 16);
    return;
  }
  const scale = v128.load32_splat(affine + (channel << 3));
  const shift = v128.load32_splat(affine + (channel << 3), 4);
  v128.store(at, atLeast(madd(a, scale, shift), least));
  v128.store(at, atLeast(madd(b, scale, shift), least), 16);
}

/**
 * Dense blocks of six output channels. A block is (first tap, taps, six output channels); a tap is (byte
 * offset, six weights). Half a pixel (eight images) of all six channels stays in registers: twelve sums,
 * which hide each other's latency. Where `affine` is 0 the sums stay as they are.
 *
 * This is the form of 1 x 1 kernels too: their taps are the input channels, each read where it lies. Nothing
 * is gathered, and a loaded pixel serves six output channels, as in a product of matrices in tiles.
 */
export function convolveBlocks(
  source: usize, target: usize, channelBytes: usize,
  pixels: usize, pixelCount: i32,
  program: usize, blocks: usize, blockCount: i32,
  affine: usize, floor: f32,
): void {
  const least = f32x4.splat(floor);
  const blocksEnd = blocks + (<usize>blockCount << 5);
  const pixelsEnd = pixels + (<usize>pixelCount << 3);
  for (let pixel = pixels; pixel < pixelsEnd; pixel += 8) {
    for (let block = blocks; block < blocksEnd; block += 32) {
      const first = program + load<u32>(block);
      const end = first + <usize>load<u32>(block, 4) * 28;
      for (let half: usize = 0; half < PIXEL; half += 32) {
        const input = source + load<u32>(pixel) + half;
        let a0 = f32x4.splat(0);
        let a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0, e0 = a0, e1 = a0, f0 = a0, f1 = a0;
        for (let tap = first; tap < end; tap += 28) {
          const at = input + load<u32>(tap);
          const x0 = v128.load(at);
          const x1 = v128.load(at, 16);
          const wa = v128.load32_splat(tap, 4);
          a0 = madd(x0, wa, a0);
          a1 = madd(x1, wa, a1);
          const wb = v128.load32_splat(tap, 8);
          b0 = madd(x0, wb, b0);
          b1 = madd(x1, wb, b1);
          const wc = v128.load32_splat(tap, 12);
          c0 = madd(x0, wc, c0);
          c1 = madd(x1, wc, c1);
          const wd = v128.load32_splat(tap, 16);
          d0 = madd(x0, wd, d0);
          d1 = madd(x1, wd, d1);
          const we = v128.load32_splat(tap, 20);
          e0 = madd(x0, we, e0);
          e1 = madd(x1, we, e1);
          const wf = v128.load32_splat(tap, 24);
          f0 = madd(x0, wf, f0);
          f1 = madd(x1, wf, f1);
        }
        const output = target + load<u32>(pixel, 4) + half;
        finish(output, load<u32>(block, 8), channelBytes, affine, least, a0, a1);
        finish(output, load<u32>(block, 12), channelBytes, affine, least, b0, b1);
        finish(output, load<u32>(block, 16), channelBytes, affine, least, c0, c1);
        finish(output, load<u32>(block, 20), channelBytes, affine, least, d0, d1);
        finish(output, load<u32>(block, 24), channelBytes, affine, least, e0, e1);
        finish(output, load<u32>(block, 28), channelBytes, affine, least, f0, f1);
      }
    }
  }
}
