import type { ShapeMemory } from '../../engine/webgpu/shapes';

const CACHE = 'lacuna tile shapes';

/** Another version of the browser may compile other code. */
function addressOf(adapter: string): string {
  return new URL(`tile-shapes?${encodeURIComponent(`${navigator.userAgent} ${adapter}`)}`, location.href)
    .href;
}

/**
 * What this browser remembers of the adapter used last, in its Cache: workers have no localStorage. A browser
 * that keeps nothing measures on each visit.
 */
export const shapeMemory: ShapeMemory = {
  async read(adapter) {
    try {
      const kept = await (await caches.open(CACHE)).match(addressOf(adapter));
      return kept ? await kept.text() : null;
    } catch {
      return null;
    }
  },
  async write(adapter, text) {
    try {
      await caches.delete(CACHE);
      await (await caches.open(CACHE)).put(addressOf(adapter), new Response(text));
    } catch {
      // Measured anew on the next visit.
    }
  },
};
