import { halfToFloat } from '../bytes/half';
import { asInteger, asList, asRecord, asText, inside, type Place, parseJson, unexpected } from '../check';

const BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

type Dtype = keyof typeof BYTES;

/** One tensor of a safetensors file: little-endian values in row-major order, as a view of the file. */
export type SafeTensor = { dtype: Dtype; shape: number[]; bytes: Uint8Array };

/** The longest header that the format's own reader accepts. */
const LONGEST_HEADER = 100_000_000;

/**
 * The tensors of a safetensors file by name. Refuses headers that break the format's rules
 * (https://github.com/huggingface/safetensors#format): ranges that overlap, leave holes, leave the file, or
 * do not fit shape and dtype.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Map<string, SafeTensor> {
  const { header, start } = readHeader(bytes, file);
  const available = bytes.length - start;
  const tensors = new Map<string, SafeTensor>();
  const ranges: { name: string; begin: number; end: number }[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const place = { file, path: `tensor ${JSON.stringify(name.slice(0, 80))}` };
    const { dtype, shape, begin, end } = readEntry(value, place);
    if (end > available) {
      throw new Error(
        `${file}: expected the data of ${place.path} to end within the ${available} bytes after the ` +
          `header, got offset ${end}; the file may have been cut off.`,
      );
    }
    ranges.push({ name, begin, end });
    tensors.set(name, { dtype, shape, bytes: bytes.subarray(start + begin, start + end) });
  }
  ranges.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let covered = 0;
  for (const { name, begin, end } of ranges) {
    if (begin !== covered) {
      const fault = begin < covered ? 'overlapping' : 'unused';
      throw new Error(
        `${file}: expected the data of tensor ${JSON.stringify(name.slice(0, 80))} to begin at offset ` +
          `${covered}, got ${begin} (${fault} bytes).`,
      );
    }
    covered = end;
  }
  if (covered !== available) {
    throw new Error(`${file}: expected ${covered} bytes of data after the header, got ${available}.`);
  }
  return tensors;
}

/** The metadata of a safetensors file: texts by name. */
export function safetensorsMetadata(bytes: Uint8Array, file: string): Record<string, string> {
  const { header } = readHeader(bytes, file);
  if (header.__metadata__ === undefined) return {};
  const place = { file, path: '__metadata__' };
  const metadata = asRecord(header.__metadata__, place);
  return Object.fromEntries(
    Object.entries(metadata).map(([name, text]) => {
      if (typeof text !== 'string') throw unexpected(inside(place, name.slice(0, 80)), 'a text', text);
      return [name, text];
    }),
  );
}

/**
 * The tensor called `name`; an error names those that are there. With `shape`, the tensor must have exactly
 * that shape.
 */
export function requireTensor(
  tensors: Map<string, SafeTensor>,
  name: string,
  shape: number[],
  file: string,
): SafeTensor {
  const tensor = tensors.get(name);
  if (!tensor) {
    throw new Error(
      `${file}: expected a tensor "${name}", got ${[...tensors.keys()].slice(0, 20).join(', ') || 'none'}.`,
    );
  }
  if (tensor.shape.length !== shape.length || tensor.shape.some((extent, axis) => extent !== shape[axis])) {
    throw new Error(
      `${file}: expected tensor "${name}" to have shape [${shape.join(', ')}], got ` +
        `[${tensor.shape.join(', ')}].`,
    );
  }
  return tensor;
}

/** The values of a F16, BF16, F32 or F64 tensor as float32. */
export function floatValues(tensor: SafeTensor, name: string, file: string): Float32Array {
  const aligned = alignedBytes(tensor);
  switch (tensor.dtype) {
    case 'F32':
      return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
    case 'F16':
      return halfToFloat(new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2));
    case 'BF16': {
      const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
      return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
    }
    case 'F64':
      return Float32Array.from(new Float64Array(aligned.buffer, aligned.byteOffset, aligned.length / 8));
    default:
      throw new Error(`${file}: expected floating-point values in tensor "${name}", got ${tensor.dtype}.`);
  }
}

/** The values of a U8, I8, U16, I16, U32 or I32 tensor as whole numbers, as a view where alignment allows. */
export function integerValues(
  tensor: SafeTensor,
  name: string,
  file: string,
): Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array {
  const { buffer, byteOffset, length } = alignedBytes(tensor);
  switch (tensor.dtype) {
    case 'U8':
      return new Uint8Array(buffer, byteOffset, length);
    case 'I8':
      return new Int8Array(buffer, byteOffset, length);
    case 'U16':
      return new Uint16Array(buffer, byteOffset, length / 2);
    case 'I16':
      return new Int16Array(buffer, byteOffset, length / 2);
    case 'U32':
      return new Uint32Array(buffer, byteOffset, length / 4);
    case 'I32':
      return new Int32Array(buffer, byteOffset, length / 4);
    default:
      throw new Error(
        `${file}: expected whole numbers of up to 32 bits in tensor "${name}", got ${tensor.dtype}.`,
      );
  }
}

/**
 * The values of a tensor of any type, exactly: those of 64 bits as float64, halves as float32. Whole numbers
 * past 2^53 are refused.
 */
export function numberValues(
  tensor: SafeTensor,
  name: string,
  file: string,
): ReturnType<typeof integerValues> | Float32Array | Float64Array {
  const { buffer, byteOffset, length } = alignedBytes(tensor);
  switch (tensor.dtype) {
    case 'F64':
      return new Float64Array(buffer, byteOffset, length / 8);
    case 'I64':
      return wholeNumbers(new BigInt64Array(buffer, byteOffset, length / 8), name, file);
    case 'U64':
      return wholeNumbers(new BigUint64Array(buffer, byteOffset, length / 8), name, file);
    case 'BOOL':
      return new Uint8Array(buffer, byteOffset, length);
    default:
      return /^B?F/.test(tensor.dtype) ? floatValues(tensor, name, file) : integerValues(tensor, name, file);
  }
}

function wholeNumbers(values: BigInt64Array | BigUint64Array, name: string, file: string): Float64Array {
  const numbers = Float64Array.from(values, Number);
  const wrong = numbers.findIndex((value) => !Number.isSafeInteger(value));
  if (wrong < 0) return numbers;
  throw new Error(
    `${file}: expected whole numbers below 2^53 in tensor "${name}", got ${values[wrong]} at position ` +
      `${wrong}.`,
  );
}

function alignedBytes(tensor: SafeTensor): Uint8Array {
  return tensor.bytes.byteOffset % BYTES[tensor.dtype] === 0 ? tensor.bytes : tensor.bytes.slice();
}

function readHeader(bytes: Uint8Array, file: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 10) {
    throw new Error(`${file}: expected a safetensors file of at least 10 bytes, got ${bytes.length}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(Math.min(LONGEST_HEADER, bytes.length - 8))) {
    throw new Error(
      `${file}: expected a safetensors header within the ${bytes.length} bytes of the file, got a header ` +
        `length of ${length}; the file is damaged or was cut off: get it again.`,
    );
  }
  const start = 8 + Number(length);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(8, start));
  } catch {
    throw new Error(`${file}: expected a safetensors header in UTF-8, got other bytes.`);
  }
  if (!text.startsWith('{')) {
    throw new Error(
      `${file}: expected a safetensors header that begins with "{" at byte 8, got ` +
        `${JSON.stringify(text.slice(0, 8))}.`,
    );
  }
  return { header: asRecord(parseJson(text, `${file} (header)`), { file, path: 'the header' }), start };
}

function readEntry(
  value: unknown,
  place: Place,
): { dtype: Dtype; shape: number[]; begin: number; end: number } {
  const entry = asRecord(value, place);
  const dtype = asText(entry.dtype, inside(place, 'dtype'));
  if (!Object.hasOwn(BYTES, dtype)) {
    throw unexpected(inside(place, 'dtype'), `one of ${Object.keys(BYTES).join(', ')}`, dtype);
  }
  const shape = asList(entry.shape, inside(place, 'shape'), (extent, at) => asInteger(extent, at));
  const offsets = asList(entry.data_offsets, inside(place, 'data_offsets'), (offset, at) =>
    asInteger(offset, at),
  );
  if (offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw unexpected(inside(place, 'data_offsets'), 'two ascending offsets', entry.data_offsets);
  }
  const [begin, end] = offsets;
  const size = shape.reduce((product, extent) => product * BigInt(extent), BigInt(BYTES[dtype as Dtype]));
  if (size !== BigInt(end - begin)) {
    throw new Error(
      `${place.file}: expected ${size} bytes for ${place.path} of shape [${shape.join(', ')}] and type ` +
        `${dtype}, got ${end - begin}.`,
    );
  }
  return { dtype: dtype as Dtype, shape, begin, end };
}
