// Numbers in fewer bits after training: float16, int8 weights, or fixed point.
import type { QuantisedVariant, QuantiseFormat } from '../variant';
import type { Method } from './method';

type Own = Omit<Method<QuantisedVariant>, 'family' | 'options' | 'removes' | 'variant' | 'share'>;

/** What all formats have in common. */
function format(own: Own & { id: QuantiseFormat }): Method<QuantisedVariant> {
  return {
    ...own,
    family: 'quantised',
    options: [],
    removes: null,
    variant: () => ({ kind: 'quantised', format: own.id }),
    share: () => 0,
  };
}

export const float16 = format({
  id: 'float16',
  choice: 'float16',
  names: () => ({ title: 'float16', phrase: 'in float16', label: ['float16', ''] }),
  doing: () => ({ lead: 'Keeping every parameter in ', what: 'two bytes instead of four' }),
  shippedNote: 'The kernels were shipped as float16 already: only biases and normalisation are rounded here.',
});

export const int8 = format({
  id: 'int8',
  choice: 'int8 weights',
  names: () => ({ title: 'int8 weights', phrase: 'with int8 weights', label: ['int8', 'weights'] }),
  doing: () => ({ lead: 'Keeping weights in ', what: 'one byte instead of four' }),
});

export const fixed = format({
  id: 'fixed',
  choice: 'int8 weights and activations',
  names: () => ({
    title: 'int8 weights and activations',
    phrase: 'with int8 weights and activations',
    label: ['int8', 'all'],
  }),
  doing: () => ({ lead: 'Keeping weights and activations in ', what: 'one byte instead of four' }),
});
