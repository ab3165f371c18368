import type { Page } from '@playwright/test';
import { expect, headlineIs, openChapter, test } from './test';

/** All that stands for one thing is marked, and nothing that stands for another of its kind. */
async function onlyLit(page: Page, is: string, least: number): Promise<void> {
  // Figures that are drawn meanwhile have more of it.
  await expect(async () => {
    const all = await page.locator(`[data-is="${is}"]`).count();
    expect(all).toBeGreaterThanOrEqual(least);
    expect(await page.locator(`[data-is="${is}"][data-lit]`).count()).toBe(all);
  }).toPass();
  const kind = is.split(':')[0];
  await expect(page.locator(`[data-is^="${kind}:"][data-lit]:not([data-is="${is}"])`)).toHaveCount(0);
}

test('a network lights up in levels, side by side, the inspector; a class in figures over levels', async ({
  page,
}) => {
  await page.goto('./?images=1000&members=5&details=curves.long-tail');
  await headlineIs(page, 'shipped');
  await page.getByTestId('versus').selectOption({ label: '70% removed in training' });
  const beside = page.getByRole('region', { name: 'Two compressions, side by side' }).first();
  await expect(beside.locator('[data-is^="member:"]')).toHaveCount(15);
  const row = page.getByTestId('class-row').first();
  await row.getByRole('button').first().click();
  const dot = row.locator('[data-is="member:compressed/2"]');
  await page.getByTestId('pie-card').first().click();
  await expect(page.getByTestId('inspector').locator('[data-is="member:compressed/2"]')).toHaveCount(1);
  await dot.scrollIntoViewIfNeeded();
  await dot.hover();
  await onlyLit(page, 'member:compressed/2', 4);
  await expect(beside.locator('[data-lit]')).toHaveCount(1);
  await page.getByTestId('inspector').locator('[data-is="member:dense/4"]').hover();
  await onlyLit(page, 'member:dense/4', 4);
  await beside.locator('[data-is="member:second/1"]').hover();
  await onlyLit(page, 'member:second/1', 2);

  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).toHaveCount(0);
  const chapter = await openChapter(page, 'Who pays');
  const card = chapter.getByTestId('curve-card').first();
  await expect(card).toBeVisible();
  await expect(chapter.getByRole('img', { name: /^Share of the PIEs/ })).toBeVisible();
  const label = await card.getAttribute('data-is');
  await card.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await page.mouse.move(4, 450);
  await expect(chapter.locator(`[data-testid=class-row][data-is="${label}"]`)).toHaveAttribute(
    'data-lit',
    '',
  );
  await expect(chapter.locator(`svg g[data-is="${label}"][data-lit]`)).not.toHaveCount(0);
  await expect(chapter.locator('[data-testid=curve-card][data-lit]')).toHaveCount(1);
});

const names = ['cat', 'dog', 'owl'];
const csv = (says: (network: number, image: number) => string) =>
  [
    'image_id,model_id,prediction,label',
    ...Array.from({ length: 180 }, (_, at) => {
      const [network, image] = [Math.floor(at / 60), at % 60];
      return `img-${image},net-${network},${says(network, image)},${names[image % 3]}`;
    }),
  ].join('\n');
const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('what was imported is linked too: images, classes and networks', async ({ page }) => {
  await page.goto('./#/yours');
  const dense = csv((_, image) => names[image % 3]);
  const pruned = csv((network, image) => names[(image % 10 === 0 && network > 0 ? image + 1 : image) % 3]);
  await page
    .getByTestId('choose-files')
    .setInputFiles([file('dense.csv', dense), file('pruned.csv', pruned)]);
  await page.getByTestId('read-files').click();
  await page.getByTestId('make-import').click();
  await expect(page.getByTestId('headline')).toHaveAttribute('data-source', 'imported');
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  const card = page.getByTestId('pie-card').first();
  await card.focus();
  await page.keyboard.press('Enter');
  const inspector = page.getByTestId('inspector');
  await expect(inspector).toBeVisible();
  await card.hover();
  await expect(page.locator(`[data-is="${await card.getAttribute('data-is')}"][data-lit]`)).toHaveCount(2);
  const label = await card.getAttribute('data-of');
  const row = page.locator(`[data-testid=class-row][data-is="${label}"]`);
  await expect(row).toHaveAttribute('data-lit', '');
  await row.getByRole('button').first().click();
  const dot = row.locator('[data-is="member:compressed/1"]');
  await inspector.locator('[data-is="member:compressed/1"]').hover();
  await expect(dot).toHaveAttribute('data-lit', '');
  await onlyLit(page, 'member:compressed/1', 2);
});
