import { type Activation, activations } from '../layers/activations';

/** Values of the attributes of those that have any. */
const attributes: Partial<Record<Activation['kind'], object[]>> = {
  clip: [{ low: -0.2, high: 0.7 }],
  leakyRelu: [{ slope: 0.1 }],
  hardSigmoid: [{ slope: 0.2, offset: 0.5 }],
  gelu: [{ approximation: 'none' }, { approximation: 'tanh' }],
};

/** Every activation, as the table has them, with values of its attributes. */
export const everyActivation = (Object.keys(activations) as Activation['kind'][]).flatMap((kind) =>
  (attributes[kind] ?? [{}]).map((own) => ({ kind, ...own }) as Activation),
);
