/**
 * Where a word, a row or a picture leads: the images that changed their label (of one class), retraining, a
 * class, one image.
 */
export type Place =
  | { kind: 'changed'; class?: number }
  | { kind: 'retraining' }
  | { kind: 'class'; class: number }
  | { kind: 'image'; image: number };

/** How to get to a place: its address, and how to go there without leaving the page. */
export type Follow = { href: (place: Place) => string; go: (place: Place) => void };
