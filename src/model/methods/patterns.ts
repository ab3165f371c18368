// Pruning in patterns that hardware can use: 2 of every 4 consecutive weights stay, or 4 of every 8.
import { patternSizes } from '../patternSizes';
import type { Pattern, StructuredVariant } from '../variant';
import type { Method } from './method';

function patterned(id: Pattern): Method<Extract<StructuredVariant, { method: Pattern }>> {
  const { kept, group } = patternSizes(id);
  return {
    id,
    family: 'pruned',
    choice: `${kept} of every ${group} weights`,
    options: [],
    removes: 'weights',
    amount: `half of the weights, ${id}`,
    variant: ({ recalibrated }) => ({ kind: 'structured', method: id, recalibrated }),
    share: () => 1 - kept / group,
    names: () => ({
      title: `${kept} of every ${group} weights kept`,
      phrase: `with ${id} pruning`,
      label: [id, 'kept'],
    }),
    doing: () => ({ lead: 'Removing ', what: `${group - kept} of every ${group} weights` }),
  };
}

export const pattern24 = patterned('2:4');
export const pattern48 = patterned('4:8');
