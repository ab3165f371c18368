/**
 * The number that a link gives something by: at most seven digits, without a zero in front; null of any other
 * text, and of none.
 */
export function readIndex(text: string | null): number | null {
  return text !== null && /^(0|[1-9]\d{0,6})$/.test(text) ? Number(text) : null;
}
