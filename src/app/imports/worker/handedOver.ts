/**
 * A value for a message, with copies of the typed arrays in it and in its objects, and what is handed over
 * with it. Whoever gets the message would else copy them there, and a page has one thread. Lists, and all that
 * is no plain object, are left to the message as they are.
 */
export function handedOver<T extends object>(value: T): { copy: T; transfer: ArrayBuffer[] } {
  const transfer: ArrayBuffer[] = [];
  const copyOf = (part: unknown): unknown => {
    if (ArrayBuffer.isView(part)) {
      const own = (part as Uint8Array).slice();
      transfer.push(own.buffer);
      return own;
    }
    if (typeof part !== 'object' || part === null) return part;
    if (Object.getPrototypeOf(part) !== Object.prototype) return part;
    return Object.fromEntries(Object.entries(part).map(([name, own]) => [name, copyOf(own)]));
  };
  return { copy: copyOf(value) as T, transfer };
}
