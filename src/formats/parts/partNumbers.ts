/** What the numbers in the names of parts say of parts that may be missing. */
import { stem } from '../tables/mergeTables';

/** `part-00003-…`, `part.3`, and `{uuid}_000003` or `…_000003_000000` as Ray has it. */
const NUMBERED = /^part[-._](\d+)|_(\d{6})(?:_\d{6})?$/i;
const MOST_SHOWN = 6;

/**
 * A sentence on numbers that no file has between the first and the last; null where there are none, or files
 * are not numbered.
 */
export function numbersLeftOut(paths: readonly string[], folder: string): string | null {
  const numbers = new Set<number>();
  for (const path of paths) {
    const found = NUMBERED.exec(stem(path));
    if (found) numbers.add(Number(found[1] ?? found[2]));
  }
  const ascending = [...numbers].sort((a, b) => a - b);
  const without = ascending.flatMap((number, at) => {
    const next = at === 0 ? number : ascending[at - 1] + 1;
    if (next === number) return [];
    return next === number - 1 ? `${next}` : `${next} to ${number - 1}`;
  });
  if (without.length === 0) return null;
  const more = without.length > MOST_SHOWN ? ' and others' : '';
  return (
    `${folder}: parts are numbered ${ascending[0]} to ${ascending.at(-1)}, without ` +
    `${without.slice(0, MOST_SHOWN).join(', ')}${more}. Writers leave out parts without rows; if one is ` +
    'missing, its images are not among these, and their ids do not tell.'
  );
}
