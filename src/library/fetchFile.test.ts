import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fetchFile, type Source } from './fetchFile';

const content = Buffer.from('what was published');
const stored = gzipSync(content);
const file = {
  path: 'a.gz',
  bytes: stored.length,
  inflatedBytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

/** Gives `kept` where a kept copy will do, and `served` past it. */
function sourceOf(kept: Buffer, served: Buffer): { source: Source; asked: boolean[] } {
  const asked: boolean[] = [];
  const source: Source = async function* (_base, _path, _signal, fresh = false) {
    asked.push(fresh);
    yield new Uint8Array(fresh ? served : kept);
  };
  return { source, asked };
}

const other = Buffer.from(content);
other[3] ^= 1;

test.each([
  ['cut off', stored.subarray(0, stored.length - 9)],
  ['of other content', gzipSync(other)],
  ['too short', gzipSync(content.subarray(1))],
])('a kept copy that is %s is fetched anew before it is refused', async (_, damaged) => {
  const mended = sourceOf(damaged, stored);
  const got = await fetchFile(mended.source, '', file);
  expect(Buffer.from(got.bytes)).toEqual(content);
  expect(Buffer.from(got.stored)).toEqual(stored);
  expect(mended.asked).toEqual([false, true]);
  const worse = sourceOf(damaged, damaged);
  await expect(fetchFile(worse.source, '', file)).rejects.toThrow(/^a\.gz: /);
  expect(worse.asked).toEqual([false, true]);
});

test('a copy that is as published is asked for once', async () => {
  const { source, asked } = sourceOf(stored, other);
  expect((await fetchFile(source, '', file)).checked).toBe(true);
  expect(asked).toEqual([false]);
});
