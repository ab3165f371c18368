import { useEffect, useSyncExternalStore } from 'react';
import { askServer, ownBuild } from './server';

/** Milliseconds between two looks at the server. */
const EVERY = 10 * 60_000;

let isThere = false;
const listeners = new Set<() => void>();

/** Says that there is another version than the one that is open: who learns of it tells it here. */
export function tellNewVersion(): void {
  isThere = true;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Whether there is a newer version than the one that is open; it is asked now and then while the page is
 * looked at.
 */
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

/** The service worker that has a newer version whole and waits; null where none is to be had. */
async function waitingWorker(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  if (!registration.waiting) await registration.update();
  const { installing } = registration;
  if (!registration.waiting && installing) {
    await new Promise<void>((resolve, reject) => {
      installing.addEventListener('statechange', () => {
        if (installing.state === 'redundant')
          reject(new Error('The new version could not be fetched whole.'));
        else if (installing.state !== 'installing') resolve();
      });
    });
  }
  return registration.waiting;
}

/**
 * Opens the newer version at the same address. Where a service worker answers for the page, the newer one is
 * put in charge first, once it has all files. Rejects where they cannot be had; the page stays as it is then.
 */
export async function openNewVersion(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(document.baseURI);
  const worker = registration?.active ? await waitingWorker(registration) : null;
  if (!worker) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  worker.postMessage('take over');
}
