/**
 * The service worker: keeps all files of one build of the page, and answers with them. The build writes its
 * files' names in front of this file (scripts/buildVersion.mjs). A newer one waits until no page of the older
 * is open, or a reader asks for it.
 */
import { createWay } from './giveWay';
import { answerFor, folderOf, outdatedCaches, pageCache, wholeMark, zooCache } from './places';

/**
 * What this worker keeps: the build's name, and its files by their addresses from the page's folder; '' is
 * the page.
 */
declare const lacunaBuild: { build: string; files: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const { build, files } = lacunaBuild;
const folder = folderOf(worker.location.href);

/** Files on their way at a time. */
const LANES = 6;

/**
 * One file, from an older build's cache where its name holds the hash of its content, else from the server.
 */
async function fetched(file: string): Promise<Response> {
  const url = folder + file;
  const isHashed = file.startsWith('assets/');
  const known = isHashed ? await caches.match(url, { ignoreVary: true }) : undefined;
  if (known) return known;
  const response = await fetch(url, { cache: isHashed ? 'default' : 'no-cache' });
  if (!response.ok) throw new Error(`${url}: expected the file, got HTTP status ${response.status}.`);
  if (isHashed && response.headers.get('content-type')?.startsWith('text/html')) {
    throw new Error(`${url}: expected the file, got a page.`);
  }
  if (!response.redirected && file !== '') return response;
  // What was redirected may not answer a navigation; and a page of another build has other files.
  const body = await response.blob();
  if (file === '' && !(await body.text()).includes(build)) {
    throw new Error(`${url}: expected build ${build}, got another.`);
  }
  return new Response(body, { headers: response.headers });
}

/** Keeps this build's files; before each it waits for its `way`. */
async function install(way: () => Promise<void>): Promise<void> {
  const cache = await caches.open(pageCache(folder, build));
  const waiting = [...files];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      await way();
      await cache.put(folder + file, await fetched(file));
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
    await cache.put(wholeMark(folder), new Response());
  } catch (error) {
    waiting.length = 0;
    await caches.delete(pageCache(folder, build));
    throw error;
  }
}

async function activate(): Promise<void> {
  const outdated = outdatedCaches(await caches.keys(), folder, build);
  await Promise.all(outdated.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** A kept file: of this build, of the zoo, or of the build before, whose page may still be open. */
async function kept(url: string): Promise<Response | undefined> {
  const names = await caches.keys();
  const own = pageCache(folder, build);
  const zoo = zooCache(folder);
  const older = names.filter((name) => name.startsWith('lacuna page ') && name.endsWith(` ${folder}`));
  for (const name of [own, zoo, ...older]) {
    if (!names.includes(name)) continue;
    const response = await (await caches.open(name)).match(url, { ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}

worker.addEventListener('install', (event) => event.waitUntil(install(createWay())));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
  if (event.data !== 'keep') return;
  const [port] = event.ports;
  // Who asks for it waits for it.
  const isWhole = install(async () => {}).then(
    () => true,
    () => false,
  );
  event.waitUntil(isWhole.then((whole) => port.postMessage(whole)));
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const answer = answerFor(folder, request);
  if (answer === 'server') return;
  const url = answer === 'page' ? folder : request.url;
  event.respondWith(kept(url).then((response) => response ?? fetch(request)));
});
