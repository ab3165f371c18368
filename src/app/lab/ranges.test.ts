import { describe, expect, it } from 'vitest';
import { chunks } from './ranges';

describe('chunks', () => {
  it('covers every image once, with edges that do not depend on the total', () => {
    expect(chunks(1200)).toEqual([
      { start: 0, end: 256 },
      { start: 256, end: 512 },
      { start: 512, end: 1024 },
      { start: 1024, end: 1200 },
    ]);
    expect(chunks(2000).slice(0, 3)).toEqual(chunks(1200).slice(0, 3));
    expect(chunks(1)).toEqual([{ start: 0, end: 1 }]);
    expect(chunks(0)).toEqual([]);
  });
});
