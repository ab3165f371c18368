/** What the server says of the page that is open: it has the same build, another one, or does not answer. */
export type ServerState = 'same' | 'other' | 'silent';

/** Milliseconds after which a server that has not answered is called silent. */
const PATIENCE = 10_000;

/** The build that this page is of; null of a page that was not built (npm run dev). */
export function ownBuild(): string | null {
  return document.querySelector('meta[name="lacuna-build"]')?.getAttribute('content') ?? null;
}

/**
 * Asks the server of the page which build it has, past all caches. A server that answers without naming one
 * (a host that does not serve version.json) counts as having the same.
 */
export async function askServer(own = ownBuild(), base = document.baseURI): Promise<ServerState> {
  let text: string;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(new URL('version.json', base), { cache: 'no-store', signal });
    if (response.status >= 500) return 'silent';
    if (!response.ok) return 'same';
    text = await response.text();
  } catch {
    return 'silent';
  }
  const named = buildIn(text);
  return own === null || named === null || named === own ? 'same' : 'other';
}

function buildIn(text: string): string | null {
  try {
    const { build } = JSON.parse(text);
    return typeof build === 'string' ? build : null;
  } catch {
    return null;
  }
}
