import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { violations } from './axe';
import { expect, headlineIs, openDetail, pieCount, test } from './test';

/** Takes a file out of the dialog, and gives its path. */
async function take(page: Page, label: string): Promise<string> {
  await page.getByRole('button', { name: 'Take it away' }).click();
  const dialog: Locator = page.getByRole('dialog', { name: 'Take it away' });
  await expect(dialog.getByRole('status')).toHaveText('');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: label, exact: true }).click(),
  ]);
  const path = join(tmpdir(), `lacuna-bundles-${download.suggestedFilename()}`);
  await download.saveAs(path);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  return path;
}

test('a bundle taken out of the explorer opens as the same session, and is taken away again', async ({
  page,
}) => {
  await page.goto('./?images=200&members=3&outcome=forgotten&row=6&details=indices');
  await headlineIs(page, 'shipped');
  const pies = await pieCount(page);
  const zip = await take(page, 'Zip with images, Bundle');

  await page.goto('./#/yours');
  await expect(page.getByTestId('storage')).toBeVisible();
  const own = new URL(page.url()).origin;
  const asked: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    const isOwn = origin === own && /^\/((assets|zoo)\/|icon\.svg$)/.test(pathname);
    if (!isOwn && !/^(blob|data):/.test(request.url())) asked.push(request.url());
  });
  await page.getByTestId('choose-files').setInputFiles(zip);
  const offer = page.getByTestId('bundle-offer');
  await expect(offer).toContainText('3 dense, 3 compressed');
  await expect(offer).toContainText('images.npz');
  await expect(page.getByTestId('kept-imports')).toContainText('Nothing yet');
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('open-bundle').click();

  await expect(page.getByTestId('headline')).toHaveAttribute('data-source', 'imported');
  await expect(page.getByTestId('bundle-agreement')).toHaveText(
    /those that came with the bundle: .* all equal\.$/,
  );
  // A bundle never causes a request: the page reads its own parts and its zoo.
  expect(asked).toEqual([]);
  await expect(page).toHaveURL(/#\/yours\?import=\w+&outcome=forgotten&row=6&details=indices$/);
  const told = await openDetail(page, 'Every level, as the bundle says');
  await expect(told.getByRole('table', { name: /^As the bundle says, not computed here/ })).toContainText(
    '70% removed in training',
  );
  await told.locator('summary').first().click();
  await expect(page.getByRole('link', { name: 'Explore it with the networks' })).toHaveAttribute(
    'href',
    /^\?.*data=fashion-mnist.*#\/$/,
  );
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  expect(await pieCount(page)).toBe(pies);
  expect(await violations(page, '.headline, header')).toEqual([]);

  await page.getByTestId('ties').selectOption('smallest');
  await expect(page).toHaveURL(/ties=smallest/);
  await page.reload();
  await expect(page.getByTestId('ties')).toHaveValue('smallest');
  await page.getByTestId('ties').selectOption('largest');
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  await expect(page.getByTestId('pie-count')).toHaveAttribute('data-value', String(pies));

  const list = readFileSync(await take(page, 'CSV, PIEs'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(list.length).toBe(pies + 1);
  await page.getByRole('link', { name: 'Your predictions' }).click();
  const kept = page.getByTestId('kept-import');
  await kept.getByRole('button', { name: 'Delete' }).press('Enter');
  await kept.getByRole('button', { name: 'Delete it for good' }).press('Enter');
  await expect(page.getByTestId('kept-imports')).toContainText('Nothing yet');
});
