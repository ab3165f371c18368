import { expect, test } from 'vitest';
import { printedValue } from './printedValue';

test.each([
  ['tensor(3)', '3'],
  ["tensor(3, device='cuda:0')", '3'],
  ['tensor(3, dtype=torch.int32)', '3'],
  ['np.int64(3)', '3'],
  ["np.str_('cat')", 'cat'],
  ['[3]', '3'],
  ["('a.png',)", 'a.png'],
  ["b'cat'", 'cat'],
  ["PosixPath('val/a.png')", 'val/a.png'],
  ['3.000000000000000000e+00', '3'],
  ['1.2e+01', '12'],
])('%s is %s', (text, value) => expect(printedValue(text)).toBe(value));

test.each(['cat', '(other)', '[1, 2]', 'tensor([1, 2])', '3', '3.5e-01', "'s-Hertogenbosch", 'f(x)', "b''"])(
  '%s stays',
  (text) => expect(printedValue(text)).toBe(text),
);
