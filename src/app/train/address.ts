/** The address of the page Train, and of a training that goes on. */
import { isStoredId } from '../../library/stored';

const HASH = '#/train';

/** The address at which a training goes on. */
export function runHref(id: string | null): string {
  return id === null ? HASH : `${HASH}?run=${id}`;
}

/** The training that an address names; null where it names none. */
export function runOf(hash: string): string | null {
  const id = new URLSearchParams(hash.split('?')[1] ?? '').get('run');
  return id !== null && isStoredId(id) ? id : null;
}
