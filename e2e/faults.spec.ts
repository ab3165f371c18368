import { test as base, expect } from '@playwright/test';
import { ports } from './ports';
import { headlineIs } from './test';

base('a missing zoo gives one sentence, not a blank page', async ({ page }) => {
  await page.route('**/zoo/**', (route) => route.fulfill({ status: 404, body: 'gone' }));
  await page.goto('./');
  await expect(page.getByRole('alert')).toContainText('index.json');
});

base('damaged weights end the run with a sentence and leave the shipped results', async ({ page }) => {
  await page.route('**/weights/**', (route) => route.fulfill({ status: 200, body: 'not a tensor' }));
  await page.goto('./?images=500&device=wasm');
  await headlineIs(page, 'shipped');
  await page.getByTestId('run').click();
  await headlineIs(page, 'failed');
  await expect(page.getByTestId('headline').getByRole('alert')).toContainText('weights/');
  await expect(page.getByTestId('pie-card').first()).toBeVisible();
  await page.unroute('**/weights/**');
  // A download that was still under way may yet turn out damaged: then it is one try more.
  await expect(async () => {
    await page.getByTestId('run').click();
    await expect(page.getByTestId('headline')).toHaveAttribute('data-state', /^(done|failed)$/);
    await expect(page.getByTestId('headline')).toHaveAttribute('data-state', 'done', { timeout: 10_000 });
  }).toPass({ timeout: 60_000 });
});

base('an insecure origin is told so in one sentence, and computes in WebAssembly', async ({ page }) => {
  await page.goto(`http://insecure.test:${ports.page}/?images=500&members=2`);
  await headlineIs(page, 'shipped');
  expect(await page.evaluate(() => window.isSecureContext)).toBe(false);
  await expect(page.getByText('This address is not secure')).toBeVisible();
  await page.getByTestId('run').click();
  await headlineIs(page, 'done');
  await expect(page.getByTestId('headline')).toHaveAttribute('data-device', 'wasm');
});
