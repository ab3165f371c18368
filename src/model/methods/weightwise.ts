// Weights pruned one by one: the smallest by magnitude, plain or unfolded, by the loss's gradient, or at
// random.
import { level, wholePercent } from '../../text/format';
import type { PrunedVariant } from '../variant';
import type { Method } from './method';

type Own = Pick<Method<PrunedVariant>, 'choice' | 'options'> & {
  id: PrunedVariant['method'];
  /** How weights are chosen, where it is not by magnitude. */
  chosen?: string;
};

/** What is said alike of all methods that remove weights one by one. */
function weightwise({ chosen, ...own }: Own): Method<PrunedVariant> {
  return {
    ...own,
    family: 'pruned',
    removes: 'weights',
    variant: ({ scope, sparsity, seed, recalibrated }) => ({
      kind: 'pruned',
      method: own.id,
      scope,
      sparsity,
      seed,
      recalibrated,
    }),
    share: ({ sparsity }) => sparsity,
    names: ({ sparsity, scope }) => ({
      title: `${wholePercent(sparsity)} removed`,
      phrase: `at ${wholePercent(sparsity)}`,
      label: [wholePercent(sparsity), 'here'],
      how: [...(chosen ? [chosen] : []), ...(scope === 'layer' ? ['layer by layer'] : [])],
    }),
    doing: ({ sparsity, scope }) => ({
      lead: 'Removing ',
      what: `${level(sparsity)} of ${scope === 'layer' ? "every layer's" : 'the'} weights`,
      ...(chosen && { after: ` ${chosen}` }),
    }),
  };
}

export const magnitude = weightwise({
  id: 'magnitude',
  choice: 'the smallest weights',
  options: ['sparsity', 'scope'],
});

export const unfolded = weightwise({
  id: 'unfolded',
  choice: 'the smallest for their channel',
  chosen: 'by unfolded magnitude',
  options: ['sparsity', 'scope'],
});

export const random = weightwise({
  id: 'random',
  choice: 'weights at random',
  chosen: 'at random',
  options: ['sparsity', 'scope', 'seed'],
});

export const taylor = weightwise({
  id: 'taylor',
  choice: 'the smallest weight × gradient',
  chosen: 'by weight × gradient',
  options: ['sparsity', 'scope', 'seed'],
});

export const gradient = weightwise({
  id: 'gradient',
  choice: 'the smallest gradients',
  chosen: 'by gradient magnitude',
  options: ['sparsity', 'scope', 'seed'],
});
