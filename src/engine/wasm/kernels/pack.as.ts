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
  for (let channel = 0; channel < channels; channel++) {
    let count: u32 = 0;
    for (let tap: usize = 0; tap < <usize>taps; tap++) {
      count += counts(load<f32>(kernel + (tap << 2)), silent + tap);
    }
    store<u32>(target + (<usize>channel << 2), count);
    kernel += <usize>taps << 2;
  }
}

/**
 * Writes (byte offset, weight) of the taps of one channel that count, and returns where they end; the next 8
 * bytes are lost.
 */
export function packRow(channel: usize, taps: i32, silent: usize, offsets: usize, target: usize): usize {
  for (let tap: usize = 0; tap < <usize>taps; tap++) {
    const weight = load<f32>(channel + (tap << 2));
    store<u32>(target, load<u32>(offsets + (tap << 2)));
    store<f32>(target, weight, 4);
    target += <usize>counts(weight, silent + tap) << 3;
  }
  return target;
}

/**
 * Writes (byte offset, one weight a channel) of the taps that count in any of `channels` channels, and
 * returns where they end; as many bytes as one more would take are lost. `addresses` has the address of each
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

/**
 * Writes, for each of `inputs` input channels of `positions` taps, 0 when any of `outputs` channels has a
 * weight on it, else 1.
 */
export function unreadInputs(kernel: usize, outputs: i32, inputs: i32, positions: i32, target: usize): void {
  memory.fill(target, 1, inputs);
  for (let output = 0; output < outputs; output++) {
    for (let input: usize = 0; input < <usize>inputs; input++) {
      let bits: u32 = 0;
      const end = kernel + (<usize>positions << 2);
      for (; kernel < end; kernel += 4) bits |= load<u32>(kernel) << 1;
      store<u8>(target + input, load<u8>(target + input) & <u8>(bits == 0));
    }
  }
}
