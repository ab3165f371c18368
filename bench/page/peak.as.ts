// Multiply-adds on registers alone, as fast as this instruction set goes: ten independent sums hide the
// latency.

// @ts-ignore: decorator
@inline
function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** Does `rounds` times forty multiply-adds, and returns a value that depends on all of them. */
export function multiplyAdd(rounds: i32, x: f32, y: f32): f32 {
  const a = f32x4.splat(x);
  const b = f32x4.splat(y);
  let s0 = a, s1 = b, s2 = a, s3 = b, s4 = a, s5 = b, s6 = a, s7 = b, s8 = a, s9 = b;
  for (let round = 0; round < rounds; round++) {
    s0 = madd(s0, a, b);
    s1 = madd(s1, a, b);
    s2 = madd(s2, a, b);
    s3 = madd(s3, a, b);
    s4 = madd(s4, a, b);
    s5 = madd(s5, a, b);
    s6 = madd(s6, a, b);
    s7 = madd(s7, a, b);
    s8 = madd(s8, a, b);
    s9 = madd(s9, a, b);
  }
  const low = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const high = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  const all = f32x4.add(f32x4.add(low, high), f32x4.add(s8, s9));
  return f32x4.extract_lane(all, 0) + f32x4.extract_lane(all, 1) +
    f32x4.extract_lane(all, 2) + f32x4.extract_lane(all, 3);
}
