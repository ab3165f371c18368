import { joinChunks } from './joinChunks';

/** What it begins with: a table may have many thousand columns of a few rows. */
const SMALLEST = 16;

/**
 * Numbers byte strings in the order in which they are added: a hash table that makes no string of a cell seen
 * before.
 */
export function bytesIndex() {
  const keys: Uint8Array[] = [];
  let slots = new Int32Array(2 * SMALLEST).fill(-1);
  let hashes = new Int32Array(SMALLEST);
  /** The one that was found or added last. */
  let last = 0;

  const place = (hash: number) => {
    let slot = hash & (slots.length - 1);
    while (slots[slot] >= 0) slot = (slot + 1) & (slots.length - 1);
    return slot;
  };
  const grow = () => {
    const wider = new Int32Array(slots.length);
    wider.set(hashes);
    hashes = wider;
    slots = new Int32Array(2 * slots.length).fill(-1);
    for (let code = 0; code < keys.length; code++) slots[place(hashes[code])] = code;
  };

  return {
    /** Those that were added; the number of each is its place. */
    keys: keys as readonly Uint8Array[],
    find(bytes: Uint8Array, start: number, end: number): number {
      // The same comes again, as the network of many images, or the next, as images of one network after
      // those of another.
      if (last < keys.length && equal(keys[last], bytes, start, end)) return last;
      if (last + 1 < keys.length && equal(keys[last + 1], bytes, start, end)) return ++last;
      const hash = hashOf(bytes, start, end);
      const mask = slots.length - 1;
      for (let slot = hash & mask; slots[slot] >= 0; slot = (slot + 1) & mask) {
        const code = slots[slot];
        if (hashes[code] === hash && equal(keys[code], bytes, start, end)) {
          last = code;
          return code;
        }
      }
      return -1;
    },
    add(bytes: Uint8Array, start: number, end: number): void {
      if (keys.length === hashes.length) grow();
      const hash = hashOf(bytes, start, end);
      hashes[keys.length] = hash;
      last = keys.push(bytes.subarray(start, end)) - 1;
      slots[place(hash)] = last;
    },
    /**
     * Copies those from number `from` on, end to end, and gives the copy: what they were added from is held
     * no longer.
     */
    own(from: number): Uint8Array<ArrayBuffer> {
      const fresh = keys.slice(from);
      const all = joinChunks(
        fresh,
        fresh.reduce((sum, { length }) => sum + length, 0),
      );
      for (let code = from, at = 0; code < keys.length; code++) {
        const end = at + keys[code].length;
        keys[code] = all.subarray(at, end);
        at = end;
      }
      return all;
    },
  };
}

/** FNV-1a with a final mix: neighbouring ids would else crowd neighbouring slots. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (hash >>> 13);
}

/** From the end: neighbouring ids begin alike. */
function equal(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = key.length - 1; i >= 0; i--) if (key[i] !== bytes[start + i]) return false;
  return true;
}
