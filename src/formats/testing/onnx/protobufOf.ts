/** Writes protocol buffer messages (protobuf.dev/programming-guides/encoding). */

/** One field of a message: its number, wire type and bytes after the key. */
type Field = { number: number; wire: 0 | 2 | 5; value: ArrayLike<number> };

/**
 * A message as a list of fields; made of `integer`, `float`, `text`, `bytes`, `message`, written by `encode`.
 */
export type Message = Field[];

/** A whole number, negative ones in 64 bits of two's complement. */
export function varint(value: number): number[] {
  if (!Number.isSafeInteger(value)) throw new Error(`Expected a whole number to write, got ${value}.`);
  const list: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left > 127n; left >>= 7n) list.push(Number(left & 127n) | 128);
  return [...list, Number(left)];
}

/** A whole number. */
export function integer(number: number, value: number): Field {
  return { number, wire: 0, value: varint(value) };
}

/** A 32-bit float. */
export function float(number: number, value: number): Field {
  return { number, wire: 5, value: new Uint8Array(Float32Array.of(value).buffer) };
}

/** Bytes as they are. */
export function bytes(number: number, value: ArrayLike<number>): Field {
  return { number, wire: 2, value };
}

/** A string, in UTF-8. */
export function text(number: number, value: string): Field {
  return bytes(number, new TextEncoder().encode(value));
}

/** A message within a message. */
export function message(number: number, value: Message): Field {
  return bytes(number, encode(value));
}

/** The bytes of a message. */
export function encode(fields: Message): Uint8Array<ArrayBuffer> {
  const parts = fields.flatMap(({ number, wire, value }) => [
    [...varint(number * 8 + wire), ...(wire === 2 ? varint(value.length) : [])],
    value,
  ]);
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
