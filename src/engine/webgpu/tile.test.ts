import { describe, expect, it } from 'vitest';
import { planSteps } from '../plan';
import { everyLayer } from '../testing';
import { bufferValues, chooseTile } from './tile';

const plan = planSteps(everyLayer);
const values = bufferValues(plan);
const own = values.slice(1).reduce((sum, size) => sum + size, 0);

describe('chooseTile', () => {
  it('takes all members and images that fit', () => {
    const limits = { binding: 2 ** 30, budget: 2 ** 30, images: 512 };
    expect(chooseTile(plan, 30, 33, limits)).toEqual({ images4: 9, members: 30 });
    expect(chooseTile(plan, 30, 10_000, limits)).toEqual({ images4: 128, members: 30 });
  });

  it('gives up members before images, and images only for one member', () => {
    const budget = (values[0] + own * 3) * 16 * 16;
    expect(chooseTile(plan, 30, 64, { binding: 2 ** 30, budget, images: 64 })).toEqual({
      images4: 16,
      members: 3,
    });
    const single = (values[0] + own) * 16 * 5;
    expect(chooseTile(plan, 30, 64, { binding: 2 ** 30, budget: single, images: 64 })).toEqual({
      images4: 4,
      members: 1,
    });
  });

  it('keeps each buffer within what can be bound', () => {
    const binding = Math.max(...values.slice(1)) * 16 * 16 * 2;
    expect(chooseTile(plan, 30, 64, { binding, budget: 2 ** 30, images: 64 }).members).toBe(2);
  });

  it('says so when not even four images fit', () => {
    expect(() => chooseTile(plan, 1, 1, { binding: 2 ** 30, budget: 1000, images: 64 })).toThrow(
      'to fit 1000 bytes',
    );
  });
});
