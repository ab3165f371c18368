import { expect, test } from 'vitest';
import { shortName } from './DatasetOptions';

const titles = ['Fashion-MNIST', 'Fashion-MNIST, long-tailed', 'Fashion-MNIST, long-tailed, second ranking'];

test.each([
  ['Fashion-MNIST', 'Fashion-MNIST'],
  ['Fashion-MNIST, long-tailed', 'Long-tailed: Fashion-MNIST'],
  ['Fashion-MNIST, long-tailed, second ranking', 'Second ranking: Fashion-MNIST, long-tailed'],
  ['CIFAR-10', 'CIFAR-10'],
])('in a narrow box, %s is called %s', (title, name) => {
  expect(shortName(title, titles)).toBe(name);
});
