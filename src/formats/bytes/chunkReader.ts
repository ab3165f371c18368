import { joinChunks } from './joinChunks';

/**
 * Takes bytes off a stream of chunks in whatever portions are asked for; throws where the stream of `file`
 * ends too soon.
 */
export function chunkReader(chunks: AsyncIterable<Uint8Array>, file: string) {
  const iterator = chunks[Symbol.asyncIterator]();
  let chunk: Uint8Array = new Uint8Array(0);
  let offset = 0;
  /** From 1 to `most` bytes. */
  async function some(most: number): Promise<Uint8Array> {
    while (chunk.length === 0) {
      const { done, value } = await iterator.next();
      if (done) {
        throw new Error(
          `${file}: expected ${most} more bytes at byte ${offset}, got its end; the file may have been cut ` +
            'off.',
        );
      }
      chunk = value;
    }
    const piece = chunk.subarray(0, most);
    chunk = chunk.subarray(piece.length);
    offset += piece.length;
    return piece;
  }
  return {
    some,
    offset: () => offset,
    async take(count: number): Promise<Uint8Array> {
      const pieces: Uint8Array[] = [];
      for (let left = count; left > 0; left -= pieces[pieces.length - 1].length)
        pieces.push(await some(left));
      return pieces.length === 1 ? pieces[0] : joinChunks(pieces, count);
    },
    /** Whether there are no more bytes. */
    async ended(): Promise<boolean> {
      while (chunk.length === 0) {
        const { done, value } = await iterator.next();
        if (done) return true;
        chunk = value;
      }
      return false;
    },
    async close(): Promise<void> {
      await iterator.return?.();
    },
    async drain(): Promise<void> {
      while (!(await iterator.next()).done);
    },
    async skip(count: number): Promise<void> {
      for (let left = count; left > 0; ) left -= (await some(left)).length;
    },
  };
}
