import { describe, expect, it } from 'vitest';
import { createKernelCache, type Kernels } from './network';

/** Kernels of so many bytes, and who holds them; the first hold is the test's own. */
function kernels(bytes: number) {
  let holds = 1;
  const faked: Kernels = {
    weights: [],
    formOf() {
      throw new Error('Not to be laid out.');
    },
    bytes: () => bytes,
    hold: () => holds++,
    release: () => holds--,
  };
  return {
    ...faked,
    grow(more: number) {
      bytes += more;
    },
    isKept: () => holds > 1,
    object: faked,
  };
}

describe('createKernelCache', () => {
  it('lets go of the oldest over the number of populations', () => {
    const cache = createKernelCache(2, 100);
    const [a, b, c] = [kernels(1), kernels(1), kernels(1)];
    cache.keep('a', a.object);
    cache.keep('b', b.object);
    expect(cache.take('a')).toBe(a.object);
    cache.keep('c', c.object);
    a.release();
    expect([a, b, c].map((each) => each.isKept())).toEqual([true, false, true]);
    expect(cache.take('b')).toBeNull();
  });

  it('lets go of the oldest over the bytes, but never of the last', () => {
    const cache = createKernelCache(6, 100);
    const [a, b, c, large] = [kernels(40), kernels(40), kernels(40), kernels(440)];
    cache.keep('a', a.object);
    cache.keep('b', b.object);
    cache.keep('c', c.object);
    expect([a, b, c].map((each) => each.isKept())).toEqual([false, true, true]);
    cache.keep('large', large.object);
    expect([b, c, large].map((each) => each.isKept())).toEqual([false, false, true]);
  });

  it('counts what grew since when it is asked to', () => {
    const cache = createKernelCache(6, 100);
    const [a, b] = [kernels(40), kernels(40)];
    cache.keep('a', a.object);
    cache.keep('b', b.object);
    b.grow(40);
    expect(a.isKept()).toBe(true);
    cache.trim();
    expect([a, b].map((each) => each.isKept())).toEqual([false, true]);
  });

  it('counts kernels once that two populations share', () => {
    const cache = createKernelCache(6, 100);
    const a = kernels(80);
    cache.keep('a', a.object);
    cache.keep('a, recalibrated', a.object);
    expect(cache.take('a')).toBe(a.object);
    cache.clear();
    a.release();
    expect(a.isKept()).toBe(false);
  });
});
