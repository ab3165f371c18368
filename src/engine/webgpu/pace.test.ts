import { describe, expect, it } from 'vitest';
import { createPace } from './pace';
import { manualClock } from './testing';

const tile = { images4: 16, members: 30 };

/** Members of the tiles of a run whose every tile takes `ms`, one tile of each size. */
function run(reached: { work: number }, ms: number, tiles: number, size = tile): number[] {
  const clock = manualClock();
  const pace = createPace(clock, reached, size);
  return Array.from({ length: tiles }, () => {
    const members = pace.members();
    clock.advance(ms);
    pace.ended(members);
    return members;
  });
}

describe('createPace', () => {
  it('begins with one member and doubles while tiles end soon, up to all', () => {
    expect(run({ work: 0 }, 10, 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  it('begins the next run where the last one ended', () => {
    const reached = { work: 0 };
    run(reached, 10, 4);
    expect(run(reached, 10, 3)).toEqual([16, 30, 30]);
    expect(run(reached, 100, 2)).toEqual([30, 30]);
  });

  it('gives way when tiles take long, and the next run begins there', () => {
    const reached = { work: 30 * 16 };
    expect(run(reached, 300, 3)).toEqual([30, 15, 7]);
    expect(run(reached, 100, 1)).toEqual([3]);
  });

  it('counts work in images too: few images are no measure for many, nor many for few', () => {
    const reached = { work: 0 };
    run(reached, 10, 7, { images4: 1, members: 30 });
    expect(run(reached, 10, 1, { images4: 128, members: 30 })).toEqual([1]);
    const many = { work: 30 * 128 };
    expect(run(many, 10, 1, { images4: 1, members: 30 })).toEqual([30]);
    expect(run(many, 10, 1, { images4: 128, members: 30 })).toEqual([30]);
  });

  it('does not judge by a tile with fewer members than it asked for', () => {
    const clock = manualClock();
    const pace = createPace(clock, { work: 8 * 16 }, tile);
    pace.ended(3);
    expect(pace.members()).toBe(8);
  });
});
