/**
 * What is chosen in the chapter: the corruption, its severity (0: the mean over severities), and the example
 * image.
 */
export type RobustnessChoice = { corruption: string; severity: number; example: number };

/** The chapter as it opens. */
export const firstChoice: RobustnessChoice = { corruption: 'contrast', severity: 0, example: 0 };

/** A choice from a link's text, "fog.3.12"; the first one where it says nothing readable. */
export function parseChoice(text: string | null): RobustnessChoice {
  const found = /^([a-z-]{1,30})\.([0-5])\.(0|[1-9]\d{0,5})$/.exec(text ?? '');
  return found
    ? { corruption: found[1], severity: Number(found[2]), example: Number(found[3]) }
    : firstChoice;
}

/** The text that a link keeps of a choice; null for the first one. */
export function choiceText({ corruption, severity, example }: RobustnessChoice): string | null {
  const text = (choice: RobustnessChoice) => `${choice.corruption}.${choice.severity}.${choice.example}`;
  const own = `${corruption}.${severity}.${example}`;
  return own === text(firstChoice) ? null : own;
}
