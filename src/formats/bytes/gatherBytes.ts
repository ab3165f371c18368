/** An array buffer that may be made smaller in place (ES2024; TypeScript's library here is older). */
type Shrinkable = ArrayBuffer & { resize?: (length: number) => void };
const makeShrinkable = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => Shrinkable;

const SMALLEST_BLOCK = 1 << 16;
const LARGEST_BLOCK = 1 << 23;

/**
 * Bytes of unknown number, gathered in blocks that grow with them. Laid end to end, each block is shrunk to
 * nothing once it is copied: waiting for the garbage collector would hold all bytes twice.
 */
export function gatherBytes() {
  const blocks: Shrinkable[] = [];
  let length = 0;
  /** What the last block still has room for. */
  let free = 0;
  return {
    add(bytes: Uint8Array): void {
      for (let at = 0; at < bytes.length; ) {
        if (free === 0) {
          free = Math.min(LARGEST_BLOCK, Math.max(SMALLEST_BLOCK, length));
          blocks.push(new makeShrinkable(free, { maxByteLength: free }));
        }
        const block = blocks[blocks.length - 1];
        const part = bytes.subarray(at, at + free);
        new Uint8Array(block).set(part, block.byteLength - free);
        free -= part.length;
        at += part.length;
        length += part.length;
      }
    },
    finish(): Uint8Array<ArrayBuffer> {
      const all = new Uint8Array(length);
      let at = 0;
      for (const block of blocks) {
        const part = new Uint8Array(block).subarray(0, length - at);
        all.set(part, at);
        at += part.length;
        block.resize?.(0);
      }
      return all;
    },
  };
}
