// How easily a text reads: what the page's own sentences are held to.

/** The most words a sentence may have. */
const MOST_WORDS = 30;
/** The most numbers a clause may have. */
const MOST_NUMBERS = 2;

/**
 * The sentences of a text: it ends at a full stop, question or exclamation mark, colon or semicolon before a
 * space or the end.
 */
function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.?!;:][”’)]?)\s+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The sentences of texts that have more than 30 words; a semicolon or a colon begins no new one. */
export function longSentences(texts: string[]): string[] {
  return texts
    .flatMap((text) => text.split(/(?<=[.?!][”’)]?)\s+/))
    .filter(
      (sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length > MOST_WORDS,
    );
}

/** A number; digits in a name, as in float16, top-1 and ResNet-50, are none. */
const NUMBER = /(?<![\p{L}\d.,-])\d[\d,.]*/gu;

/**
 * The clauses of a text, between commas, colons, semicolons and ends of sentences, that have three numbers or
 * more.
 */
export function crowdedClauses(text: string): string[] {
  return sentencesOf(text)
    .flatMap((sentence) => sentence.split(/,\s+|\s[–—]\s/))
    .filter((clause) => (clause.match(NUMBER) ?? []).length > MOST_NUMBERS);
}

/** What of a text is hard to read: its long sentences and its crowded clauses. */
export function hardToRead(text: string): string[] {
  return [...longSentences([text]), ...crowdedClauses(text)];
}
