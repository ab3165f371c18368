import { describe, expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32';
import { bytesSource } from '../bytes/source';
import { readEntries as read } from '../testing/readEntries';
import { refusal } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { writeZip } from './writeZip';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

describe('a zip directory', () => {
  const packed = () =>
    concat(
      ...writeZip([
        { name: 'ab', bytes: utf8('12345') },
        { name: 'cd', bytes: utf8('678') },
      ]),
    );
  const directory = 2 * 32 + 8;
  const broken = (change: (view: DataView, bytes: Uint8Array) => void) => {
    const bytes = packed();
    change(new DataView(bytes.buffer), bytes);
    return refusal(() => read(bytesSource(bytes, 'z.zip')));
  };

  test.each<[string, (view: DataView, bytes: Uint8Array) => void, string]>([
    [
      'a name that leads out',
      (_, bytes) => bytes.set(utf8('..'), directory + 46),
      'z.zip: expected entries with names that stay within the archive, got "..".',
    ],
    [
      'a name twice',
      (_, bytes) => bytes.set(utf8('ab'), directory + 48 + 46),
      'z.zip: expected one entry called "ab", got another one as entry 2.',
    ],
    [
      'a name that is no UTF-8',
      (_, bytes) => bytes.set([0xff], directory + 46),
      'z.zip: expected a name in UTF-8 in entry 1 of its directory, got other bytes; pack the files again.',
    ],
    [
      'a password',
      (view) => view.setUint16(directory + 8, 1, true),
      'z.zip: expected entries without a password, got "ab", which has one.',
    ],
    [
      'another method',
      (view) => view.setUint16(directory + 10, 14, true),
      'z.zip: expected entries stored or deflated (methods 0 and 8), got "ab" with method 14.',
    ],
    [
      'a claim of 4 GiB',
      (view) => {
        view.setUint16(directory + 10, 8, true);
        view.setUint32(directory + 24, 0xfffffffe, true);
      },
      'z.zip: expected a size that the 5 bytes of "ab" can hold, got a claim of 4294967294 bytes.',
    ],
    [
      'entries that overlap',
      (view) => view.setUint32(directory + 48 + 42, 0, true),
      'z.zip: expected entries side by side, got "ab" with 5 bytes from byte 0, past byte 0 where the next ' +
        'begins.',
    ],
    [
      'another CRC',
      (view) => view.setUint32(directory + 16, 1, true),
      `z.zip (ab): expected 5 bytes with CRC-32 00000001, got 5 with ${crc32(utf8('12345')).toString(16)}; ` +
        'the file is damaged.',
    ],
    [
      'more entries than it can hold',
      (view) => view.setUint16(view.byteLength - 12, 60_000, true),
      'z.zip: expected a zip directory that fits into the file, got 60000 entries in 96 bytes from byte ' +
        `${directory}.`,
    ],
  ])('with %s is refused', async (_, change, sentence) => {
    expect(await broken(change)).toBe(sentence);
  });
});
