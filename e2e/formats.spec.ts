import { expect, headlineIs, openChapter, pieCount, test } from './test';

test('keeps weights in int8: few answers change, and both counts are told', async ({ page }) => {
  await page.goto('./?images=200&members=10&device=wasm');
  await headlineIs(page, 'shipped');
  await page.getByRole('radio', { name: 'Quantised here' }).check();
  await headlineIs(page, 'done');
  const headline = page.getByTestId('headline');
  await expect(headline).toContainText('Keeping weights in one byte instead of four');
  await headline.getByRole('button', { name: 'details' }).click();
  await expect(headline).toContainText(/Answers that change within one network: [0-9.]+%/);
  await expect(page).toHaveURL(/variant=quantised/);
  const int8 = await pieCount(page);
  expect(int8).toBeLessThan(10);
  await page.getByTestId('format').selectOption('fixed');
  await expect(headline).toContainText('Keeping weights and activations in one byte');
  await headlineIs(page, 'done');
  expect(await pieCount(page)).toBeLessThan(10);
  await expect(page).toHaveURL(/format=fixed/);
  await page.reload();
  await headlineIs(page, 'done');
  await expect(headline).toContainText('Keeping weights and activations in one byte');
});

test('removes whole channels, and 2 of every 4 weights', async ({ page }) => {
  await page.goto('./?variant=pruned&method=channels&sparsity=0.5&images=200&members=5&device=wasm');
  await headlineIs(page, 'done');
  await expect(page.getByTestId('headline')).toContainText("Removing 50% of every layer's channels");
  expect(await pieCount(page)).toBeGreaterThan(0);
  const weights = await openChapter(page, 'What was removed');
  await expect(weights).toContainText('70,160 of 94,240');
  await expect(weights).toContainText('Stored compact');
  await page.evaluate(() => scrollTo(0, 0));
  await page.getByRole('button', { name: 'Options', exact: true }).click();
  await page.getByTestId('method').selectOption('2:4');
  await expect(page.getByTestId('headline')).toContainText('Removing 2 of every 4 weights');
  await headlineIs(page, 'done');
  await expect(weights).toContainText('2 bits for its place');
  await expect(page.getByTestId('sparsity')).toHaveCount(0);
});
