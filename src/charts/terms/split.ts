import { GLOSSARY, type GlossaryEntry } from '../../text/glossary';

/** A piece of a text: words, or words that a glossary entry explains. */
export type TermPiece = string | { text: string; entry: GlossaryEntry };

const explained = GLOSSARY.filter((entry) => entry.words !== undefined);
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${explained.map(({ words }) => `(${words})`).join('|')})(?![\\p{L}\\p{N}-])`,
  'gu',
);

/**
 * A text with its terms apart, each where it first stands: `seen` holds those that stood before, and is added
 * to.
 */
export function splitTerms(text: string, seen: Set<string>): TermPiece[] {
  const pieces: TermPiece[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const entry = explained[match.slice(1).findIndex((group) => group !== undefined)];
    if (seen.has(entry.term)) continue;
    seen.add(entry.term);
    if (match.index > done) pieces.push(text.slice(done, match.index));
    pieces.push({ text: match[0], entry });
    done = match.index + match[0].length;
  }
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}
