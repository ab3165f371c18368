import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../bytes/crc32';
import { bytesSource } from '../bytes/source';
import { fixture, fixtureSource } from '../testing/fixture';
import { readEntries as read } from '../testing/readEntries';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat, tarHeader, tarOf } from '../testing/tarOf';
import { archiveEntries } from './archive';
import { entryBytes, entryName } from './archiveEntry';
import { writeZip } from './writeZip';

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

const PLAIN = {
  'a.txt': new Uint8Array(0),
  'folder/b.bin': Uint8Array.from({ length: 768 }, (_, i) => i),
};
const CONTENT = { ...PLAIN, 'folder/é.txt': utf8('forgotten\n'.repeat(200)) };
const LONG = `${Array(12).fill('a folder with a long name').join('/')}/file.txt`;

/** A zip of so many files of one byte that says it has `claimed` of them. */
function manyEntries(count: number, claimed: number): Uint8Array<ArrayBuffer> {
  const content = utf8('x');
  const locals: Uint8Array[] = [];
  const entries: Uint8Array[] = [];
  let offset = 0;
  for (let i = 0; i < count; i++) {
    const name = utf8(`${i % 10}/${i}.png`);
    const fields = new DataView(new ArrayBuffer(46));
    fields.setUint32(16, crc32(content), true);
    fields.setUint32(20, 1, true);
    fields.setUint32(24, 1, true);
    fields.setUint16(28, name.length, true);
    const local = new Uint8Array(30);
    local.set([0x50, 0x4b, 3, 4]);
    local.set(new Uint8Array(fields.buffer, 16, 14), 14);
    fields.setUint32(0, 0x02014b50, true);
    fields.setUint32(42, offset, true);
    const whole = concat(local, name, content);
    offset += whole.length;
    locals.push(whole);
    entries.push(concat(new Uint8Array(fields.buffer), name));
  }
  const directory = concat(...entries);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(10, claimed, true);
  end.setUint32(12, directory.length, true);
  end.setUint32(16, offset, true);
  return concat(...locals, directory, new Uint8Array(end.buffer));
}

describe('archiveEntries', () => {
  test.each([
    ['ustar.tar.gz', { ...PLAIN, [`${'folder/'.repeat(20)}file.txt`]: utf8('far down') }],
    ['pax.tar.gz', { ...CONTENT, [LONG]: utf8('long') }],
    ['gnu.tar.gz', { ...CONTENT, [LONG]: utf8('long') }],
    ['mixed.zip', CONTENT],
    ['wide.zip', CONTENT],
  ])('reads what Python wrote: %s', async (name, content) => {
    expect(await read(fixtureSource(name))).toEqual(content);
    if (name.endsWith('.gz')) {
      const plain = bytesSource(new Uint8Array(gunzipSync(fixture(name))), name);
      expect(await read(plain)).toEqual(content);
    }
  });

  test('passes over what nobody reads', async () => {
    for (const name of ['pax.tar.gz', 'mixed.zip']) {
      const names: string[] = [];
      for await (const entry of archiveEntries(fixtureSource(name))) {
        names.push(entry.name);
        if (entry.name === 'folder/b.bin') {
          expect((await entryBytes(entry, 768, name)).length).toBe(768);
        }
      }
      expect(names).toContain('folder/é.txt');
    }
  });

  test.each(['mixed.zip', 'wide.zip', 'pax.tar.gz'])('refuses %s cut off anywhere', async (name) => {
    const whole = fixture(name);
    const lengths = Array.from({ length: whole.length }, (_, length) => length);
    for (const length of lengths.filter((each) => each < 64 || each % 7 === 0 || whole.length - each < 64)) {
      const message = await refusal(() => read(bytesSource(whole.slice(0, length), name)));
      expect(message, `${length} bytes`).toMatch(SENTENCE);
    }
  });

  test('refuses a tar archive cut off at any block', async () => {
    const whole = tarOf({ a: new Uint8Array(700), b: new Uint8Array(10) });
    for (let length = 0; length < whole.length - 1024; length += 256) {
      expect(await refusal(() => read(bytesSource(whole.slice(0, length), 't.tar')))).toMatch(SENTENCE);
    }
  });

  test.each(['mixed.zip', 'pax.tar.gz'])(
    'answers %s with bytes changed with entries or one sentence',
    async (name) => {
      const whole = name.endsWith('.gz') ? new Uint8Array(gunzipSync(fixture(name))) : fixture(name);
      const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at] = value;
          const message = await refusal(() => read(bytesSource(bytes, name)));
          if (message !== undefined) expect(message).toMatch(SENTENCE);
        }),
        { numRuns: 300 },
      );
    },
  );

  test('reads all of a zip whose writer counts its entries modulo 65,536', async () => {
    const many = manyEntries(70_000, 70_000 % 65_536);
    let count = 0;
    for await (const { name } of archiveEntries(bytesSource(many, 'z')))
      count += Number(name.endsWith('.png'));
    expect(count).toBe(70_000);
    expect(await refusal(() => read(bytesSource(manyEntries(3, 2), 'z')))).toBe(
      'z: expected 2 entries in its directory, got 3; pack the files again.',
    );
  });

  test('hard and symbolic links of a tar archive are the files that they name, gzipped or not', async () => {
    const block = (text: string) => Uint8Array.from({ length: 512 }, (_, i) => text.charCodeAt(i) || 0);
    const files = tarOf({ 'cat/0.png': utf8('zero'), 'cat/1.png': utf8('one') }).slice(0, 2048);
    const long = `${'x'.repeat(120)}.png`;
    const tar = concat(
      tarHeader('dog/3.png', 0, '1', 'cat/0.png'),
      files,
      tarHeader('dog/4.png', 0, '1', 'dog/3.png'),
      tarHeader('dog/5.png', 0, '2', '../cat/./1.png'),
      tarHeader('././@LongLink', long.length, 'K'),
      block(`cat/${long}`.slice(0, long.length)),
      new Uint8Array(1024),
    );
    const all = {
      'cat/0.png': utf8('zero'),
      'cat/1.png': utf8('one'),
      'dog/3.png': utf8('zero'),
      'dog/4.png': utf8('zero'),
      'dog/5.png': utf8('one'),
    };
    expect(await read(bytesSource(tar, 't'))).toEqual(all);
    expect(await read(bytesSource(new Uint8Array(gzipSync(tar)), 't'))).toEqual(all);
  });

  test('names that come twice in a tar archive, and links to what is not in it, are refused', async () => {
    const refusalOf = (...parts: Uint8Array[]) =>
      refusal(() => read(bytesSource(concat(...parts, new Uint8Array(1024)), 't')));
    const a = tarHeader('a', 0);
    expect(await refusalOf(a, a)).toBe(
      't: expected one entry called "a", got another one; pack the files again.',
    );
    expect(await refusalOf(a, tarHeader('./a', 0, '1', 'a'))).toMatch(
      'expected one entry called "a", got another one',
    );
    for (const target of ['b', '../a', '/a/b', 'c.png']) {
      expect(await refusalOf(a, tarHeader('c.png', 0, '2', target))).toMatch(
        /^t: expected the file that the link c\.png names, got (no .* in|a link that leads to itself)/,
      );
    }
  });

  test('labels, and attributes of any bytes, of a tar archive are passed over', async () => {
    const attributes = Uint8Array.from([...utf8('20 SCHILY.xattr.a='), 255, 10]);
    const tar = concat(
      tarHeader('a label', '\0', 'V'),
      tarHeader('PaxHeader', attributes.length, 'x'),
      concat(attributes, new Uint8Array(512 - attributes.length)),
      tarOf({ a: utf8('here') }),
    );
    expect(await read(bytesSource(tar, 't'))).toEqual({ a: utf8('here') });
  });

  test('refuses a file that is no archive, and an empty one', async () => {
    expect(await refusal(() => read(bytesSource(utf8('<html>'), 'x')))).toBe(
      'x: expected a zip, tar or tar.gz archive, got a file that begins with bytes 60 104 116 109.',
    );
    expect(await refusal(() => read(bytesSource(new Uint8Array(0), 'x')))).toMatch(
      /begins with bytes none\.$/,
    );
  });

  test('says which entry of a tar archive is what', async () => {
    const refusalOf = (...parts: Uint8Array[]) => refusal(() => read(bytesSource(concat(...parts), 't.tar')));
    expect(await refusalOf(tarHeader('../x', 1))).toBe(
      't.tar: expected entries with names that stay within the archive, got "../x".',
    );
    expect(await refusalOf(tarHeader('x', 4 * 2 ** 30 - 1), new Uint8Array(512))).toBe(
      't.tar: expected at most 1048576 bytes in x, got 4294967295.',
    );
    expect(await refusalOf(tarHeader('x', 'many\0'), new Uint8Array(512))).toBe(
      't.tar: expected the size of the tar entry at byte 0, got NaN.',
    );
    expect(await refusalOf(tarHeader('x', 2 ** 29, 'L'))).toBe(
      't.tar: expected an extended header of at most 1048576 bytes at byte 0, got 536870912.',
    );
    expect(await refusalOf(tarHeader('x', 512, 'x'), new Uint8Array(512).fill(65))).toBe(
      't.tar: expected records of an extended header at byte 0, got other bytes; the file is damaged.',
    );
    expect(await refusalOf(tarHeader('x', 512, 'S'))).toMatch('expected no sparse files');
    expect(await refusalOf(tarHeader('x', 0), new Uint8Array(512).fill(1))).toBe(
      't.tar: expected the header of a tar entry at byte 512, got other bytes; the file is damaged.',
    );
  });

  test('stops a gzip bomb', async () => {
    const bomb = gzipSync(concat(tarHeader('zeros', 2 ** 27), new Uint8Array(2 ** 27 + 1024)));
    expect(bomb.length).toBeLessThan(200_000);
    const entries = archiveEntries(bytesSource(new Uint8Array(bomb), 'bomb.tar.gz'));
    await entries.next();
    expect(await refusal(() => entries.next())).toBe(
      'bomb.tar.gz: expected at most 67108864 bytes after inflating, got more; the file is not what it ' +
        'claims to be.',
    );
  });
});

describe('writeZip', () => {
  test('is read back, any names and contents', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => {
      try {
        return entryName(text, '') === text;
      } catch {
        return false;
      }
    });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.uint8Array({ maxLength: 40 }), { maxKeys: 5 }),
        async (content) => {
          const files = Object.entries(content).map(([path, bytes]) => ({
            name: path,
            bytes: bytes.slice(),
          }));
          const packed = concat(...writeZip(files));
          expect(Object.entries(await read(bytesSource(packed, 'z')))).toEqual(
            Object.entries(content).map(([path, bytes]) => [path, bytes.slice()]),
          );
          expect(concat(...writeZip(files))).toEqual(packed);
        },
      ),
      { numRuns: 50 },
    );
  });
});
