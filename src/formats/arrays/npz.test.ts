import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeZip } from '../archives/writeZip';
import { bytesSource } from '../bytes/source';
import expected from '../fixtures/arrays.json';
import { fixture, fixtureSource } from '../testing/fixture';
import { refusal, SENTENCE } from '../testing/sentence';
import { concat } from '../testing/tarOf';
import { readNpy } from './npy';
import { readNpz, writeNpz } from './npz';

const flat = (array: ReturnType<typeof readNpy>) =>
  array.kind === 'text' ? array.texts : Array.from(array.values);

function npyOf(header: string, data: ArrayLike<number> = [], version = 1): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(header);
  const length =
    version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return concat([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0], length, text, data);
}

const header = (descr: string, shape: string, order = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }\n`;

describe('readNpz', () => {
  test.each(['stored.npz', 'deflated.npz'])(
    'reads every type and order that numpy wrote: %s',
    async (name) => {
      const arrays = await readNpz(fixtureSource(name));
      expect([...arrays.keys()]).toEqual(Object.keys(expected));
      for (const [key, { shape, values }] of Object.entries(expected)) {
        const array = arrays.get(key)!;
        const wanted = Array.isArray(values)
          ? values.map((each) => (typeof each === 'boolean' ? Number(each) : each))
          : [values];
        expect(array.shape, key).toEqual(shape);
        expect(flat(array), key).toEqual(wanted);
      }
    },
  );

  test.each([2, 3])('reads version %i', (version) => {
    const array = readNpy(fixture(`version${version}.npy`), 'v.npy');
    expect(array.shape).toEqual([2, 3, 4]);
    expect(flat(array)).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });

  test('refuses a zip of other files', async () => {
    const packed = concat(...writeZip([{ name: 'a.csv', bytes: new Uint8Array(1) }]));
    expect(await refusal(() => readNpz(bytesSource(packed, 'a.npz')))).toBe(
      'a.npz: expected an npz file (a zip of .npy files), got "a.csv" in it; unpack other archives first.',
    );
  });

  test('refuses a file cut off anywhere', async () => {
    const whole = fixture('stored.npz');
    for (let length = 0; length < whole.length; length += 97) {
      expect(await refusal(() => readNpz(bytesSource(whole.slice(0, length), 'a.npz')))).toMatch(SENTENCE);
    }
  });
});

describe('readNpy', () => {
  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['another magic', Uint8Array.of(1, 2, 3), 'got bytes 1 2 3.'],
    ['an empty file', new Uint8Array(0), 'got bytes none.'],
    ['version 4', npyOf('', [], 4), 'expected npy version 1.0, 2.0 or 3.0, got 4.0.'],
    [
      'a header of 4 GiB',
      concat([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255]),
      'got a header length of 4294967295.',
    ],
    ['no shape', npyOf("{'descr': '<f4', 'fortran_order': False}"), 'expected an npy header with descr'],
    ['fields of a record', npyOf(header("', [('a', '<f4')], '", '(1,)')), 'expected one of the types'],
    [
      'Python objects',
      npyOf(header('|O', '(1,)'), [128, 4, 46]),
      'got "|O"; Python objects, which are never opened; save plain numbers.',
    ],
    [
      'big-endian numbers',
      npyOf(header('>i4', '(1,)'), [0, 0, 0, 1]),
      'got ">i4"; convert the array with astype.',
    ],
    ['a type of the prototype', npyOf(header('constructor', '(1,)')), 'expected one of the types bool, u1'],
    [
      'counts that overflow',
      npyOf(header('<f8', '(4294967296, 4294967296)')),
      `expected ${2n ** 67n} bytes of data for shape (4294967296, 4294967296) and type <f8, got 0`,
    ],
    ['a negative extent', npyOf(header('<f8', '(-1,)')), 'expected an npy header with descr'],
    [
      'an extent past 2^53',
      npyOf(header('|u1', '(99999999999999999999,)')),
      'expected an npy header with descr',
    ],
    ['33 axes', npyOf(header('|u1', `(${'1,'.repeat(33)})`), [0]), 'expected an npy header with descr'],
    [
      'a whole number past 2^53',
      npyOf(header('<u8', '(1,)'), new Uint8Array(8).fill(255)),
      'expected whole numbers below 2^53, got 18446744073709551615 at position 0.',
    ],
    [
      'characters that are none',
      npyOf(header('<U1', '(1,)'), [0, 0, 0x11, 0]),
      'expected text in element 0, got code 1114112.',
    ],
    ['text of no width', npyOf(header('<U0', '(9007199254740991,)')), 'got "<U0"'],
  ])('refuses %s', async (_, bytes, sentence) => {
    const message = await refusal(() => readNpy(bytes, 'a.npy'));
    expect(message).toMatch(SENTENCE);
    expect(message).toContain(sentence);
  });

  test('reads what Python 2 wrote', () => {
    const array = readNpy(npyOf(header('|u1', '(2L, 3L)'), [1, 2, 3, 4, 5, 6]), 'a.npy');
    expect(array).toMatchObject({ shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  test('refuses a file cut off at any byte, or with one more', async () => {
    const whole = fixture('version2.npy');
    for (let length = 0; length < whole.length; length++) {
      expect(await refusal(() => readNpy(whole.slice(0, length), 'a.npy'))).toMatch(SENTENCE);
    }
    expect(await refusal(() => readNpy(concat(whole, [0]), 'a.npy'))).toMatch(
      /got 49; something else follows the array/,
    );
    expect(await refusal(() => readNpy(concat(whole, whole), 'a.npy'))).toMatch(
      /; another array follows \(numpy\.save was called more than once\): save them with numpy\.savez\.$/,
    );
  });

  test('answers any header with an array or one sentence', () => {
    const part = fc.constantFrom(
      "'descr'",
      ':',
      "'<f4'",
      "'|u1'",
      "'<U2'",
      ',',
      "'shape'",
      '(',
      ')',
      '3',
      '0',
      ' ',
    );
    return fc.assert(
      fc.asyncProperty(fc.array(part), fc.uint8Array({ maxLength: 16 }), async (parts, data) => {
        const text = `{'fortran_order': True, ${parts.join('')}}`;
        const message = await refusal(() => readNpy(npyOf(text, data), 'a.npy'));
        if (message !== undefined) expect(message).toMatch(SENTENCE);
      }),
    );
  });
});

describe('writeNpz', () => {
  test('takes more texts than a call takes arguments', async () => {
    const ids = Array.from({ length: 200_000 }, (_, id) => `${id}`);
    const read = await readNpz(bytesSource(writeNpz({ ids: { shape: [ids.length], values: ids } }), 'a.npz'));
    expect(read.get('ids')).toEqual({ kind: 'text', shape: [ids.length], texts: ids });
  });

  test('is read back', async () => {
    const arrays = {
      labels: { shape: [2, 3], values: Uint16Array.of(0, 1, 2, 65_534, 4, 5) },
      p: { shape: [1, 2], values: Float32Array.of(0.1, Number.NaN) },
      truth: { shape: [3], values: Int32Array.of(-1, 0, 1) },
      ids: { shape: [3], values: ['a', 'é', '😀 b'] },
      images: { shape: [2, 1, 1, 1], values: Uint8Array.of(7, 255) },
    };
    const read = await readNpz(bytesSource(writeNpz(arrays), 'a.npz'));
    expect([...read].map(([name, array]) => [name, { shape: array.shape, values: flat(array) }])).toEqual(
      Object.entries(arrays).map(([name, { shape, values }]) => [
        name,
        { shape, values: Array.from<string | number>(values) },
      ]),
    );
  });
});
