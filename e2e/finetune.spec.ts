import { expect, headlineIs, openChapter, openDetail, test } from './test';

test('fine-tunes after pruning: curves of every network, and what it gave back', async ({ page }) => {
  await page.goto('./?variant=pruned&images=500&members=2&device=wasm');
  await headlineIs(page, 'done');
  await page.getByRole('button', { name: 'Options', exact: true }).click();
  await page.getByTestId('finetune').selectOption('1');
  const learning = page.getByTestId('learning');
  await expect(learning).toHaveAttribute('data-finished', '4', { timeout: 90_000 });
  await headlineIs(page, 'done');
  const headline = page.getByTestId('headline');
  await expect(headline).toContainText('Removing 90% of the weights, then fine-tuning for 1 epoch, costs');
  await expect(headline).toContainText(/Fine-tuning gave back [0-9.]+ (of the [0-9.]+ )?percentage points/);
  await expect(headline).toContainText(
    /Of the [0-9,]+ images that pruning alone changed, [0-9,]+ stays? changed/,
  );
  await expect(page).toHaveURL(/finetune=1/);
  await openChapter(page, 'What the average says');
  const levels = await openDetail(page, 'Every level, beside the paper’s');
  await expect(levels).toContainText('90% removed here');
  await expect(levels).toContainText('90% removed, fine-tuned here, 1 epoch');
  // What was made here has long names, among them in fields.
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
});
