import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { SHIPPED } from './ports';
import { expect, headlineIs, pieCount, test } from './test';

test('shows shipped results at once, marked as such, under a sub-path of a static host', async ({ page }) => {
  await page.goto(SHIPPED);
  await headlineIs(page, 'shipped');
  const headline = page.getByTestId('headline');
  await expect(headline).toHaveAttribute('data-source', 'shipped');
  await expect(headline).toHaveAttribute('data-images', '10000');
  await expect(headline).toContainText('Removing 90% of the weights');
  await expect(headline).toContainText('Shipped results');
  await expect(page.getByTestId('class-row')).toHaveCount(10);
  expect(await pieCount(page)).toBeGreaterThan(50);
  await expect(page.getByTestId('pie-card').first()).toBeVisible();
  await expect(page.getByTestId('device')).toContainText(/WebAssembly|WebGPU/);
  await page.goto(`${SHIPPED}?images=500&members=2&device=wasm`);
  await page.getByTestId('run').click();
  await headlineIs(page, 'done');
});

test('loads little code before the first view, and no TensorFlow.js', async ({ page }) => {
  const scripts = new Map<string, number>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.js') && !scripts.has(pathname)) scripts.set(pathname, Date.now());
  });
  // What comes after the sentence, for chapters below, is not of the first view.
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[data-testid=headline][data-state=shipped]')) return;
      observer.disconnect();
      document.documentElement.dataset.shownAt = String(Date.now());
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto('./');
  await headlineIs(page, 'shipped');
  const shownAt = Number(await page.locator('html').getAttribute('data-shown-at'));
  const first = [...scripts].filter(([, at]) => at <= shownAt).map(([path]) => path);
  const sizes = first.map((path) => gzipSync(readFileSync(`dist${path}`)).length);
  expect(sizes.length).toBeGreaterThan(10);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
  const tensorflow = readdirSync('dist/assets').filter((file) => /tfjs|tensorflow/i.test(file));
  for (const path of scripts.keys()) expect(tensorflow.some((file) => path.endsWith(file))).toBe(false);
});
