/** One field of a protocol buffer message: a whole number, 4 or 8 bytes, or a run of bytes. */
type Field = { number: number; value: number | Uint8Array };

/**
 * How many more fields may be read of a file: what is kept of one takes more memory than the two bytes it may
 * have there.
 */
export type FieldBudget = { left: number };

/** Networks of a thousand nodes have some 50,000 fields. */
const MOST_FIELDS = 1 << 18;

/** A budget for one file. */
export function fieldBudget(): FieldBudget {
  return { left: MOST_FIELDS };
}

const TWO_28 = 2 ** 28;

/**
 * Reads the whole number of 64 bits, in two's complement, that begins at `at`; past 2^53 it is the nearest
 * float.
 */
function readVarint(
  bytes: Uint8Array,
  at: number,
  broken: (got: string) => Error,
): { value: number; end: number } {
  const parts = [0, 0, 0];
  for (let index = 0; index < 10; index++) {
    if (at >= bytes.length) throw broken('the end');
    const byte = bytes[at++];
    parts[index >> 2] |= (byte & 127) << (7 * (index & 3));
    if (byte < 128) {
      const high = parts[2] & 255;
      const signed = high >= 128 ? high - 256 : high;
      return { value: (signed * TWO_28 + parts[1]) * TWO_28 + parts[0], end: at };
    }
  }
  throw broken('a number of over 64 bits');
}

/**
 * The fields of a message in order (protobuf.dev/programming-guides/encoding), as views of `bytes`. Nothing
 * is allocated by what lengths claim. Throws on a message that breaks off or has groups, and once the budget
 * is spent.
 */
function* fieldsOf(bytes: Uint8Array, what: string, budget: FieldBudget): Generator<Field> {
  let at = 0;
  const broken = (got: string) => new Error(`expected the fields of ${what}, got ${got} at its byte ${at}`);
  const varint = () => {
    const { value, end } = readVarint(bytes, at, broken);
    at = end;
    return value;
  };
  const run = (length: number) => {
    if (length < 0 || length > bytes.length - at) throw broken(`a claim of ${length} bytes`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    if (--budget.left < 0) {
      throw new Error(`expected at most ${MOST_FIELDS} fields in all, got more in ${what}`);
    }
    const key = varint();
    const wire = ((key % 8) + 8) % 8;
    const number = Math.floor(key / 8);
    if (number <= 0) throw broken('field 0');
    if (wire === 0) yield { number, value: varint() };
    else if (wire === 1) yield { number, value: run(8) };
    else if (wire === 2) yield { number, value: run(varint()) };
    else if (wire === 5) yield { number, value: run(4) };
    else throw broken(`wire type ${wire}`);
  }
}

/** Every value of a message by field number. */
export type Message = {
  messages(number: number): Uint8Array[];
  text(number: number): string;
  texts(number: number): string[];
  /** Whole numbers, signed, one by one or packed. */
  integers(number: number): number[];
  /** 32-bit floats, one by one or packed. */
  floats(number: number): number[];
  /** 64-bit floats, one by one or packed. */
  doubles(number: number): number[];
};

/** Reads a message; `what` names it in errors. Fields are taken off `budget`. */
export function readMessage(bytes: Uint8Array, what: string, budget = fieldBudget()): Message {
  const fields = new Map<number, (number | Uint8Array)[]>();
  for (const { number, value } of fieldsOf(bytes, what, budget)) {
    const values = fields.get(number);
    if (values) values.push(value);
    else fields.set(number, [value]);
  }
  const runs = (number: number) =>
    (fields.get(number) ?? []).map((value) => {
      if (typeof value === 'number')
        throw new Error(`expected bytes in field ${number} of ${what}, got a number`);
      return value;
    });
  const texts = (number: number) =>
    runs(number).map((value) => {
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(value);
      } catch {
        throw new Error(`expected UTF-8 text in field ${number} of ${what}, got other bytes`);
      }
    });
  const fixed = (number: number, width: 4 | 8) =>
    runs(number).flatMap((value) => {
      if (value.length % width !== 0) {
        throw new Error(
          `expected ${8 * width}-bit floats in field ${number} of ${what}, got ${value.length} bytes`,
        );
      }
      const { buffer } = value.slice();
      return Array.from(width === 4 ? new Float32Array(buffer) : new Float64Array(buffer));
    });
  return {
    messages: runs,
    texts,
    text: (number) => texts(number)[0] ?? '',
    integers: (number) =>
      (fields.get(number) ?? []).flatMap((value) =>
        typeof value === 'number' ? [value] : packed(value, what),
      ),
    floats: (number) => fixed(number, 4),
    doubles: (number) => fixed(number, 8),
  };
}

function packed(bytes: Uint8Array, what: string): number[] {
  const values: number[] = [];
  const broken = (got: string) => new Error(`expected whole numbers in ${what}, got ${got}`);
  for (let at = 0; at < bytes.length; ) {
    const { value, end } = readVarint(bytes, at, broken);
    values.push(value);
    at = end;
  }
  return values;
}
