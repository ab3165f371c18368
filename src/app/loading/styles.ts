/** Style sheets that could not be loaded, by address. */
const broken = new Set<string>();

/**
 * Takes note of style sheets that could not be loaded and takes their links away. Vite loads a sheet once
 * and, where that failed, never again: a part loaded at the second try would come without its styles.
 */
export function watchStyles(): void {
  addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLLinkElement)) return;
      if (target.rel === 'stylesheet') broken.add(target.href);
      target.remove();
    },
    { capture: true },
  );
}

/** Loads the style sheets that could not be loaded before. Rejects where one of them cannot be loaded now. */
export async function mendStyles(): Promise<void> {
  await Promise.all([...broken].map(loadStyles));
}

function loadStyles(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', crossOrigin: '', href });
    link.onload = () => {
      broken.delete(href);
      resolve();
    };
    link.onerror = () => reject(new Error(`${href} could not be loaded.`));
    document.head.append(link);
  });
}
