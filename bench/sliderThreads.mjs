// Where the processor's time goes between letting the slider go and its findings, by thread (Linux):
// `npm run build && node bench/sliderThreads.mjs`. Other programs disturb it less than time that passes.
import { chromium } from '@playwright/test';
import { preview, runnerImport } from 'vite';
import { ensureRequirements } from '../scripts/requirements.mjs';
import { threadTimes } from './threadTimes.mjs';

const LEVELS = [0.78, 0.81, 0.79, 0.82];
const { module } = await runnerImport('./bench/node/slider.ts');
const server = await preview({ preview: { port: 0 }, logLevel: 'error' });
const browser = await chromium.launch({
  executablePath: ensureRequirements(),
  args: ['--no-sandbox'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
page.setDefaultTimeout(120_000);
const query = '?variant=pruned&sparsity=0.73&images=1000&members=30&device=wasm';
await page.goto(`${server.resolvedUrls.local[0]}${query}`);
await page.locator('[data-testid=headline][data-state=done]').waitFor();
const session = await browser.newBrowserCDPSession();
// The first level of a number of calibration images makes the dense networks of that number.
await module.letGo(page, 0.83);
const runs = [];
for (const level of LEVELS) {
  await page.waitForTimeout(2500);
  const before = await threadTimes(session);
  const passed = await module.letGo(page, level);
  const after = await threadTimes(session);
  const spent = [...after].map(([thread, ms]) => [thread, ms - (before.get(thread) ?? 0)]);
  runs.push({ level, passed, spent: spent.sort((a, b) => b[1] - a[1]) });
}
for (const { level, passed, spent } of runs.sort((a, b) => a.passed - b.passed)) {
  console.log(`${level} removed: findings after ${Math.round(passed)} ms, processor time in ms:`);
  for (const [thread, ms] of spent) if (ms >= 20) console.log(`${String(ms).padStart(6)} ${thread}`);
}
await browser.close();
await server.close();
