/** Parts of a set of images, as train and test, and which of them is for what. */

/** The parts of which one is to be chosen, those for testing first; none where there is only one. */
export function inOrder(found: string[]): string[] {
  const order = (part: string) => (/^test/i.test(part) ? 0 : /^(val|eval|dev)/i.test(part) ? 1 : 2);
  const parts = found.filter((part) => part !== '').sort((a, b) => order(a) - order(b));
  return parts.length > 1 ? parts : [];
}

/** What a part is called that networks are not trained on. */
const HELD_OUT = /test|val|t10k/i;

/** The parts of files to train on and to hold out; null where there are no parts, or none to hold out. */
export function partsToRead(parts: string[]): { training: string | null; heldOut: string | null } {
  const training =
    parts.find((part) => /train/i.test(part)) ??
    parts.find((part) => !HELD_OUT.test(part)) ??
    parts[0] ??
    null;
  return { training, heldOut: parts.find((part) => part !== training && HELD_OUT.test(part)) ?? null };
}
