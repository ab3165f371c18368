// Structured pruning: whole output channels go, and a smaller dense network is left.
import { kernelSize, prunableLayers } from '../../architecture';
import { channelCuts, pruneChannels, withoutChannels } from '../../channels';
import { networkCost } from '../../cost';
import type { StructuredVariant } from '../../variant';
import type { Making } from './making';

export const wholeChannels: Making<Extract<StructuredVariant, { method: 'channels' }>> = {
  make: (dense, { share }) => pruneChannels(dense, share),
  cuts: (architecture, kernels, _, { share }) => channelCuts(architecture, kernels, share),
  cost(architecture, { share }) {
    const small = withoutChannels(architecture, share);
    const total = (of: typeof small) => prunableLayers(of).reduce((sum, layer) => sum + kernelSize(layer), 0);
    return { ...networkCost(small, () => 0), weightsLeft: total(small) / total(architecture) };
  },
  stored: ({ kept }) => ({
    name: 'Stored compact',
    bytes: 2 * kept,
    note: 'a smaller dense network, in float16',
  }),
  multiplied: 'in a smaller network',
  definition: [
    'Channels that stand and fall together, such as those of both sides of a residual sum, form a ' +
      'group. In every group round(s c) of its c output channels go, never all. Those go whose ' +
      'kernels have the smallest sum of magnitudes, the L1 norm of Li and others (2017); of equal ones ' +
      'the earlier. The classifier’s outputs stay. A channel that goes is 0 from there on. Its bias, ' +
      'its BatchNorm shift and the weights that read it go with it, and what runs is the smaller ' +
      'network that is left. Each network loses channels of its own.',
  ],
};
