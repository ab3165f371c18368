import { readFileSync } from 'node:fs';
import { bytesSource } from '../bytes/source';

/** The bytes of a file in src/formats/fixtures. */
export function fixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));
}

/** The same as a source called `name`. */
export function fixtureSource(name: string) {
  return bytesSource(fixture(name), name);
}
