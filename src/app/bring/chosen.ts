type Named = { path: string };

/** Files with those that are chosen now: one of the same path takes the place of the one before. */
export function withChosen<T extends Named>(before: readonly T[], chosen: readonly T[]): T[] {
  const paths = new Set(chosen.map(({ path }) => path));
  return [...before.filter(({ path }) => !paths.has(path)), ...chosen];
}

/**
 * What stays of files that were looked at together and refused: all but the one that the sentence begins
 * with. None where it names none of them, or there is one alone.
 */
export function notRefused<T extends Named>(files: readonly T[], sentence: string): T[] {
  const named = files
    .filter(({ path }) => sentence.startsWith(path) && !/^[\w.]/.test(sentence.slice(path.length)))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return named ? files.filter((file) => file !== named) : [];
}
