/** Where in a document a value stands, for error sentences: `manifest.json: variants[2].id`. */
export type Place = { file: string; path: string };

/** The place of a property or an element of the value at `place`. */
export function inside(place: Place, key: string | number): Place {
  if (typeof key === 'number') return { ...place, path: `${place.path}[${key}]` };
  return { ...place, path: place.path ? `${place.path}.${key}` : key };
}

/** The error sentence for a value that is not what it should be. */
export function unexpected(place: Place, expected: string, got: unknown): Error {
  return new Error(
    `${place.file}: expected ${place.path || 'the document'} to be ${expected}, got ${shown(got)}.`,
  );
}

/** A value as it reads in an error sentence, cut to a reasonable length. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' || typeof value === 'bigint') return `${value}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** An id or a name from a file as it reads in an error sentence: on one line, cut to a reasonable length. */
export function named(value: number | string): string {
  return shortened(value, 60);
}

/** Text with names out of a file in it, on one line of at most so many characters. */
export function shortened(value: number | string, longest: number): string {
  const text = `${value}`.slice(0, 4 * longest).replace(/[\p{Cc}\s]+/gu, ' ');
  return text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
}

/** Refuses every version of a file's format but 1 to `newest`. */
export function checkVersion(value: unknown, place: Place, newest = 1): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= newest) return;
  const known =
    newest === 1
      ? '1, the only version this release reads'
      : `1 to ${newest}, the versions this release reads`;
  throw unexpected(place, known, value);
}

/** `value` as an object, or an error that names its place. */
export function asRecord(value: unknown, place: Place): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unexpected(place, 'an object', value);
  }
  return value as Record<string, unknown>;
}

/** `value` as a list whose elements `read` turns into objects, each told its place. */
export function asList<T>(value: unknown, place: Place, read: (element: unknown, place: Place) => T): T[] {
  if (!Array.isArray(value)) throw unexpected(place, 'a list', value);
  return value.map((element, index) => read(element, inside(place, index)));
}

/** `value` as a string that is not empty. */
export function asText(value: unknown, place: Place): string {
  if (typeof value !== 'string' || value === '') throw unexpected(place, 'a text that is not empty', value);
  return value;
}

/** `value` as a finite number in `low`..`high`, both included. */
export function asNumber(value: unknown, place: Place, low = -Infinity, high = Infinity): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < low || value > high) {
    throw unexpected(place, `a number${range(low, high)}`, value);
  }
  return value;
}

/** `value` as a whole number in `low`..`high`, both included. */
export function asInteger(value: unknown, place: Place, low = 0, high = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < low || value > high) {
    throw unexpected(
      place,
      `a whole number${range(low, high === Number.MAX_SAFE_INTEGER ? Infinity : high)}`,
      value,
    );
  }
  return value;
}

/** JSON text as a value, or an error that names the file. */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    const cut = /^\s*[[{]/.test(text) ? ', which does not go on as JSON; it may be cut off' : '';
    throw new Error(`${file}: expected JSON, got ${shown(text.slice(0, 40))}${cut}.`);
  }
}

function range(low: number, high: number): string {
  if (low === -Infinity && high === Infinity) return '';
  if (high === Infinity) return ` of at least ${low}`;
  return ` from ${low} to ${high}`;
}
