/** One field of a protocol buffer message: its number, wire type and bytes after the key. */
type Field = { number: number; wire: 0 | 2; value: number[] | Uint8Array };

/** A message as a list of fields; made of `integer`, `text`, `bytes`, `message`, written by `encode`. */
export type Message = Field[];

function varint(value: number): number[] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`Expected a whole number from 0 to write, got ${value}.`);
  }
  const bytes: number[] = [];
  let left = value;
  while (left >= 128) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
  return bytes;
}

/** A whole number from 0. */
export function integer(number: number, value: number): Field {
  return { number, wire: 0, value: varint(value) };
}

/** Bytes as they are. */
export function bytes(number: number, value: Uint8Array): Field {
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

/** The bytes of a message. Source of the format: protobuf.dev/programming-guides/encoding. */
export function encode(fields: Message): Uint8Array<ArrayBuffer> {
  const parts = fields.flatMap(({ number, wire, value }) => [
    Uint8Array.from([...varint(number * 8 + wire), ...(wire === 2 ? varint(value.length) : [])]),
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
