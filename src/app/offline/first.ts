import { offlineChoice } from './choice';
import { keepPacks, openShelf } from './kept';
import { zooPacks } from './zooPacks';

/** Whether the reader asked their browser to save data. */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/**
 * Keeps the first dataset's predictions and test images, so that the whole page opens without a network. What
 * cannot be kept now is tried at the next visit: nobody waits for it.
 */
export async function keepFirst(): Promise<void> {
  if (offlineChoice() !== 'first' || savesData()) return;
  try {
    const { shelf, zoo } = await openShelf();
    const [first] = await zooPacks(zoo);
    await keepPacks([first], { shelf, zoo, signal: new AbortController().signal, told: () => undefined });
  } catch {
    // The storage panel says what is kept.
  }
}
