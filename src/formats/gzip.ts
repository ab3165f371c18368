/** Whether bytes begin with the magic of gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file; bytes without the gzip magic come back as they are (a server may have inflated them).
 * Stops reading past `limit` bytes, so that a small file cannot fill the memory.
 */
export async function inflate(
  bytes: Uint8Array<ArrayBuffer>,
  limit: number,
  file: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes)) return bytes;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Error(
        `${file}: expected a whole gzip file, got one that breaks off or is damaged after ${length} inflated bytes; get the file again.`,
      );
    });
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Error(
        `${file}: expected at most ${limit} bytes after inflating, got more; the file is not what it claims to be.`,
      );
    }
    chunks.push(value);
  }
  return joinChunks(chunks, length);
}

/** Chunks of `length` bytes in all, one after the other. */
export function joinChunks(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}
