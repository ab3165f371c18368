// Weights pruned one by one: the smallest by magnitude, plain or unfolded, or at random as the control.
import { pruneMember } from '../../prune';
import { FOLDED_SPREAD } from '../../unfolded';
import type { PrunedVariant, PruneMethod } from '../../variant';
import { type Making, MOST_CALIBRATION } from './making';

/**
 * Calibration images that are enough up to a share removed by one threshold: with them top-1 stays within 0.1
 * point of what all 2,000 give (docs/performance.md). Few numbers, since dense networks are treated alike
 * once for each.
 */
const ENOUGH_CALIBRATION = [
  { upTo: 0.8, images: 400 },
  { upTo: 0.85, images: 948 },
];

/** What all methods that remove weights one by one have in common. */
export const oneByOne: Pick<Making, 'stored' | 'multiplied'> = {
  stored: ({ bytes }) => ({
    name: 'Stored compressed',
    bytes: bytes.compressed,
    note:
      'a float16 value and a 16-bit index for each weight left, ' +
      'a 32-bit row start for each output channel',
  }),
  multiplied: 'zeros skipped',
};

/** Methods whose masks every device makes by itself. */
function ranked(
  method: PruneMethod,
  own: Pick<Making<PrunedVariant>, 'definition' | 'calibrationImages'>,
): Making<PrunedVariant> {
  const settingsOf = ({ scope, sparsity, seed }: PrunedVariant) => ({ method, scope, sparsity, seed });
  return {
    ...oneByOne,
    ...own,
    make: (_, variant, { prune }) => prune(settingsOf(variant)),
    cuts: (architecture, kernels, memberSeed, variant) =>
      pruneMember(architecture, kernels, memberSeed, settingsOf(variant)),
  };
}

export const magnitude = ranked('magnitude', {
  calibrationImages: ({ scope, sparsity }) =>
    (scope === 'global' && ENOUGH_CALIBRATION.find(({ upTo }) => sparsity <= upTo)?.images) ||
    MOST_CALIBRATION,
  definition: [
    'Exactly round(s n) of the n weights in convolution and dense kernels go, first and last ' +
      'layer included. Those with the smallest magnitude go, by one threshold for the whole network ' +
      'or the same share of each layer. Equal magnitudes go by their place: layer by layer, then row by ' +
      'row. Every device removes the same weights, bit for bit.',
  ],
});

export const unfolded = ranked('unfolded', {
  definition: [
    'For networks whose BatchNorm an exporter folded into the convolutions, which multiplies every output ' +
      'channel’s weights by a factor of its own. Each weight’s magnitude is divided by the norm of its ' +
      'output channel: the square root of the sum of squares of the channel’s weights. This takes any such ' +
      'factor out again, in convolution and dense kernels alike. Then as many weights go as by ' +
      'magnitude, those with the smallest quotient, equal ones by their place.',
    `Networks are taken to be folded where they have no BatchNorm or LayerNorm. Also the norms of their ` +
      `convolutions’ output channels have to vary by a factor of ${FOLDED_SPREAD} or more. That is the ` +
      '90th percentile over the 10th, without depthwise convolutions. With one threshold for the whole ' +
      'network this decides much; in each layer alike little, and plain magnitude may do better there. ' +
      'What removing weights shifts cannot be re-estimated in folded networks: export them with BatchNorm ' +
      'where you can.',
  ],
});

export const random = ranked('random', {
  definition: [
    'The control: as many weights go as by magnitude, drawn by a seeded generator. Each weight ' +
      'gets a key from the seed, the network’s own seed and its place, and those with the smallest ' +
      'keys go.',
  ],
});
