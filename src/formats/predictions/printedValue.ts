/** Values that Python printed with what holds them, as `tensor(3)` in the cell of a table. */

const HOLDERS = [
  /^tensor\(([^,()[\]]+)(?:,\s*(?:device|dtype)=.*)?\)$/,
  /^(?:np|numpy)\.[a-z]+_?\d*_?\((.*)\)$/,
  /^(?:[A-Za-z]+Path)\((.*)\)$/,
  /^[[(]\s*(-?\d+(?:\.\d*)?|'[^']*'|"[^"]*")\s*,?\s*[\])]$/,
  /^b?'([^']*)'$/,
  /^b"([^"]*)"$/,
];
/** No value is held by more. */
const DEEPEST = 3;

/**
 * The value in `tensor(3, device='cuda:0')`, `np.int64(3)`, `[3]`, `('a',)`, `b'cat'` or
 * `PosixPath('a.png')`, and 3 for `3.000e+00`, as numpy.savetxt writes whole numbers; any other text as it
 * is.
 */
export function printedValue(text: string): string {
  let value = text;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const inner = HOLDERS.map((holder) => holder.exec(value)?.[1]).find((found) => found !== undefined);
    if (inner === undefined || inner.trim() === '') break;
    value = inner.trim();
  }
  if (!/^\d\.\d+e[-+]\d\d$/i.test(value)) return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? `${number}` : value;
}
