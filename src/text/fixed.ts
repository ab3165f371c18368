// The one place where a number is rounded for people.
const formats: Intl.NumberFormat[] = [];

/** More decimal digits of a double than these are noise of the arithmetic that made it. */
const DIGITS = 12;

/**
 * A finite number with `digits` decimals, halves away from zero as one rounds by hand: 1.005 is 1.01, and 100
 * times 0.145, which is 14.499999999999998 in binary, is 15. `Number.toFixed` goes by the binary value, so
 * that a half falls either way.
 */
export function fixed(value: number, digits: number): string {
  formats[digits] ??= new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
  const text = formats[digits].format(Number(value.toPrecision(DIGITS)));
  return Number(text) === 0 ? text.replace('-', '') : text;
}
