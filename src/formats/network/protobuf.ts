/** One field of a protocol buffer message: a whole number, 4 or 8 bytes, or a run of bytes. */
type Field = { number: number; value: bigint | Uint8Array };

/**
 * The fields of a message in order (protobuf.dev/programming-guides/encoding), as views of `bytes`. Nothing is allocated by what lengths claim.
 * Throws on a message that breaks off or has groups.
 */
function* fieldsOf(bytes: Uint8Array, what: string): Generator<Field> {
  let at = 0;
  const broken = (got: string) => new Error(`expected the fields of ${what}, got ${got} at its byte ${at}`);
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) throw broken('the end');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw broken('a number of over 64 bits');
  };
  const run = (length: bigint) => {
    if (length > BigInt(bytes.length - at)) throw broken(`a claim of ${length} bytes`);
    at += Number(length);
    return bytes.subarray(at - Number(length), at);
  };
  while (at < bytes.length) {
    const key = varint();
    const wire = Number(key & 7n);
    const number = Number(key >> 3n);
    if (number === 0) throw broken('field 0');
    if (wire === 0) yield { number, value: varint() };
    else if (wire === 1) yield { number, value: run(8n) };
    else if (wire === 2) yield { number, value: run(varint()) };
    else if (wire === 5) yield { number, value: run(4n) };
    else throw broken(`wire type ${wire}`);
  }
}

/** Every value of a message by field number. */
export type Message = {
  messages(number: number): Uint8Array[];
  text(number: number): string;
  texts(number: number): string[];
  /** Whole numbers, signed, one by one or packed. */
  integers(number: number): bigint[];
  /** 32-bit floats, one by one or packed. */
  floats(number: number): number[];
};

/** Reads a message; `what` names it in errors. */
export function readMessage(bytes: Uint8Array, what: string): Message {
  const fields = new Map<number, (bigint | Uint8Array)[]>();
  for (const { number, value } of fieldsOf(bytes, what)) {
    const values = fields.get(number);
    if (values) values.push(value);
    else fields.set(number, [value]);
  }
  const runs = (number: number) =>
    (fields.get(number) ?? []).map((value) => {
      if (typeof value === 'bigint')
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
  return {
    messages: runs,
    texts,
    text: (number) => texts(number)[0] ?? '',
    integers: (number) =>
      (fields.get(number) ?? []).flatMap((value) =>
        (typeof value === 'bigint' ? [value] : packed(value, what)).map((each) => BigInt.asIntN(64, each)),
      ),
    floats: (number) =>
      runs(number).flatMap((value) => {
        if (value.length % 4 !== 0)
          throw new Error(`expected 32-bit floats in field ${number} of ${what}, got ${value.length} bytes`);
        return Array.from(new Float32Array(value.slice().buffer));
      }),
  };
}

function packed(bytes: Uint8Array, what: string): bigint[] {
  const values: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (shift > 70n) throw new Error(`expected whole numbers in ${what}, got one of over 64 bits`);
    if (byte < 128) {
      values.push(value);
      value = 0n;
      shift = 0n;
    }
  }
  if (shift > 0n) throw new Error(`expected whole numbers in ${what}, got one that breaks off`);
  return values;
}
