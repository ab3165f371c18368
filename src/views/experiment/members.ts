/** The number of networks that a typed text stands for, and a word where it is another. */
export function takenMembers(
  text: string,
  now: number,
  most: number,
): { value: number; told: string | null } {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return { value: now, told: 'a number' };
  if (number < 1) return { value: 1, told: 'at least 1' };
  if (number > most) return { value: most, told: `at most ${most}` };
  const value = Math.round(number);
  if (value !== number) return { value, told: 'whole' };
  return { value, told: value === 1 ? 'no tests with 1' : null };
}
