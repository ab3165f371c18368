/** The sections of the methods page, in order; each can be linked to. */
export const methodsAnchors = [
  'populations',
  'pruning',
  'pies',
  'taxicab',
  'impact',
  'accuracy',
  'floor',
  'intervals',
  'limits',
  'sources',
] as const;

export type MethodsAnchor = (typeof methodsAnchors)[number];

/** The address of a section of the methods page, relative to the page. */
export function methodsHref(anchor: MethodsAnchor): string {
  return `#/methods/${anchor}`;
}
