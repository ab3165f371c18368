import { isAnyAtWork } from '../lab/atWork';
import { savesData } from '../loading/savesData';
import { offlineChoice } from './choice';
import { folderOf } from './places';
import { registerServiceWorker } from './registration';

/** Milliseconds that the browser has, after the page is there, for what the reader came for. */
const PATIENCE = 3000;
/** So often it is put off at most: a training may take hours. */
const MOST_WAITS = 20;

const patience = () => new Promise<void>((resolve) => setTimeout(resolve, PATIENCE));

/** Keeps the first dataset too, in a worker that ends when it is done. */
function keepFirst(): void {
  if (offlineChoice() !== 'first' || savesData()) return;
  const worker = new Worker(new URL('./first.worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = (event) => event.preventDefault();
  worker.postMessage(folderOf(document.baseURI));
}

let isStarted = false;

/** Resolves once no worker of any tab computes, or after a minute: some 370 files are kept on the same cores. */
export async function whenCalm(isBusy = isAnyAtWork, wait = patience): Promise<void> {
  for (let waits = 0; waits < MOST_WAITS && (await isBusy()); waits++) await wait();
}

/** Readies the page for use without a network, once, while the browser has nothing else to do. */
export function startOffline(): void {
  if (isStarted || offlineChoice() === 'nothing') return;
  isStarted = true;
  const start = async () => {
    await patience();
    await whenCalm();
    if ((await registerServiceWorker()) === null) return;
    await whenCalm();
    keepFirst();
  };
  if (document.readyState === 'complete') void start();
  else addEventListener('load', () => void start(), { once: true });
}
