import type { Pattern } from './variant';

/** How many of every group stay, and how many weights a group has. */
export function patternSizes(pattern: Pattern): { kept: number; group: number } {
  const [kept, group] = pattern.split(':').map(Number);
  return { kept, group };
}
