// The picture of the first screen in README.md: node scripts/screenshot.mjs. It needs a built page (npm run
// build) and Chromium.
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from './chromium.mjs';

const server = await preview({ preview: { port: 0, host: 'localhost' } });
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, colorScheme: 'light' });
  await page.addInitScript(() => localStorage.setItem('lacuna-theme', 'light'));
  await page.goto(server.resolvedUrls.local[0]);
  // The sentence is settled when its test has been counted.
  await page.getByText('more than').first().waitFor({ timeout: 120_000 });
  await page.getByTestId('device').waitFor();
  await page.screenshot({ path: 'docs/screenshot.png' });
} finally {
  await browser.close();
  await server.close();
}
