/** Where the answers of a bundle come from, by what it says of itself. */
import type { BundleHead } from './bundle';

const FIRST = 'First computed';

/**
 * Where the answers of a bundle come from, name and value; of one that was written of an opened bundle, where
 * those first came from.
 */
export function bundleOrigin({
  provenance,
  created,
}: Pick<BundleHead, 'provenance' | 'created'>): [string, string][] {
  const lines = provenance.split('\n');
  const first = lines.find((line) => line.startsWith(`${FIRST}: `));
  return [
    ['Answers', `opened from a bundle${created ? ` that was written on ${created.slice(0, 10)}` : ''}`],
    [FIRST, first?.slice(FIRST.length + 2) ?? lines.join('; ')],
  ];
}

/** Who first gave the answers of a bundle, on what; null where it does not say. */
export function bundleAnswers({ provenance }: Pick<BundleHead, 'provenance'>): string | null {
  const lines = provenance.split('\n');
  const first = lines.find((line) => line.startsWith(`${FIRST}: `));
  // An answer may have semicolons of its own: only one before the next name ends it.
  const said = first ? first.slice(FIRST.length + 2).split(/; (?=[A-Z][A-Za-z ]*: )/) : lines;
  return said.find((line) => line.startsWith('Answers: '))?.slice('Answers: '.length) ?? null;
}
