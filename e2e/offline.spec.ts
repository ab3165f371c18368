import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test as base, expect, type Page } from '@playwright/test';
import { type PreviewServer, preview } from 'vite';
import { hardToRead } from '../src/text/reading';
import { ports } from './ports';
import { headlineIs, openChapter } from './test';

const SITE = `.cache/e2e-offline-${ports.offline}`;
const HERE = `http://localhost:${ports.offline}/papers/lacuna/`;

/** A server of its own, under a sub-path, that can be stopped. */
const test = base.extend<{ server: { start(): Promise<void>; stop(): Promise<void> } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is asked for here
  server: async ({}, use) => {
    let running: PreviewServer | null = null;
    const start = async () => {
      const where = { port: ports.offline, strictPort: true, host: 'localhost' };
      running = await preview({
        base: '/papers/lacuna/',
        build: { outDir: SITE },
        preview: where,
        logLevel: 'error',
      });
    };
    const stop = async () => {
      const { httpServer } = running ?? {};
      running = null;
      if (httpServer && 'closeAllConnections' in httpServer) httpServer.closeAllConnections();
      await new Promise((resolve) => (httpServer ? httpServer.close(resolve) : resolve(null)));
    };
    cpSync(`.cache/e2e-site-${ports.ready}`, SITE, { recursive: true });
    await start();
    await use({ start, stop });
    await stop();
    rmSync(SITE, { recursive: true, force: true });
  },
});
test.use({ serviceWorkers: 'allow' });

/** Another build of the same page: what is told of it is its name. */
function deploy(build: string): void {
  const { build: before } = JSON.parse(readFileSync(`${SITE}/version.json`, 'utf8'));
  for (const file of ['index.html', 'sw.js', 'version.json']) {
    const text = readFileSync(`${SITE}/${file}`, 'utf8');
    writeFileSync(`${SITE}/${file}`, text.replaceAll(before, build));
  }
}

const buildOf = (page: Page) => page.locator('meta[name="lacuna-build"]').getAttribute('content');
const pack = (page: Page, name: RegExp) => page.getByTestId('offline-pack').filter({ hasText: name });

test('without a server the kept page opens and computes, the rest says so; a newer one is offered', async ({
  page,
  server,
}) => {
  await page.goto(HERE);
  await headlineIs(page, 'shipped');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto(`${HERE}#/yours`);
  await expect(pack(page, /The page itself/)).toContainText('· kept');
  // Deleted and kept again in one visit: it opens without a server all the same.
  for (const [deed, state] of [
    ['Delete', '· not kept'],
    ['Keep', '· kept'],
  ]) {
    await page.getByRole('button', { name: `${deed}: The page itself` }).press('Enter');
    await expect(pack(page, /The page itself/)).toContainText(state);
  }
  await expect(pack(page, /every page opens/).first()).toContainText('kept');

  await server.stop();
  await page.goto(`${HERE}?data=fashion-mnist-long-tail&images=200&members=2`);
  const again = page.getByRole('button', { name: 'Try again' }).first();
  await expect(again).toBeVisible();
  await again.click();
  await expect(again).toBeVisible();
  await server.start();
  await again.click();
  await headlineIs(page, 'shipped');
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);

  await page.goto(`${HERE}#/yours`);
  const everything = page.getByTestId('keep-everything');
  await expect(everything).toContainText(/\(\d.* MB\)/);
  await everything.click();
  await expect(page.getByTestId('everything-kept')).toBeVisible();

  await server.stop();
  await page.goto(`${HERE}?images=200&members=2`);
  await headlineIs(page, 'shipped');
  const folded = page.locator('[data-detail] summary');
  const chapters = page.getByRole('navigation', { name: 'Chapters' }).getByRole('button');
  await expect(chapters.last()).toBeVisible();
  for (const title of await chapters.allTextContents()) await openChapter(page, title);
  for (const summary of await folded.all()) await summary.click();
  await expect(page.locator('.shell-waiting')).toHaveCount(0);
  await expect(page.getByTestId('failure')).toHaveCount(0);
  // Every figure is open: what each says is plain.
  const claims = page.locator('.figure-claim');
  await expect.poll(() => claims.count()).toBeGreaterThan(10);
  expect((await claims.allTextContents()).flatMap(hardToRead)).toEqual([]);
  for (const [address, heading] of [
    ['#/judge', /Judge/],
    ['#/methods', /Methods/],
    ['#/yours/networks', /Bring your own networks/],
    ['#/yours', /./],
  ] as const) {
    await page.goto(`${HERE}${address}`);
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  }
  await page.goto(`${HERE}?variant=pruned&sparsity=0.9&images=40&members=2&device=wasm`);
  await headlineIs(page, 'done');
  await page.getByRole('button', { name: 'Take it away' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();

  const before = await buildOf(page);
  deploy('0123456789abcdef');
  await server.start();
  await page.goto(`${HERE}?images=200&members=2`);
  await headlineIs(page, 'shipped');
  await expect(page.getByTestId('new-version')).toContainText('A new version of this page is there.');
  expect(await buildOf(page)).toBe(before);
  await page.getByRole('button', { name: 'Open the new version' }).click();
  await expect(page.locator('meta[name="lacuna-build"][content="0123456789abcdef"]')).toHaveCount(1);
  await headlineIs(page, 'shipped');
  await expect(page.getByTestId('new-version')).toBeEmpty();
});
