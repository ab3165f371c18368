import { sizeOf } from '../../model/sizeOf';
import { halfToFloat } from '../bytes/half';
import { named } from '../check';
import type { Message } from './protobuf';

/** A constant of an ONNX graph: floats, or whole numbers (which shapes and quantised weights are made of). */
export type OnnxTensor = { shape: number[]; floats: Float32Array | null; integers: number[] | null };

/** Reads a message of the file; `what` names it in errors. */
export type Read = (bytes: Uint8Array, what: string) => Message;

/** The file of weights of a name, beside the model; undefined where it was not given. */
export type ExternalData = (name: string) => Uint8Array | undefined;

// Field numbers and constants: onnx/onnx.proto.
const MOST_AXES = 16;
const [FLOAT, UINT8, INT8, UINT16, INT16, INT32, INT64] = [1, 2, 3, 4, 5, 6, 7];
const [BOOL, FLOAT16, DOUBLE, UINT32, UINT64, BFLOAT16] = [9, 10, 11, 12, 13, 16];

const WIDTHS: Record<number, number> = {
  [FLOAT]: 4,
  [UINT8]: 1,
  [INT8]: 1,
  [UINT16]: 2,
  [INT16]: 2,
  [INT32]: 4,
  [INT64]: 8,
  [BOOL]: 1,
  [FLOAT16]: 2,
  [DOUBLE]: 8,
  [UINT32]: 4,
  [UINT64]: 8,
  [BFLOAT16]: 2,
};

/**
 * How many values a sparse tensor may have for each that it lists: what it claims beyond that is not
 * allocated.
 */
const SPARSE_VALUES_EACH = 1024;

type Values = { floats: Float32Array | null; integers: number[] | null };

/** Reads a TensorProto, its values from the message, as raw bytes, or from the file beside the model. */
export function readTensor(
  bytes: Uint8Array,
  read: Read,
  external: ExternalData,
): { name: string; tensor: OnnxTensor } {
  const message = read(bytes, 'a tensor');
  const name = message.text(8);
  const what = `tensor ${named(name)}`;
  const shape = message.integers(1);
  if (shape.length > MOST_AXES || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
    throw new Error(`expected extents in ${what}, got ${shape.length} of them`);
  }
  const count = sizeOf(shape);
  const type = message.integers(2)[0] ?? 0;
  const isExternal = message.messages(13).length > 0 || message.integers(14)[0] === 1;
  const raw = isExternal
    ? externalBytes(message, read, external, count * (WIDTHS[type] ?? 0), what)
    : message.messages(9)[0];
  const { floats, integers } = raw ? rawValues(raw, type, what) : listedValues(message, type);
  const length = floats?.length ?? integers?.length;
  if (length !== undefined && length !== count) {
    throw new Error(`expected ${count} values in ${what}, got ${length}`);
  }
  return { name, tensor: { shape, floats, integers } };
}

/** Reads a SparseTensorProto as the tensor that it stands for. */
export function readSparseTensor(
  bytes: Uint8Array,
  read: Read,
  external: ExternalData,
): { name: string; tensor: OnnxTensor } {
  const message = read(bytes, 'a sparse tensor');
  const [listed, places] = [1, 2].map((field) => message.messages(field)[0]);
  if (!listed || !places) throw new Error('expected values and places in a sparse tensor, got less');
  const { name, tensor } = readTensor(listed, read, external);
  const indices = readTensor(places, read, external).tensor;
  const shape = message.integers(3);
  const values = tensor.floats;
  const what = `sparse tensor ${named(name)}`;
  if (!values || !indices.integers) {
    throw new Error(`expected floats at whole numbers in ${what}, got other types`);
  }
  const count = sizeOf(shape);
  const isShape =
    shape.length <= MOST_AXES && shape.every((extent) => Number.isInteger(extent) && extent > 0);
  if (!isShape || count > SPARSE_VALUES_EACH * (values.length + 1)) {
    throw new Error(
      `expected ${what} to have at most ${SPARSE_VALUES_EACH} places for each value that it lists, got ` +
        `${shape.join(' x ')} for ${values.length}`,
    );
  }
  const axes = indices.shape.length === 2 ? shape.length : 1;
  if (indices.integers.length !== values.length * axes) {
    throw new Error(
      `expected a place for each of ${values.length} values in ${what}, got ${indices.integers.length} ` +
        'numbers',
    );
  }
  const floats = new Float32Array(count);
  for (let i = 0; i < values.length; i++) {
    const place: number[] = indices.integers.slice(i * axes, (i + 1) * axes);
    const at = axes === 1 ? place[0] : place.reduce((sum, index, axis) => sum * shape[axis] + index, 0);
    if (!(at >= 0 && at < count)) throw new Error(`expected places within ${what}, got ${place.join(', ')}`);
    floats[at] = values[i];
  }
  return { name, tensor: { shape, floats, integers: null } };
}

/** The bytes of a tensor that lie in another file, which `external_data` says: location, offset, length. */
function externalBytes(
  message: Message,
  read: Read,
  external: ExternalData,
  size: number,
  what: string,
): Uint8Array {
  const entries = new Map(
    message.messages(13).map((each) => {
      const entry = read(each, `the place of ${what}`);
      return [entry.text(1), entry.text(2)] as const;
    }),
  );
  const location = entries.get('location') ?? '';
  const name = location.slice(Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\')) + 1);
  const file = external(name);
  if (!file) {
    throw new Error(
      `expected the file ${named(name)} beside it, which holds ${what}, got none; choose both files`,
    );
  }
  const number = (key: string, fallback: number) => {
    const value = Number(entries.get(key) ?? fallback);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new Error(`expected a whole number as ${key} of ${what}, got ${named(entries.get(key) ?? '')}`);
  };
  const offset = number('offset', 0);
  const length = number('length', size);
  if (length !== size || offset + length > file.length) {
    throw new Error(
      `expected ${size} bytes of ${what} from byte ${offset} of ${named(name)}, got ${length} of ` +
        `${file.length}; is the file another one, or cut off?`,
    );
  }
  return file.subarray(offset, offset + length);
}

const asFloats = (floats: Float32Array): Values => ({ floats, integers: null });
const asIntegers = (integers: number[]): Values => ({ floats: null, integers });

function bfloatValues(halves: ArrayLike<number>): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

function rawValues(raw: Uint8Array, type: number, what: string): Values {
  const width = WIDTHS[type];
  if (width === undefined) return { floats: null, integers: null };
  if (raw.length % width !== 0) throw new Error(`expected whole values in ${what}, got ${raw.length} bytes`);
  const { buffer } = raw.slice();
  switch (type) {
    case FLOAT:
      return asFloats(new Float32Array(buffer));
    case FLOAT16:
      return asFloats(halfToFloat(new Uint16Array(buffer)));
    case BFLOAT16:
      return asFloats(bfloatValues(new Uint16Array(buffer)));
    case DOUBLE:
      return asFloats(Float32Array.from(new Float64Array(buffer)));
    case INT8:
      return asIntegers(Array.from(new Int8Array(buffer)));
    case UINT16:
      return asIntegers(Array.from(new Uint16Array(buffer)));
    case INT16:
      return asIntegers(Array.from(new Int16Array(buffer)));
    case INT32:
      return asIntegers(Array.from(new Int32Array(buffer)));
    case UINT32:
      return asIntegers(Array.from(new Uint32Array(buffer)));
    case INT64:
      return asIntegers(Array.from(new BigInt64Array(buffer), Number));
    case UINT64:
      return asIntegers(Array.from(new BigUint64Array(buffer), Number));
    default:
      return asIntegers(Array.from(new Uint8Array(buffer)));
  }
}

/**
 * Values in the fields of the message: floats in field 4, doubles in 10, small types, halves as their bits,
 * in 5, whole numbers in 7 and 11.
 */
function listedValues(message: Message, type: number): Values {
  switch (type) {
    case FLOAT:
      return asFloats(Float32Array.from(message.floats(4)));
    case DOUBLE:
      return asFloats(Float32Array.from(message.doubles(10)));
    case FLOAT16:
      return asFloats(halfToFloat(Uint16Array.from(message.integers(5))));
    case BFLOAT16:
      return asFloats(bfloatValues(message.integers(5)));
    case INT64:
      return asIntegers(message.integers(7));
    case UINT32:
    case UINT64:
      return asIntegers(message.integers(11));
    default:
      return type in WIDTHS ? asIntegers(message.integers(5)) : { floats: null, integers: null };
  }
}
