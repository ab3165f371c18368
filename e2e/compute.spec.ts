import type { Page } from '@playwright/test';
import { SHIPPED } from './ports';
import { chaptersFollow, expect, headlineIs, pieCount, test } from './test';

test('computes the shipped experiment here and agrees with it', async ({ page }) => {
  await page.goto('./?images=500&members=8&device=wasm');
  await headlineIs(page, 'shipped');
  const shipped = await pieCount(page);
  await page.getByTestId('run').click();
  await expect(page.getByTestId('progress')).toBeVisible();
  await headlineIs(page, 'done');
  const headline = page.getByTestId('headline');
  await expect(headline).toHaveAttribute('data-source', 'computed');
  await expect(headline).toHaveAttribute('data-device', 'wasm');
  await expect(page.getByTestId('progress')).toHaveCount(0);
  const agreement = page.getByTestId('agreement');
  const differing = Number(await agreement.getAttribute('data-differing'));
  const compared = Number(await agreement.getAttribute('data-compared'));
  expect(compared).toBe(2 * 8 * 500);
  expect(differing / compared).toBeLessThanOrEqual(0.0005);
  expect(Math.abs((await pieCount(page)) - shipped)).toBeLessThanOrEqual(2);
});

test('prunes here, at once and when the slider rests; goes back to the nearest trained level', async ({
  page,
}) => {
  await page.goto('./?variant=pruned&sparsity=0.5&images=500&members=5&device=wasm');
  await headlineIs(page, 'done');
  await expect(page.getByTestId('headline')).toContainText('Removing 50% of the weights');
  const gentle = await pieCount(page);
  await page.getByTestId('sparsity').fill('0.95');
  await expect(page.getByTestId('headline')).toContainText('Removing 95% of the weights');
  await headlineIs(page, 'done');
  expect(await pieCount(page)).toBeGreaterThan(gentle);
  await expect(page).toHaveURL(/sparsity=0.95/);
  await page.getByRole('radio', { name: 'Trained sparse' }).check();
  await headlineIs(page, 'shipped');
  await expect(page.getByTestId('headline')).toContainText('Removing 90% of the weights');
});

test('cancels at any moment, keeps what is finished, and runs again', async ({ page }) => {
  await page.goto(`${SHIPPED}?images=5000&members=10&device=wasm`);
  await headlineIs(page, 'shipped');
  await page.getByTestId('run').click();
  await headlineIs(page, 'partial');
  await page.getByTestId('cancel').click();
  await headlineIs(page, 'cancelled');
  await expect(page.getByTestId('headline')).toContainText('Stopped at');
  await expect(page.getByTestId('pie-card').first()).toBeVisible();
  await page.getByTestId('images').selectOption('500');
  await page.getByTestId('members').fill('3');
  await page.getByTestId('members').press('Tab');
  await headlineIs(page, 'shipped');
  await page.getByTestId('run').click();
  await headlineIs(page, 'done');
});

test('sweeps pruned-here levels into the curve, and stops on demand', async ({ page }) => {
  await page.goto('./?images=200&members=2&device=wasm');
  await headlineIs(page, 'shipped');
  await page.getByTestId('sweep').click();
  await page.getByTestId('sweep-stop').click();
  await expect(page.getByTestId('sweep')).toBeVisible();
  await headlineIs(page, 'shipped');
  await page.getByTestId('sweep').click();
  await expect(page.getByTestId('sweep-stop')).toBeVisible();
  await expect(page.getByTestId('sweep')).toBeVisible({ timeout: 90_000 });
  await page.getByRole('button', { name: 'Table' }).first().click();
  const table = page.getByRole('table', { name: /every level/i });
  await expect(table.getByRole('row', { name: /95% removed here/ })).toHaveCount(1);
  await expect(table.getByRole('row', { name: /removed here/ })).toHaveCount(12);
});

/** Images on screen with what the networks pruned here say of them. */
async function prunedAnswers(page: Page, device: string) {
  await headlineIs(page, 'done');
  await expect(page.getByTestId('headline')).toHaveAttribute('data-device', device);
  await chaptersFollow(page);
  const cards = await page.getByTestId('pie-card').all();
  return Promise.all(
    cards.map(async (card) => [
      await card.getAttribute('data-image-id'),
      await card.getAttribute('data-compressed'),
    ]),
  );
}

for (const device of ['webgpu', 'tensorflow']) {
  test(`${device} agrees with the shipped answers, and prunes the same networks as wasm`, {
    tag: '@webgpu',
  }, async ({ page }) => {
    await page.goto(`./?recalibrate=0&images=40&members=2&device=${device}`);
    await headlineIs(page, 'shipped');
    await page.getByTestId('run').click();
    await headlineIs(page, 'done');
    await expect(page.getByTestId('headline')).toHaveAttribute('data-device', device);
    await expect(page.getByTestId('agreement')).toHaveAttribute('data-compared', '160');
    await expect(page.getByTestId('agreement')).toHaveAttribute('data-differing', '0');
    const claim = page.locator('.headline-claim');
    const trained = (await claim.textContent()) ?? '';
    await page.getByRole('radio', { name: 'Pruned here' }).check();
    await expect(page).toHaveURL(/variant=pruned/);
    await expect(claim).not.toHaveText(trained);
    const here = await prunedAnswers(page, device);
    expect(here.length).toBeGreaterThan(0);
    await page.goto('./?variant=pruned&sparsity=0.9&recalibrate=0&images=40&members=2&device=wasm');
    expect(await prunedAnswers(page, 'wasm')).toEqual(here);
  });
}
