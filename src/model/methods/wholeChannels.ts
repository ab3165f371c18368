import { wholePercent } from '../../text/format';
// Structured pruning: whole output channels go, and a smaller dense network is left.

import { level } from '../../text/format';
import type { StructuredVariant } from '../variant';
import type { Method } from './method';

export const wholeChannels: Method<Extract<StructuredVariant, { method: 'channels' }>> = {
  id: 'channels',
  family: 'pruned',
  choice: 'whole channels',
  options: ['sparsity'],
  removes: 'channels',
  variant: ({ sparsity: share, recalibrated }) => ({
    kind: 'structured',
    method: 'channels',
    share,
    recalibrated,
  }),
  share: ({ share }) => share,
  names: ({ share }) => ({
    title: `${wholePercent(share)} of the channels removed`,
    phrase: `without ${wholePercent(share)} of the channels`,
    label: [wholePercent(share), 'channels'],
  }),
  doing: ({ share }) => ({ lead: 'Removing ', what: `${level(share)} of every layer's channels` }),
};
