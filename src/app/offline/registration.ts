import { tellNewVersion } from '../loading/newVersion';
import { ownBuild } from '../loading/server';
import { folderOf, wholeMark } from './places';

/** Why nothing can be kept for use without a network; null where it can. */
export function whyNotOffline(): string | null {
  if (ownBuild() === null) return 'This page was not built (npm run build): it keeps nothing of itself.';
  if (!window.isSecureContext) return 'This address is not secure (http): browsers keep no page of it.';
  if (!('serviceWorker' in navigator) || !('caches' in window)) return 'This browser keeps no pages.';
  return null;
}

/** Tells of a newer build once the service worker has all of it; the first one ever is no newer one. */
function watch(registration: ServiceWorkerRegistration): void {
  const look = () => {
    if (registration.waiting && registration.active) tellNewVersion();
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
}

/**
 * Has the service worker keep the page for use without a network. Null where there is none: `whyNotOffline`
 * says why, or the host does not serve sw.js, or the browser refuses.
 */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration | null> {
  if (whyNotOffline() !== null) return null;
  try {
    const address = new URL('sw.js', document.baseURI);
    const registration = await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
    watch(registration);
    return registration;
  } catch {
    return null;
  }
}

type Workers = Pick<ServiceWorkerRegistration, 'active' | 'installing' | 'waiting'>;

export type PageKept = 'kept' | 'being kept' | 'not kept';

/** Whether the page is kept, by its service worker: on its way until that one has all files. */
export async function pageState(registration: Workers | undefined): Promise<PageKept> {
  if (!registration) return 'not kept';
  const { active, installing, waiting } = registration;
  if (active) return (await isWhole()) ? 'kept' : 'not kept';
  return installing || waiting ? 'being kept' : 'not kept';
}

/** Resolves once the page is kept whole; false where it cannot be. */
export async function pageIsKept(registration: Workers): Promise<boolean> {
  const { active, installing, waiting } = registration;
  const worker = installing ?? waiting;
  if (active) return (await isWhole()) || keepAgain(active);
  if (!worker) return false;
  return new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(true);
      if (worker.state === 'redundant') resolve(false);
    });
  });
}

/** The names of the caches that hold the page, of all builds. */
async function pageCaches(): Promise<string[]> {
  const folder = folderOf(document.baseURI);
  const names = await caches.keys();
  return names.filter((name) => name.startsWith('lacuna page ') && name.endsWith(` ${folder}`));
}

/** Whether all files of a build are kept. */
async function isWhole(): Promise<boolean> {
  const mark = wholeMark(folderOf(document.baseURI));
  const kept = await Promise.all(
    (await pageCaches()).map(async (cacheName) => caches.match(mark, { cacheName, ignoreVary: true })),
  );
  return kept.some((response) => response !== undefined);
}

/**
 * Has a service worker at work keep the page anew. One that was put away stays while its page is open, and
 * browsers take it back without another install.
 */
function keepAgain(worker: ServiceWorker): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data === true);
    };
    worker.postMessage('keep', [port2]);
  });
}

/** Deletes the kept page, of all builds. It opens from its server from then on. */
export async function forgetPage(): Promise<void> {
  await (await navigator.serviceWorker.getRegistration(folderOf(document.baseURI)))?.unregister();
  const own = await pageCaches();
  await Promise.all(own.map((name) => caches.delete(name)));
}
