/**
 * Keeps the first dataset's predictions and test images, so that the whole page opens without a network. What
 * cannot be kept now is tried at the next visit: nobody waits for it. A worker of its own, since files are
 * joined, inflated and written: on the page's thread that would hold up what the reader does.
 */
import { keepPacks, openShelf } from './kept';
import { zooPacks } from './zooPacks';

/** Told the folder of the page. */
self.onmessage = async ({ data: folder }: MessageEvent<string>) => {
  try {
    const { shelf, zoo } = await openShelf(folder);
    const [first] = await zooPacks(zoo);
    await keepPacks([first], { shelf, zoo, signal: new AbortController().signal, told: () => undefined });
  } catch {
    // The storage panel says what is kept.
  }
  self.close();
};
