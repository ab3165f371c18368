/** The titles of the methods page's sections, in order, by the anchor that links to each. */
export const methodsTitles = {
  populations: 'Populations',
  pruning: 'Pruning',
  quantisation: 'Quantisation',
  pies: 'Votes, modal labels and PIEs',
  taxicab: 'How far the votes moved',
  impact: 'Which classes pay',
  accuracy: 'Accuracy on PIEs, on all images, on the rest',
  floor: 'What retraining alone does',
  draws: 'Drawing fewer networks',
  persistence: 'The same images at other levels',
  beside: 'Two compressions side by side',
  table: 'The table of levels',
  curves: 'Classes over levels',
  subgroups: 'Groups of images',
  intervals: 'Intervals',
  predictors: 'What predicts a PIE',
  calibration: 'Calibration',
  indices: 'Mismatches and indices',
  longTail: 'The long tail',
  capacity: 'Small networks beside pruned ones',
  robustness: 'Corrupted images',
  map: 'The map of the images',
  people: 'Harder for people',
  copies: 'Your own copy of test images',
  study: 'Judging images',
  imports: 'Your own predictions and networks',
  training: 'Networks trained here',
  limits: 'What runs where, and its limits',
  glossary: 'Terms',
  sources: 'Sources, and the paper’s own figures',
} as const;

export type MethodsAnchor = keyof typeof methodsTitles;

/** The sections of the methods page, in order; each can be linked to. */
export const methodsAnchors = Object.keys(methodsTitles) as MethodsAnchor[];

/** The address of a section of the methods page, relative to the page. */
export function methodsHref(anchor: MethodsAnchor): string {
  return `#/methods/${anchor}`;
}
