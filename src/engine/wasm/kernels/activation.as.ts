import { PIXEL, rowAt } from './lanes.as';

// Activations in place, value by value. The numbers of the kinds are those of the formulas
// in src/model/layers/activations.ts.

/** e^x, to two units in the last place: S. Moshier, Cephes' expf. NaN stays NaN. */
// @ts-ignore: decorator
@inline
function exp(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87)), f32x4.splat(88));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, scale);
}

// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp(f32x4.neg(x))));
}

// @ts-ignore: decorator
@inline
function within(x: v128, low: f32, high: f32): v128 {
  return f32x4.min(f32x4.max(x, f32x4.splat(low)), f32x4.splat(high));
}

/** The error function, to 1.5e-7: Abramowitz and Stegun 7.1.26. */
// @ts-ignore: decorator
@inline
function erf(x: v128): v128 {
  const a = f32x4.abs(x);
  const t = f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), f32x4.mul(a, f32x4.splat(0.3275911))));
  let p = f32x4.splat(1.061405429);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-1.453152027));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(1.421413741));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.284496736));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(p, t), exp(f32x4.neg(f32x4.mul(a, a))));
  const size = f32x4.sub(f32x4.splat(1), tail);
  return v128.bitselect(x, size, i32x4.splat(0x80000000));
}

// @ts-ignore: decorator
@inline
function apply(kind: i32, x: v128, a: f32, b: f32): v128 {
  switch (kind) {
    case 0: return f32x4.max(x, f32x4.splat(0));
    case 1: return within(x, a, b);
    case 2: return v128.bitselect(f32x4.mul(x, f32x4.splat(a)), x, f32x4.lt(x, f32x4.splat(0)));
    case 3: return sigmoid(x);
    case 4: return within(f32x4.add(f32x4.mul(x, f32x4.splat(a)), f32x4.splat(b)), 0, 1);
    case 5: return f32x4.sub(f32x4.mul(f32x4.splat(2), sigmoid(f32x4.add(x, x))), f32x4.splat(1));
    case 6: return f32x4.mul(x, sigmoid(x));
    case 7: {
      const upTo6 = within(f32x4.add(x, f32x4.splat(3)), 0, 6);
      return f32x4.mul(f32x4.mul(x, upTo6), f32x4.splat(1.0 / 6.0));
    }
    case 8: {
      const half = f32x4.mul(x, f32x4.splat(0.5));
      return f32x4.add(half, f32x4.mul(half, erf(f32x4.mul(x, f32x4.splat(0.70710678)))));
    }
    default: {
      const cube = f32x4.mul(f32x4.mul(f32x4.mul(x, x), x), f32x4.splat(0.044715));
      return f32x4.mul(x, sigmoid(f32x4.mul(f32x4.add(x, cube), f32x4.splat(1.59576912))));
    }
  }
}

// @ts-ignore: decorator
@inline
function everywhere(
  target: usize, row: usize, channel: usize, channels: i32, height: i32, width: i32, kind: i32,
  a: f32, b: f32,
): void {
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      let at = rowAt(target, c, channel, y, row);
      const end = at + <usize>width * PIXEL;
      for (; at < end; at += 16) v128.store(at, apply(kind, v128.load(at), a, b));
    }
  }
}

/** An activation of every value, in place; `a` and `b` are its parameters. */
export function activate(
  target: usize, row: usize, channel: usize, channels: i32, height: i32, width: i32, kind: i32,
  a: f32, b: f32,
): void {
  switch (kind) {
    case 0: return everywhere(target, row, channel, channels, height, width, 0, a, b);
    case 1: return everywhere(target, row, channel, channels, height, width, 1, a, b);
    case 2: return everywhere(target, row, channel, channels, height, width, 2, a, b);
    case 3: return everywhere(target, row, channel, channels, height, width, 3, a, b);
    case 4: return everywhere(target, row, channel, channels, height, width, 4, a, b);
    case 5: return everywhere(target, row, channel, channels, height, width, 5, a, b);
    case 6: return everywhere(target, row, channel, channels, height, width, 6, a, b);
    case 7: return everywhere(target, row, channel, channels, height, width, 7, a, b);
    case 8: return everywhere(target, row, channel, channels, height, width, 8, a, b);
    default: return everywhere(target, row, channel, channels, height, width, 9, a, b);
  }
}
