/** What a worker keeps between jobs, as the page knows it. */

/** Something kept, and what it shares with others: that stays in memory while any of them does. */
type Kept = { bytes: number; shares: Kept | null };

/** A resource by its name, and the bytes that it takes; `derivedBytes` are those of what is made from it. */
export type Sized = {
  key: string;
  bytes: number;
  /** What a member made from this one takes beside what the two share; absent where they share nothing. */
  derivedBytes?: number;
};

/** Remembers what one worker keeps, least recently used first: `most` bytes, or what a job needs. */
export function createKeptResources(most: number) {
  const all = new Map<string, Kept>();

  function bytesInAll(): number {
    const held = new Set<Kept>();
    for (const kept of all.values()) {
      held.add(kept);
      if (kept.shares) held.add(kept.shares);
    }
    return [...held].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  return {
    has: (key: string): boolean => all.has(key),

    /** Those of `needs` that the worker lacks; from now on it has them, and has just used them all. */
    take<Need extends Sized>(needs: readonly Need[]): Need[] {
      return needs.filter((need) => {
        const known = all.get(need.key);
        all.delete(need.key);
        all.set(need.key, known ?? { bytes: need.bytes, shares: null });
        return known === undefined;
      });
    },

    /** The worker made `key` from a member. */
    derive(key: string, from: Sized): void {
      const source = all.get(from.key) ?? { bytes: from.bytes, shares: null };
      const { derivedBytes } = from;
      const own = { bytes: source.bytes, shares: null };
      all.set(
        key,
        derivedBytes === undefined ? own : { bytes: derivedBytes, shares: source.shares ?? source },
      );
    },

    /** Forgets what was used least recently, but none of `needs`, until the rest is within bounds. */
    forget(needs: readonly Sized[]): string[] {
      const forgotten: string[] = [];
      for (const key of all.keys()) {
        if (bytesInAll() <= most) break;
        if (needs.some((need) => need.key === key)) continue;
        all.delete(key);
        forgotten.push(key);
      }
      return forgotten;
    },
  };
}

export type KeptResources = ReturnType<typeof createKeptResources>;
