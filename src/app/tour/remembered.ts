/** How far a reader is with the tour: never asked, at a step, or not interested (or done). */
export type Remembered = 'new' | 'no' | number;

const KEY = 'lacuna-tour';

/** What this browser remembers of the tour. */
export function remembered(): Remembered {
  try {
    const kept = localStorage.getItem(KEY);
    if (kept === null) return 'new';
    const step = Number(kept);
    return Number.isInteger(step) && step >= 1 ? step : 'no';
  } catch {
    return 'new';
  }
}

/** Keeps how far the reader is. A browser without storage forgets it when the page is closed. */
export function remember(what: number | 'no'): void {
  try {
    localStorage.setItem(KEY, String(what));
  } catch {
    // Offered anew on the next visit.
  }
}
