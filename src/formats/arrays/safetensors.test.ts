import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floatValues, integerValues, readSafetensors, requireTensor } from './safetensors';

function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const bytesOf = (values: ArrayBufferView) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

describe('readSafetensors', () => {
  const header = {
    __metadata__: { format: 'pt' },
    a: { dtype: 'F16', shape: [1, 2], data_offsets: [1, 5] },
    b: { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
    c: { dtype: 'F32', shape: [2], data_offsets: [5, 13] },
    empty: { dtype: 'I64', shape: [0, 3], data_offsets: [13, 13] },
  };
  const data = Uint8Array.from([9, 0x00, 0x3c, 0x00, 0xc0, ...bytesOf(Float32Array.of(0.1, -7))]);
  const file = fileOf(header, data);

  test('reads tensors at any alignment', () => {
    const tensors = readSafetensors(file, 'w');
    expect([...tensors.keys()]).toEqual(['a', 'b', 'c', 'empty']);
    expect([...floatValues(requireTensor(tensors, 'a', [1, 2], 'w'), 'a', 'w')]).toEqual([1, -2]);
    expect([...integerValues(requireTensor(tensors, 'b', [1], 'w'), 'b', 'w')]).toEqual([9]);
    expect([...floatValues(requireTensor(tensors, 'c', [2], 'w'), 'c', 'w')]).toEqual([Math.fround(0.1), -7]);
  });

  test.each([
    ['BF16', Uint16Array.of(0x3f80, 0xc040), [1, -3]],
    ['F64', Float64Array.of(0.5, -8), [0.5, -8]],
  ])('widens or narrows %s to float32', (dtype, values, expected) => {
    const bytes = bytesOf(values);
    const tensors = readSafetensors(
      fileOf({ x: { dtype, shape: [2], data_offsets: [0, bytes.length] } }, bytes),
      'w',
    );
    expect([...floatValues(tensors.get('x')!, 'x', 'w')]).toEqual(expected);
  });

  test.each([
    ['I8', Int8Array.of(-1, 5)],
    ['U16', Uint16Array.of(1, 65_535)],
    ['I16', Int16Array.of(-1, 5)],
    ['U32', Uint32Array.of(1, 4_294_967_295)],
    ['I32', Int32Array.of(-1, 5)],
  ])('reads whole numbers of type %s', (dtype, values) => {
    const bytes = bytesOf(values);
    const tensors = readSafetensors(
      fileOf({ x: { dtype, shape: [2], data_offsets: [0, bytes.length] } }, bytes),
      'w',
    );
    expect(integerValues(tensors.get('x')!, 'x', 'w')).toEqual(values);
    expect(() => floatValues(tensors.get('x')!, 'x', 'w')).toThrow(
      `expected floating-point values in tensor "x", got ${dtype}`,
    );
  });

  test('says which tensor or shape is missing', () => {
    const tensors = readSafetensors(file, 'w');
    expect(() => requireTensor(tensors, 'd', [], 'w')).toThrow(
      'w: expected a tensor "d", got a, b, c, empty.',
    );
    expect(() => requireTensor(tensors, 'a', [2], 'w')).toThrow(
      'w: expected tensor "a" to have shape [2], got [1, 2].',
    );
    expect(() => integerValues(tensors.get('a')!, 'a', 'w')).toThrow('got F16');
  });

  test('refuses a file cut off at any byte, or with one more', () => {
    for (let length = 0; length < file.length; length++) {
      expect(() => readSafetensors(file.subarray(0, length), 'w')).toThrow(
        /^w[^\n]*: expected [^\n]*, got [^\n]*\.$/,
      );
    }
    expect(() => readSafetensors(fileOf(header, Uint8Array.from([...data, 0])), 'w')).toThrow('got 14.');
  });

  const one = (entry: object) =>
    fileOf({ x: { dtype: 'U8', shape: [4], data_offsets: [0, 4], ...entry } }, new Uint8Array(4));
  test.each([
    ['an unknown type', one({ dtype: 'Q4' }), 'expected tensor "x".dtype to be one of BOOL'],
    ['a type from the prototype', one({ dtype: 'toString' }), 'to be one of BOOL'],
    [
      'a negative extent',
      one({ shape: [-4] }),
      'tensor "x".shape[0] to be a whole number of at least 0, got -4',
    ],
    [
      'a fractional offset',
      one({ data_offsets: [0.5, 4] }),
      'tensor "x".data_offsets[0] to be a whole number',
    ],
    ['offsets in reverse', one({ data_offsets: [4, 0] }), 'to be two ascending offsets'],
    ['one offset', one({ data_offsets: [4] }), 'to be two ascending offsets'],
    [
      'a shape that does not fit',
      one({ shape: [5] }),
      'expected 5 bytes for tensor "x" of shape [5] and type U8, got 4',
    ],
    ['a shape that overflows', one({ shape: [2 ** 52, 2 ** 52, 2 ** 52] }), `expected ${2n ** 156n} bytes`],
    ['data past the end', one({ shape: [2 ** 40], data_offsets: [0, 2 ** 40] }), 'got offset 1099511627776'],
    ['no object', fileOf([]), 'begins with "{"'],
    ['text that is no JSON', fileOf('{"x":'), 'expected JSON'],
    ['text that is no UTF-8', Uint8Array.from([2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe]), 'header in UTF-8'],
    [
      'a header of 2^63 bytes',
      Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 128, 123, 125]),
      'header length of 9223372036854775808',
    ],
  ])('refuses %s', (_, bytes, sentence) => {
    expect(() => readSafetensors(bytes, 'w')).toThrow(sentence);
  });

  test('refuses ranges that overlap or leave bytes unused', () => {
    const at = (begin: number) => ({ dtype: 'U8', shape: [2], data_offsets: [begin, begin + 2] });
    expect(() => readSafetensors(fileOf({ x: at(0), y: at(1) }, new Uint8Array(3)), 'w')).toThrow(
      'w: expected the data of tensor "y" to begin at offset 2, got 1 (overlapping bytes).',
    );
    expect(() => readSafetensors(fileOf({ x: at(0), y: at(3) }, new Uint8Array(5)), 'w')).toThrow(
      'got 3 (unused bytes)',
    );
  });

  test('answers any header with tensors or one sentence', () => {
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ maxLength: 16 }), (text, rest) => {
        try {
          readSafetensors(fileOf(text, rest), 'w');
        } catch (error) {
          expect((error as Error).message).toMatch(/^w[^\n]*: expected [^\n]*, got [^\n]*\.$/);
        }
      }),
    );
  });
});
