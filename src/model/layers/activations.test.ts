import { expect, test } from 'vitest';
import { type Activation, activate, activationSlope } from './activations';

const all: Activation[] = [
  { kind: 'relu' },
  { kind: 'sigmoid' },
  { kind: 'tanh' },
  { kind: 'silu' },
  { kind: 'hardSwish' },
  { kind: 'clip', low: 0, high: 6 },
  { kind: 'leakyRelu', slope: 0.1 },
  { kind: 'hardSigmoid', slope: 1 / 6, offset: 0.5 },
  { kind: 'gelu', approximation: 'none' },
  { kind: 'gelu', approximation: 'tanh' },
];

test.each(all)('the slope of $kind is what central differences give', (activation) => {
  const step = 1e-3;
  for (const x of [-7.3, -3.4, -2.1, -0.7, -0.011, 0.013, 0.9, 2.6, 3.7, 6.4]) {
    const measured = (activate(activation, x + step) - activate(activation, x - step)) / (2 * step);
    // The error function of gelu is itself good to 1.2e-7, which differences magnify.
    expect(Math.abs(activationSlope(activation, x) - measured)).toBeLessThan(2e-4);
  }
});
