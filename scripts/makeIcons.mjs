// Draws public/icon.svg as the pictures that browsers ask for to install the page:
// public/icons/{192,512,maskable}.png.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium.mjs';

/** `share` of the picture is the icon; what is outside a circle may be cut off a maskable one. */
const ICONS = [
  { name: '192', size: 192, share: 1 },
  { name: '512', size: 512, share: 1 },
  { name: 'maskable', size: 512, share: 0.75 },
];

process.chdir(new URL('..', import.meta.url).pathname);
const svg = readFileSync('public/icon.svg').toString('base64');
mkdirSync('public/icons', { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox'],
});
for (const { name, size, share } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const background = share < 1 ? '#1b1a17' : 'transparent';
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${background}">
    <img src="data:image/svg+xml;base64,${svg}" width="${size * share}" height="${size * share}">`,
  );
  writeFileSync(`public/icons/${name}.png`, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
