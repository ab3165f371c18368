import { type Browser, chromium, type Page } from '@playwright/test';
import { ensureRequirements } from '../../scripts/requirements.mjs';
import type { PageParts } from '../page/main';
import type { Settings } from '../results';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A process for each site: else Chromium refuses to say what memory a page takes.
  '--site-per-process',
  // Answers at once instead of with the next garbage collection.
  '--enable-blink-features=ForceEagerMeasureMemory',
];

const WEBGPU = {
  /**
   * As a reader's browser without a GPU: with the flags for WebGPU, pages too are drawn by an emulated GPU,
   * on the cores that are measured.
   */
  none: [],
  software: ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-webgpu-adapter=swiftshader'],
  system: ['--enable-unsafe-webgpu', '--enable-features=Vulkan'],
};

/**
 * `adapter` "software" takes the fallback adapter, which every machine has; "system" what the machine offers;
 * "none" no WebGPU.
 */
export function launch(adapter: keyof typeof WEBGPU): Promise<Browser> {
  return chromium.launch({ executablePath: ensureRequirements(), args: [...ARGUMENTS, ...WEBGPU[adapter]] });
}

/** Runs one part of the bench in a fresh page; `before` and `after` see the page on either side of it. */
export async function runPart<Part extends keyof PageParts>(
  browser: Browser,
  url: string,
  part: Part,
  settings: Settings,
  { before, after }: { before?: (page: Page) => Promise<void>; after?: (page: Page) => Promise<void> } = {},
): Promise<Awaited<ReturnType<PageParts[Part]>>> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await before?.(page);
    await page.goto(`${url}bench/page/index.html`);
    await page.waitForFunction(() => 'bench' in window);
    const result = await page.evaluate<unknown, [Part, Settings]>(
      ([name, values]) => window.bench[name](values),
      [part, settings],
    );
    if (faults.length > 0) throw new Error(faults[0]);
    await after?.(page);
    return result as Awaited<ReturnType<PageParts[Part]>>;
  } finally {
    await context.close();
  }
}
