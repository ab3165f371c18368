import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { readBundle } from '../src/formats/bundle/bundle';
import { readSession } from '../src/formats/bundle/bundleSession';
import { bytesSource } from '../src/formats/bytes/source';
import { readImageHeader } from '../src/formats/images/imageHeader';
import { inOrder } from '../src/text/testing';
import { violations } from './axe';
import { drawnText, expect, headlineIs, openChapter, pieCount, recordDrawnText, test } from './test';

const folder = mkdtempSync(join(tmpdir(), 'lacuna-take-'));

/** Clicks, and gives the path of the file that is saved. */
async function saved(page: Page, click: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

async function openDialog(page: Page) {
  await page.getByRole('button', { name: 'Take it away' }).click();
  const dialog = page.getByRole('dialog', { name: 'Take it away' });
  await expect(dialog).toBeVisible();
  // The page behind it is out of reach.
  await expect(page.locator('dialog:modal')).toHaveCount(1);
  await expect(dialog.getByRole('status')).toHaveText('');
  // What saves a file looks like a button, not like the text beside it.
  await expect(dialog.getByRole('button', { name: 'HTML, Report' })).toHaveCSS('border-top-width', '1px');
  return dialog;
}

function lacuna(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/lacuna.mjs', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect(stderr.replace(/^.*(networks|PIEs|all equal).*\n/gm, '')).toBe('');
  expect(status).toBe(0);
  return stdout;
}

test('each kind of file is what it says, and says what the page says', async ({ page }) => {
  await page.goto('./?images=1000&members=6');
  await headlineIs(page, 'shipped');
  const pies = await pieCount(page);
  const dialog = await openDialog(page);
  expect(await violations(page, '[role=dialog], dialog[open]')).toEqual([]);
  const take = (label: string, group: string) =>
    saved(page, () => dialog.getByRole('button', { name: `${label}, ${group}`, exact: true }).click());

  const list = readFileSync(await take('CSV', 'PIEs'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(list.length).toBe(pies + 1);
  expect(list[0]).toContain('mean_p_label_compressed');
  const all = readFileSync(await take('CSV', 'Every image'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(all.length).toBe(1001);
  expect(
    readFileSync(await take('Parquet', 'Every image'))
      .subarray(0, 4)
      .toString(),
  ).toBe('PAR1');

  const dense = await take('Dense, Parquet', 'Predictions');
  const compressed = await take('Compressed, Parquet', 'Predictions');
  const findings = JSON.parse(readFileSync(await take('JSON', 'Findings'), 'utf8'));
  expect(findings.pies.count).toBe(pies);
  const audited = JSON.parse(lacuna('audit', '--dense', dense, '--compressed', compressed, '--json'));
  for (const name of ['images', 'members', 'top1', 'pies', 'accuracy', 'matched', 'calibration']) {
    expect(findings[name], name).toEqual(audited[name]);
  }
  expect(findings.classSplit).toMatchObject({ ...audited.classSplit, retrained: expect.any(Object) });
  const npz = join(folder, 'dense.npz');
  const back = join(folder, 'back.parquet');
  lacuna('convert', dense, npz);
  lacuna('convert', npz, back);
  const again = JSON.parse(lacuna('audit', '--dense', back, '--compressed', compressed, '--json'));
  // `read` names the files.
  expect({ ...again, read: null }).toEqual({ ...audited, read: null });

  const zip = await take('Zip with images', 'Bundle');
  const bundle = await readBundle(bytesSource(new Uint8Array(readFileSync(zip)), zip));
  expect(bundle.head.summary).toEqual({ images: 1000, networks: { dense: 6, compressed: 6 }, pies });
  expect(bundle.head.query).toContain('images=1000');
  expect(bundle.files['images.npz']?.length).toBeGreaterThan(784_000);
  const { dense: first, compressed: second, nulls, truth } = await readSession(bundle, zip);
  expect([first, second, nulls].map((side) => side?.members.length)).toEqual([6, 6, 6]);
  expect(truth.length).toBe(1000);
  const whole = JSON.parse(lacuna('audit', zip, '--json'));
  expect(whole.classSplit).toEqual(findings.classSplit);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the report opens anywhere: it asks for nothing, and axe is clean', async ({ page, browser }) => {
  await page.goto('./?images=2000&members=10');
  await headlineIs(page, 'shipped');
  const pies = await pieCount(page);
  const dialog = await openDialog(page);
  const file = await saved(page, () => dialog.getByRole('button', { name: 'HTML, Report' }).click());
  const reader = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const asked: string[] = [];
  reader.on('request', (request) => asked.push(request.url()));
  reader.on('console', (message) => asked.push(message.text()));
  const address = pathToFileURL(file).href;
  await reader.goto(address);
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('what was forgotten');
  const images = reader.locator('.exemplars img');
  await expect(images).toHaveCount(Math.min(pies, 60));
  const areDrawn = () =>
    images.evaluateAll((all) => all.every((img) => img instanceof HTMLImageElement && img.naturalWidth > 0));
  await expect.poll(areDrawn).toBe(true);
  await expect(reader.getByRole('table', { name: /every population known/ })).toBeVisible();
  expect(await violations(reader)).toEqual([]);
  expect(asked.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
  for (const width of [1440, 390]) {
    await reader.setViewportSize({ width, height: 900 });
    const overflow = await reader.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `at ${width} px`).toBeLessThanOrEqual(0);
  }
  await reader.close();
});

test('a chart is saved as a picture twice its size, with its caption and where it comes from', async ({
  page,
}) => {
  await recordDrawnText(page);
  await page.goto('./?images=1000&members=6');
  await headlineIs(page, 'shipped');
  const chapter = await openChapter(page, 'What the average says');
  const box = await chapter.locator('.figure-body').first().boundingBox();
  const file = await saved(page, () =>
    chapter
      .getByRole('button', { name: /as a PNG picture/ })
      .first()
      .click(),
  );
  const header = readImageHeader(new Uint8Array(readFileSync(file)));
  expect(header?.width).toBe(2 * (Math.ceil(box?.width ?? 0) + 32));
  expect(header?.height).toBeGreaterThan(2 * (box?.height ?? 0));
  const drawn = await drawnText(page);
  expect(drawn).toMatch(/^What the average says /);
  const claim = await chapter.locator('.figure-claim').first().textContent();
  expect(claim).toMatch(/\w/);
  expect(drawn).toContain(claim?.split(/\s+/).join(' ').trim());
  expect(drawn).toContain('How to read: ');
  expect(drawn).not.toContain('SVG');
  expect(drawn).toMatch(
    inOrder(
      /Fashion-MNIST, 90% removed in training: 6 dense against 6 compressed networks, 1,000 images, /,
      /shipped with the zoo: .* Lacuna \d+\.\d+\.\d+\.$/,
    ),
  );
});
