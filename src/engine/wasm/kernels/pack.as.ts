// From one output channel's weights, one for each tap, to what convolution.as.ts reads. A tap counts when its weight is not zero and
// its input is not silent, that is always zero: zero times a finite weight adds nothing. `silent` has a byte for each tap, and
// `offsets` the tap's byte offset.

// @ts-ignore: decorator
@inline
function counts(weight: f32, silent: usize): bool {
  return weight != 0 && (load<u8>(silent) == 0 || !(abs(weight) < Infinity));
}

/** Writes how many taps of each of `channels` output channels count, as u32. */
export function countTaps(kernel: usize, channels: i32, taps: i32, silent: usize, target: usize): void {
  for (let channel = 0; channel < channels; channel++) {
    let count = 0;
    for (let tap: usize = 0; tap < <usize>taps; tap++) {
      if (counts(load<f32>(kernel + (tap << 2)), silent + tap)) count++;
    }
    store<u32>(target + (<usize>channel << 2), count);
    kernel += <usize>taps << 2;
  }
}

/** Writes (byte offset, weight) of the taps of one channel that count, and returns where they end. */
export function packRow(channel: usize, taps: i32, silent: usize, offsets: usize, target: usize): usize {
  for (let tap: usize = 0; tap < <usize>taps; tap++) {
    const weight = load<f32>(channel + (tap << 2));
    if (!counts(weight, silent + tap)) continue;
    store<u32>(target, load<u32>(offsets + (tap << 2)));
    store<f32>(target, weight, 4);
    target += 8;
  }
  return target;
}

/**
 * Writes (byte offset, one weight a channel) of the taps that count in any of `channels` channels, and returns where they end.
 * `addresses` has the address of each channel's weights.
 */
export function packBlock(
  addresses: usize, channels: i32, taps: i32, silent: usize, offsets: usize, target: usize,
): usize {
  for (let tap: usize = 0; tap < <usize>taps; tap++) {
    const at = tap << 2;
    let any = false;
    for (let channel: usize = 0; channel < <usize>channels; channel++) {
      const weight = load<f32>(load<u32>(addresses + (channel << 2)) + at);
      if (counts(weight, silent + tap)) any = true;
      store<f32>(target + (channel << 2), weight, 4);
    }
    if (!any) continue;
    store<u32>(target, load<u32>(offsets + at));
    target += 4 + (<usize>channels << 2);
  }
  return target;
}

/** Writes, for each of `inputs` input channels of `positions` taps, 0 when any of `outputs` channels has a weight on it, else 1. */
export function unreadInputs(kernel: usize, outputs: i32, inputs: i32, positions: i32, target: usize): void {
  memory.fill(target, 1, inputs);
  for (let output = 0; output < outputs; output++) {
    for (let input: usize = 0; input < <usize>inputs; input++) {
      const end = kernel + (<usize>positions << 2);
      for (; kernel < end; kernel += 4) {
        if (load<f32>(kernel) != 0) store<u8>(target + input, 0);
      }
    }
  }
}
