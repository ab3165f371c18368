// Caches as they are described in a processor's manual, fed with the cache lines that a kernel touches.

/** Bytes of a cache line: one pixel of 16 images. */
export const LINE = 64;

/** A cache of whole sets of `ways` lines each, which forgets the one longest unused of a set. */
export function createCache(bytes: number, ways: number) {
  const sets = bytes / LINE / ways;
  if (!Number.isInteger(sets)) throw new Error(`Expected whole sets of ${ways} lines, got ${sets} of them.`);
  const lines = new Float64Array(sets * ways).fill(-1);
  let misses = 0;
  return {
    /** Touches a line, by its number, and says whether it was there. */
    touch(line: number): boolean {
      const first = (line % sets) * ways;
      let place = first;
      while (place < first + ways && lines[place] !== line) place++;
      const isThere = place < first + ways;
      if (!isThere) {
        misses++;
        place = first + ways - 1;
      }
      // The first of a set is the one used last.
      if (place > first) {
        lines.copyWithin(first + 1, first, place);
        lines[first] = line;
      }
      if (ways === 1) lines[first] = line;
      return isThere;
    },
    /** Lines that were not there when they were touched, and none from now on. */
    takeMisses(): number {
      const all = misses;
      misses = 0;
      return all;
    },
  };
}

/** Several second caches behind one first cache each: `touch` takes an address. */
export function createCaches(firstBytes: number, secondBytes: readonly number[], ways = 8) {
  const first = createCache(firstBytes, ways);
  const seconds = secondBytes.map((bytes) => createCache(bytes, ways));
  return {
    touch(address: number): void {
      const line = Math.floor(address / LINE);
      if (first.touch(line)) return;
      for (const second of seconds) second.touch(line);
    },
    /** Bytes that came from beyond the first cache, and from beyond each second one, since the last time. */
    takeBytes: () => ({
      first: first.takeMisses() * LINE,
      seconds: seconds.map((second) => second.takeMisses() * LINE),
    }),
  };
}

/**
 * What waiting adds to a step of `computeMs` that takes `bytes` from beyond its cache at `gigabytes` a
 * second: at least, where they come while it computes, and at most, where it waits for each.
 */
export function waiting(
  computeMs: number,
  bytes: number,
  gigabytes: number,
): { least: number; most: number } {
  const ms = bytes / gigabytes / 1e6;
  return { least: Math.max(0, ms - computeMs), most: ms };
}
