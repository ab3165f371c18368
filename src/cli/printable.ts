/**
 * All but line ends and tabs that a terminal acts on: C0 and C1 control codes, and marks that turn the
 * direction of text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ACTED_ON = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text as a terminal may be given it: names in files cannot move its cursor, change its title or its colours.
 * What it would act on stands as JSON writes it, `\u001b`, so that JSON means the same.
 */
export function printable(text: string): string {
  return text.replace(ACTED_ON, (code) => `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
