/** What the reader wants kept without being asked each time. */
export type OfflineChoice =
  /** The page, and the first dataset's predictions and test images. */
  | 'first'
  /** The page alone: the rest was deleted. */
  | 'page'
  /** Nothing: the page was deleted too. */
  | 'nothing';

const KEY = 'lacuna-offline';

/** What was chosen last; nothing where the browser keeps no choice. */
export function offlineChoice(): OfflineChoice {
  try {
    const said = localStorage.getItem(KEY);
    return said === 'page' || said === 'nothing' ? said : 'first';
  } catch {
    return 'nothing';
  }
}

/** Notes what the reader wants from now on. */
export function chooseOffline(choice: OfflineChoice): void {
  try {
    if (choice === 'first') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // A browser that keeps nothing has nothing to choose.
  }
}
