import { useEffect, useSyncExternalStore } from 'react';
import { askServer, ownBuild } from './server';

/** Milliseconds between two looks at the server. */
const EVERY = 10 * 60_000;

let isThere = false;
const listeners = new Set<() => void>();

/** Says that the server has another version than the one that is open: who learns of it tells it here. */
export function tellNewVersion(): void {
  isThere = true;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server has a newer version than the one that is open; it is asked now and then while the page is looked at. */
export function useNewVersion(): boolean {
  useEffect(() => {
    if (ownBuild() === null) return;
    let asked = performance.now();
    const look = () => {
      if (document.hidden || isThere || performance.now() - asked < EVERY) return;
      asked = performance.now();
      void askServer().then((state) => state === 'other' && tellNewVersion());
    };
    const timer = setInterval(look, EVERY);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return useSyncExternalStore(
    subscribe,
    () => isThere,
    () => false,
  );
}
