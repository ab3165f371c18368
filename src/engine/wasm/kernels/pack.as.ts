// From one output channel's weights, one for each tap, to what convolution.as.ts reads. A tap counts when its
// weight is not zero and its input is not silent, that is always zero: zero times a finite weight adds
// nothing. `silent` has a byte for each tap, and `offsets` the tap's byte offset. Which weights are zero
// follows no pattern: branches on them would be guessed wrong.

// @ts-ignore: decorator
@inline
function counts(weight: f32, silent: usize): u32 {
  return <u32>(weight != 0) & (<u32>(load<u8>(silent) == 0) | <u32>!(abs(weight) < Infinity));
}

/** Writes how many taps of each of `channels` output channels count, as u32. */
export function countTaps(kernel: usize, channels: i32, taps: i32, silent: usize, target: usize): void {
  const zero = f32x4.splat(0);
  const infinite = f32x4.splat(Infinity);
  const quads: usize = <usize>taps & ~3;
  for (let channel = 0; channel < channels; channel++) {
    let sums = i32x4.splat(0);
    let tap: usize = 0;
    for (; tap < quads; tap += 4) {
      const weights = v128.load(kernel + (tap << 2));
      const bytes = v128.load32_zero(silent + tap);
      const heard = i32x4.eq(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
      const finite = f32x4.lt(f32x4.abs(weights), infinite);
      const counting = v128.andnot(f32x4.ne(weights, zero), v128.andnot(finite, heard));
      sums = i32x4.sub(sums, counting);
    }
    let count: u32 = i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1);
    count += i32x4.extract_lane(sums, 2) + i32x4.extract_lane(sums, 3);
    for (; tap < <usize>taps; tap++) count += counts(load<f32>(kernel + (tap << 2)), silent + tap);
    store<u32>(target + (<usize>channel << 2), count);
    kernel += <usize>taps << 2;
  }
}

// @ts-ignore: decorator
@inline
function packTap(channel: usize, tap: usize, silent: usize, offsets: usize, target: usize): usize {
  const weight = load<f32>(channel + (tap << 2));
  store<u32>(target, load<u32>(offsets + (tap << 2)));
  store<f32>(target, weight, 4);
  return target + (<usize>counts(weight, silent + tap) << 3);
}

/**
 * Writes (byte offset, weight) of the taps of one channel that count, and returns where they end; the next 8
 * bytes are lost.
 */
export function packRow(channel: usize, taps: i32, silent: usize, offsets: usize, target: usize): usize {
  const zero = f32x4.splat(0);
  const quads: usize = <usize>taps & ~3;
  let tap: usize = 0;
  for (; tap < quads; tap += 4) {
    // Most of what is pruned hard is fours of zeros.
    if (!v128.any_true(f32x4.ne(v128.load(channel + (tap << 2)), zero))) continue;
    for (let each = tap; each < tap + 4; each++) target = packTap(channel, each, silent, offsets, target);
  }
  for (; tap < <usize>taps; tap++) target = packTap(channel, tap, silent, offsets, target);
  return target;
}

/**
 * Writes (byte offset, one weight a channel) of the taps that count in any of `channels` channels, and
 * returns where they end. As many bytes as one more would take are lost. `addresses` has the address of each
 * channel's weights.
 */
export function packBlock(
  addresses: usize, channels: i32, taps: i32, silent: usize, offsets: usize, target: usize,
): usize {
  for (let tap: usize = 0; tap < <usize>taps; tap++) {
    const at = tap << 2;
    let any: u32 = 0;
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      const weight = load<f32>(load<u32>(addresses + (channel << 2)) + at);
      any |= counts(weight, silent + tap);
      store<f32>(target + (channel << 2), weight, 4);
    }
    store<u32>(target, load<u32>(offsets + at));
    target += <usize>any * (4 + (<usize>channels << 2));
  }
  return target;
}
