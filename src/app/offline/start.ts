import { offlineChoice } from './choice';
import { registerServiceWorker } from './registration';

/** Milliseconds that the browser has, after the page is there, for what the reader came for. */
const PATIENCE = 3000;

let isStarted = false;

/** Readies the page for use without a network, once, while the browser has nothing else to do. */
export function startOffline(): void {
  if (isStarted || offlineChoice() === 'nothing') return;
  isStarted = true;
  const start = async () => {
    if ((await registerServiceWorker()) === null) return;
    const { keepFirst } = await import('./first');
    await keepFirst();
  };
  const soon = () => setTimeout(() => void start(), PATIENCE);
  if (document.readyState === 'complete') soon();
  else addEventListener('load', soon, { once: true });
}
