/** Seconds that are left, in words. */
export function timeLeft(seconds: number): string {
  if (seconds < 1.5) return 'a second left';
  if (seconds < 100) return `${Math.round(seconds)} s left`;
  return `${Math.round(seconds / 60)} min left`;
}
