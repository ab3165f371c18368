/** One pattern of several, one right after the other, with the flags of the last. */
export function inOrder(...parts: RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join(''), parts.at(-1)?.flags);
}
