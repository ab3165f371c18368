import { isAnyAtWork } from '../lab/atWork';
import { savesData } from '../loading/savesData';
import { offlineChoice } from './choice';
import { folderOf } from './places';
import { registerServiceWorker } from './registration';

/** Milliseconds that the browser has, after the page is there, for what the reader came for. */
const PATIENCE = 3000;
/** So often is looked at most: a training may take hours. */
const MOST_LOOKS = 20;

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));

/** Keeps the first dataset too, in a worker that ends when it is done. */
function keepFirst(): void {
  if (offlineChoice() !== 'first' || savesData()) return;
  const worker = new Worker(new URL('./first.worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = (event) => event.preventDefault();
  worker.postMessage(folderOf(document.baseURI));
}

let isStarted = false;

/**
 * Resolves once no worker of any tab computes, twice in a row, or after a minute: some 370 files are kept on
 * the same cores, and between two steps of reading files nobody computes for a moment.
 */
export async function whenCalm(isBusy = isAnyAtWork, wait = patience): Promise<void> {
  for (let looks = 0, calm = 0; looks < MOST_LOOKS; looks++) {
    calm = (await isBusy()) ? 0 : calm + 1;
    if (calm > 1) return;
    await wait();
  }
}

/** Readies the page for use without a network, once, while the browser has nothing else to do. */
export function startOffline(): void {
  if (isStarted || offlineChoice() === 'nothing') return;
  isStarted = true;
  const start = async () => {
    await whenCalm();
    if ((await registerServiceWorker()) === null) return;
    await whenCalm();
    keepFirst();
  };
  if (document.readyState === 'complete') void start();
  else addEventListener('load', () => void start(), { once: true });
}
