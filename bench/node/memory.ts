import { existsSync, readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import type { MemoryResult, Settings } from '../results';
import { runPart } from './browser';

/** Put before the script of our workers: keeps the memories of what they instantiate within reach. */
const PRELUDE = `
self.memories = [];
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate.apply(WebAssembly, given);
  const values = Object.values((made.instance ?? made).exports);
  self.memories.push(...values.filter((value) => value instanceof WebAssembly.Memory));
  return made;
};
`;

async function keepMemories(page: Page): Promise<void> {
  await page.route(/\/wasm\.worker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: PRELUDE + (await response.text()) });
  });
}

async function workerMegabytes(page: Page): Promise<number[]> {
  const sizes = page.workers().map((worker) =>
    worker.evaluate(() => {
      const { memories = [] } = self as { memories?: WebAssembly.Memory[] };
      return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) / 1e6;
    }),
  );
  return (await Promise.all(sizes)).filter((size) => size > 0);
}

/** What the largest process of a page had in memory at its most, MB, as Linux tells it; 0 elsewhere. */
async function processMegabytes(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const sizes = processInfo.map(({ type, id }) => {
    const status = `/proc/${id}/status`;
    if (type !== 'renderer' || !existsSync(status)) return 0;
    const [, kilobytes] = readFileSync(status, 'utf8').match(/VmHWM:\s+(\d+)/) ?? [];
    return Number(kilobytes ?? 0) / 1000;
  });
  return Math.max(0, ...sizes);
}

/**
 * The most memory of page and workers during a full run, or a training. It is what the browser says, and the
 * WebAssembly memories of the workers: Chromium leaves these out of what it says, and they never shrink.
 */
export async function measureMemory(
  browser: Browser,
  url: string,
  settings: Settings,
  part: 'memory' | 'trainingMemory' | 'graphMemory',
): Promise<MemoryResult> {
  let webAssembly: number[] = [];
  let resident = 0;
  const sampled = await runPart(browser, url, part, settings, {
    before: keepMemories,
    after: async (page) => {
      webAssembly = await workerMegabytes(page);
      resident = await processMegabytes(browser);
    },
  });
  if (webAssembly.length !== settings.threads) {
    throw new Error(`Expected the memories of ${settings.threads} workers, found ${webAssembly.length}.`);
  }
  if (sampled.samples.length === 0 && resident === 0) {
    throw new Error('Expected a browser that says what memory a page takes, as Chromium, or Linux.');
  }
  const told = webAssembly.reduce((sum, size) => sum + size, Math.max(...sampled.samples));
  return { ...sampled, webAssembly, megabytes: sampled.samples.length > 0 ? told : resident };
}
