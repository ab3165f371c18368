import { expect, test } from 'vitest';
import { linkedSelector } from './linked';

test('an image is linked with itself elsewhere and with its class, a class with its images', () => {
  expect(linkedSelector({ is: 'image:12', of: 'class:6' })).toBe(
    '[data-is="image:12"],[data-of="image:12"],[data-is="class:6"]',
  );
  expect(linkedSelector({ is: 'class:6', of: null })).toBe('[data-is="class:6"],[data-of="class:6"]');
});
