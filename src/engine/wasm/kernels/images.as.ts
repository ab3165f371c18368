import { LANES, PIXEL, madd, rowAt } from './lanes.as';

/**
 * Images u8 [count][pixel][channel] to groups of 16: [group][channel][pixel][16 images], zero where a group
 * has no image.
 */
export function interleaveImages(source: usize, count: i32, pixels: i32, channels: i32, target: usize): void {
  const imageBytes = <usize>pixels * channels;
  const groups = (count + LANES - 1) / LANES;
  memory.fill(target, 0, <usize>groups * imageBytes * LANES);
  for (let image = 0; image < count; image++) {
    const from = source + <usize>image * imageBytes;
    const to = target + <usize>(image / LANES) * imageBytes * LANES + <usize>(image % LANES);
    for (let channel = 0; channel < channels; channel++) {
      for (let pixel = 0; pixel < pixels; pixel++) {
        const byte = load<u8>(from + <usize>(pixel * channels + channel));
        store<u8>(to + <usize>(channel * pixels + pixel) * LANES, byte);
      }
    }
  }
}

/**
 * One image u8 [row][column][channel] into its lane of a group [channel][row][column][16 images], which begins
 * at `target`: mirrored, then moved down and to the right. What comes in is black.
 */
export function placeImage(
  source: usize, target: usize, channels: i32, height: i32, width: i32, mirrored: bool, down: i32, right: i32,
): void {
  const first = min(max(right, 0), width);
  const last = max(min(width + right, width), first);
  const step = mirrored ? -channels : channels;
  const begin = mirrored ? width - 1 - first + right : first - right;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      const row = y - down;
      const isInside = row >= 0 && row < height;
      const from = isInside ? first : width;
      for (let x = 0; x < from; x++, target += LANES) store<u8>(target, 0);
      if (!isInside) continue;
      let at = source + <usize>((row * width + begin) * channels + channel);
      for (let x = first; x < last; x++, at += step, target += LANES) store<u8>(target, load<u8>(at));
      for (let x = last; x < width; x++, target += LANES) store<u8>(target, 0);
    }
  }
}

/** Four of 16 bytes as float32, those of quarter `index`, 0..3. */
// @ts-ignore: decorator
@inline
function quarter(bytes: v128, index: i32): v128 {
  const half = index < 2 ? i16x8.extend_low_i8x16_u(bytes) : i16x8.extend_high_i8x16_u(bytes);
  return f32x4.convert_i32x4_s(
    index % 2 == 0 ? i32x4.extend_low_i16x8_u(half) : i32x4.extend_high_i16x8_u(half),
  );
}

// @ts-ignore: decorator
@inline
function normalised(value: v128, most: v128, mean: v128, std: v128): v128 {
  return f32x4.div(f32x4.sub(f32x4.div(value, most), mean), std);
}

/** One group of images to float32: byte * scale + shift; `affine` holds (scale, shift) per channel. */
export function scaleImages(
  source: usize, target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, affine: usize,
): void {
  for (let channel = 0; channel < channels; channel++) {
    const scale = v128.load32_splat(affine + (<usize>channel << 3));
    const shift = v128.load32_splat(affine + (<usize>channel << 3), 4);
    for (let y = 0; y < height; y++) {
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      for (let x = 0; x < width; x++) {
        const bytes = v128.load(source);
        source += LANES;
        v128.store(to, madd(quarter(bytes, 0), scale, shift));
        v128.store(to, madd(quarter(bytes, 1), scale, shift), 16);
        v128.store(to, madd(quarter(bytes, 2), scale, shift), 32);
        v128.store(to, madd(quarter(bytes, 3), scale, shift), 48);
        to += PIXEL;
      }
    }
  }
}

/**
 * One group of images to float32: (byte / 255 - mean) / std, with `normal` holding (mean, std) per channel.
 * Every operation is rounded, so that what is rounded to a grid next gets the same number on every machine.
 * Slower than `scaleImages`.
 */
export function divideImages(
  source: usize, target: usize, targetRow: usize, targetChannel: usize,
  channels: i32, height: i32, width: i32, normal: usize,
): void {
  const most = f32x4.splat(255);
  for (let channel = 0; channel < channels; channel++) {
    const mean = v128.load32_splat(normal + (<usize>channel << 3));
    const std = v128.load32_splat(normal + (<usize>channel << 3), 4);
    for (let y = 0; y < height; y++) {
      let to = rowAt(target, channel, targetChannel, y, targetRow);
      for (let x = 0; x < width; x++) {
        const bytes = v128.load(source);
        source += LANES;
        v128.store(to, normalised(quarter(bytes, 0), most, mean, std));
        v128.store(to, normalised(quarter(bytes, 1), most, mean, std), 16);
        v128.store(to, normalised(quarter(bytes, 2), most, mean, std), 32);
        v128.store(to, normalised(quarter(bytes, 3), most, mean, std), 48);
        to += PIXEL;
      }
    }
  }
}
