// Experiments worth a look, by name: an address each.

export type Preset = { name: string; query: string };

/** The datasets that presets name, as the zoo calls them. */
const WHOLE = 'fashion-mnist';
const LONG_TAIL = 'fashion-mnist-long-tail';

export const PRESETS: readonly Preset[] = [
  { name: 'Mild: 30%', query: `data=${WHOLE}&sparsity=0.3` },
  { name: '90%, long tail', query: `data=${LONG_TAIL}&sparsity=0.9&details=long-tail` },
  {
    name: 'int8 changes nothing',
    query: `data=${WHOLE}&variant=quantised&format=int8&images=1000`,
  },
  {
    name: 'At random against the smallest',
    query:
      `data=${WHOLE}&variant=pruned&method=random&sparsity=0.5&images=1000` +
      '&versus=variant%3Dpruned%26sparsity%3D0.5',
  },
  { name: '2 of 4', query: `data=${WHOLE}&variant=pruned&method=2%3A4&images=1000` },
  {
    name: 'Small instead of pruned',
    query: `data=${WHOLE}&variant=narrow&width=0.305&details=sizes`,
  },
];
