const { LN2 } = Math;

/**
 * Functions from +, -, * and / alone, whose results IEEE 754 fixes to the last bit: Math.exp and its like
 * differ between engines. Each is within 1e-13 of the true value, relatively or (sine, cosine) absolutely.
 */

/** e to the power x, for x from -700 to 0. */
export function exponential(x: number): number {
  const halvings = Math.round(-x / LN2);
  const rest = x + halvings * LN2;
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 18; n++) {
    term *= rest / n;
    sum += term;
  }
  for (let n = 0; n < halvings; n++) sum *= 0.5;
  return sum;
}

/** The natural logarithm of x, for x over 0 and at most 1. */
export function logarithm(x: number): number {
  let mantissa = x;
  let doublings = 0;
  while (mantissa < 0.5) {
    mantissa *= 2;
    doublings++;
  }
  const z = (mantissa - 1) / (mantissa + 1);
  let power = z;
  let sum = 0;
  for (let n = 1; n <= 37; n += 2) {
    sum += power / n;
    power *= z * z;
  }
  return 2 * sum - doublings * LN2;
}

/** The sine of x radians, for x from -pi to pi. */
export function sine(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 2; n <= 30; n += 2) {
    term *= -(x * x) / (n * (n + 1));
    sum += term;
  }
  return sum;
}

/** The cosine of x radians, for x from -pi to pi. */
export function cosine(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= 29; n += 2) {
    term *= -(x * x) / (n * (n + 1));
    sum += term;
  }
  return sum;
}
