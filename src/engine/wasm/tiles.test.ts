import { describe, expect, it } from 'vitest';
import { tilesLeft } from './tiles';

/** How many images each tile has, of `members` networks on two threads. */
const sizes = (members: number, images: number, multiplyAdds: number) =>
  tilesLeft(members, images, 2, multiplyAdds, []).map(({ count }) => count);

/** Multiply-adds of the zoo's network and of ResNet-18 for images of 32 x 32. */
const [ZOO, RESNET] = [2.24e6, 5.6e8];

describe('tilesLeft', () => {
  it('takes 256 images of small networks at once, fewer where that keeps every thread busy', () => {
    expect(Math.max(...sizes(30, 10_000, ZOO))).toBe(256);
    expect(sizes(30, 10_000, ZOO)).toHaveLength(30 * 40);
    expect(sizes(1, 400, ZOO)).toEqual([64, 64, 64, 64, 64, 64, 16]);
    expect(sizes(1, 40, ZOO)).toEqual([32, 8]);
  });

  it('takes fewer of large networks, as whole groups, 16 at least', () => {
    expect(Math.max(...sizes(30, 10_000, 2e7))).toBe(96);
    expect(Math.max(...sizes(30, 10_000, RESNET))).toBe(16);
    expect(sizes(1, 40, RESNET)).toEqual([16, 16, 8]);
  });

  it('gives a large member four tiles before the next, so that its weights are packed once for them', () => {
    const order = tilesLeft(2, 100, 2, RESNET, []).map(({ member, start }) => `${member}:${start}`);
    expect(order.slice(0, 8)).toEqual(['0:0', '0:16', '1:0', '1:16', '0:32', '0:48', '1:32', '1:48']);
    const long = tilesLeft(2, 10_000, 2, RESNET, []).map(({ member, start }) => `${member}:${start}`);
    expect(long.slice(0, 6)).toEqual(['0:0', '0:16', '0:32', '0:48', '1:0', '1:16']);
  });

  it('takes 256 images of networks that multiply nothing', () => {
    expect(Math.max(...sizes(30, 1000, 0))).toBe(256);
  });

  it('covers every image of every member once', () => {
    for (const multiplyAdds of [0, ZOO, 3e7, RESNET]) {
      const visits = new Uint8Array(3 * 300);
      for (const { member, start, count } of tilesLeft(3, 300, 2, multiplyAdds, [])) {
        for (let image = start; image < start + count; image++) visits[member * 300 + image]++;
      }
      expect(visits.every((each) => each === 1)).toBe(true);
    }
  });
});
