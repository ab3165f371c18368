import type { Predictions } from '../audit/predictions';
import type { Flags } from './flags';
import type { Note } from './telling';

/**
 * Whether two populations count as the same training runs before and after: as `--paired` says, never by
 * their names alone. Notes where the names suggest otherwise, unless `--quiet` is said.
 */
export function pairing(flags: Flags, dense: Predictions, compressed: Predictions, note: Note): boolean {
  const paired = flags.has('paired');
  const same = sameIds(dense.members, compressed.members);
  if (flags.has('quiet')) return paired;
  if (!paired && same) {
    note('Both populations name the same models; if they are the same training runs, add --paired.');
  }
  if (paired && !same) {
    const pairs = dense.members.slice(0, 3).map((id, index) => `${id} with ${compressed.members[index]}`);
    note(
      `The populations name different models, so --paired takes them in order: ${pairs.join(', ')}, and so ` +
        'on.',
    );
  }
  return paired;
}

function sameIds(a: string[], b: string[]): boolean {
  const ids = new Set(b);
  return a.length === b.length && a.every((id) => ids.has(id));
}
