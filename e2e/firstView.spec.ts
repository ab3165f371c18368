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
  const scripts = new Set<string>();
  page.on('response', (response) => {
    if (/\.js(\?|$)/.test(response.url())) scripts.add(new URL(response.url()).pathname);
  });
  await page.goto('./');
  await headlineIs(page, 'shipped');
  await expect(page.getByTestId('pie-card').first()).toBeVisible();
  const sizes = [...scripts].map((path) => gzipSync(readFileSync(`dist${path}`)).length);
  expect(sizes.length).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
  const tensorflow = readdirSync('dist/assets').filter((file) => /tfjs|tensorflow/i.test(file));
  for (const path of scripts) expect(tensorflow.some((file) => path.endsWith(file))).toBe(false);
});
