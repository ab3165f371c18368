import { expect, test } from 'vitest';
import { everyActivation } from '../testing/everyActivation';
import { activate, activationSlope } from './activations';

test.each(everyActivation)('the slope of $kind is what central differences give', (activation) => {
  const step = 1e-3;
  const [value, slope] = [activate(activation), activationSlope(activation)];
  for (const x of [-7.3, -3.4, -2.1, -0.7, -0.011, 0.013, 0.9, 2.6, 3.7, 6.4]) {
    const measured = (value(x + step) - value(x - step)) / (2 * step);
    // The error function of gelu is itself good to 1.2e-7, which differences magnify.
    expect(Math.abs(slope(x) - measured)).toBeLessThan(2e-4);
  }
});
