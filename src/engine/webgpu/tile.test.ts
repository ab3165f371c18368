import { describe, expect, it } from 'vitest';
import { planSteps } from '../plan';
import { conv, everyLayer, network } from '../testing';
import { bufferValues, chooseTile } from './tile';

const plan = planSteps(everyLayer);
const values = bufferValues(plan);
const own = values.slice(1).reduce((sum, size) => sum + size, 0);
const wide = { binding: 2 ** 30, budget: 2 ** 30, images: 64, workgroups: 65535 };

describe('chooseTile', () => {
  it('takes all members and images that fit', () => {
    const limits = { binding: 2 ** 30, budget: 2 ** 30, images: 512, workgroups: 65535 };
    expect(chooseTile(plan, 30, 33, limits)).toEqual({ images4: 9, members: 30 });
    expect(chooseTile(plan, 30, 10_000, limits)).toEqual({ images4: 128, members: 30 });
  });

  it('gives up members before images, and images only for one member', () => {
    const budget = (values[0] + own * 3) * 16 * 16;
    expect(chooseTile(plan, 30, 64, { ...wide, budget })).toEqual({
      images4: 16,
      members: 3,
    });
    const single = (values[0] + own) * 16 * 5;
    expect(chooseTile(plan, 30, 64, { ...wide, budget: single })).toEqual({
      images4: 4,
      members: 1,
    });
  });

  it('keeps each buffer within what can be bound', () => {
    const binding = Math.max(...values.slice(1)) * 16 * 16 * 2;
    expect(chooseTile(plan, 30, 64, { ...wide, binding }).members).toBe(2);
  });

  it('keeps each dispatch within the workgroups that a direction can have', () => {
    const rows = planSteps(
      network([4, 1, 1], [conv('a', 4, 2048, [1, 1]), conv('b', 2048, 4, [1, 1]), { kind: 'globalAverage' }]),
    );
    expect(chooseTile(rows, 32, 64, wide)).toEqual({ images4: 16, members: 31 });
    expect(chooseTile(rows, 32, 64, { ...wide, workgroups: 2048 * 3 }).members).toBe(3);
    expect(chooseTile(rows, 32, 64, { ...wide, workgroups: 64 }).members).toBe(1);
  });

  it('says so when not even four images fit', () => {
    expect(() => chooseTile(plan, 1, 1, { ...wide, budget: 1000 })).toThrow('to fit 1000 bytes');
  });
});
