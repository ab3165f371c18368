/**
 * SHA-256 of bytes in 64 hex digits. Browsers offer it on secure origins only (https, localhost): throws a
 * sentence elsewhere.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!globalThis.crypto?.subtle) {
    throw new Error(
      'Expected a secure address (https or localhost), where browsers offer checksums, got another; open ' +
        'the page from one.',
    );
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
