import { expect, headlineIs, openDetail, test } from './test';

const LONG_TAIL = 'fashion-mnist-long-tail';

test('another dataset in place of the first, in the address, and back by the browser', async ({ page }) => {
  const claim = page.locator('.headline-claim');
  // The rest of the sentence waits for the test against retraining.
  const cost = async () => (await claim.textContent())?.match(/costs [\d.]+ percentage points/)?.[0] ?? '';
  await page.goto('./?images=1000');
  await expect(claim).toContainText('Removing 90% of the weights costs');
  const balanced = await cost();
  await page.getByTestId('data').selectOption(LONG_TAIL);
  await expect(claim).not.toContainText(balanced);
  await expect(claim).toContainText('Removing 90% of the weights costs');
  await expect(page).toHaveURL(new RegExp(`data=${LONG_TAIL}`));
  await expect(page).toHaveURL(/images=1000/);
  await expect(page.getByRole('radio', { name: 'Trained narrow' })).toHaveCount(0);
  const tailed = await cost();
  await page.reload();
  await expect(claim).toContainText(tailed);
  await page.goBack();
  await expect(claim).toContainText(balanced);
  const data = page.getByTestId('data');
  await expect(data).toHaveValue('fashion-mnist');
  // Left as soon as it is open and chosen again: it is asked for again.
  await data.selectOption(LONG_TAIL);
  await expect(page.getByRole('radio', { name: 'Trained narrow' })).toHaveCount(0);
  await data.selectOption('fashion-mnist');
  await data.selectOption(LONG_TAIL);
  await expect(claim).toContainText(tailed);
  await expect(page.locator('.headline-stale')).toHaveCount(0);
  // Left while a choice is still to be written into the address: the address keeps the dataset.
  await data.selectOption('fashion-mnist');
  await expect(claim).toContainText(balanced);
  await data.evaluate(async (select: HTMLSelectElement, dataset) => {
    const frame = () => new Promise(requestAnimationFrame);
    const slider = document.querySelector<HTMLInputElement>('.experiment input[type="range"]');
    for (let step = 0; step < 3; step++) {
      slider!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
      await frame();
    }
    select.value = dataset;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  }, LONG_TAIL);
  await expect(page.getByRole('radio', { name: 'Trained narrow' })).toHaveCount(0);
  await expect(page.locator('.headline-stale')).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`data=${LONG_TAIL}`));
});

test('the long-tailed networks compute here as they were shipped', async ({ page }) => {
  await page.goto(`./?data=${LONG_TAIL}&images=500&members=4&device=wasm`);
  await headlineIs(page, 'shipped');
  await page.getByTestId('run').click();
  await headlineIs(page, 'done');
  const agreement = page.getByTestId('agreement');
  const differing = Number(await agreement.getAttribute('data-differing'));
  expect(differing / (2 * 4 * 500)).toBeLessThanOrEqual(0.0005);
});

test('narrow networks: shipped, computed beside dense ones of other shapes, their weights shown', async ({
  page,
}) => {
  await page.goto('./?images=500&members=5&device=wasm');
  await headlineIs(page, 'shipped');
  await page.getByRole('radio', { name: 'Trained narrow' }).check();
  await expect(page.getByTestId('headline')).toContainText('25% of the channels');
  await headlineIs(page, 'shipped');
  await page.getByTestId('width').selectOption('0.5');
  await expect(page.getByTestId('headline')).toContainText('50% of the channels');
  await expect(page).toHaveURL(/variant=narrow.*width=0.5/);
  await page.getByTestId('run').click();
  await headlineIs(page, 'done');
  await expect(page.getByTestId('headline')).toHaveAttribute('data-source', 'computed');
  expect(
    Number(await page.getByTestId('agreement').getAttribute('data-differing')) / (2 * 5 * 500),
  ).toBeLessThanOrEqual(0.0005);
  await page
    .getByRole('navigation', { name: 'Chapters' })
    .getByRole('button', { name: 'What was removed' })
    .click();
  await expect(page.getByText('a network with 50% of the channels has 24,080 weights')).toBeVisible();
});

test('pruned or trained small: the figure, its tables, and equal weights', async ({ page }) => {
  await page.goto('./');
  await headlineIs(page, 'shipped');
  const detail = await openDetail(page, 'Prune the big one, or train a small one?');
  await expect(detail.getByText(/^With the same weights \(about 9,460\)/)).toBeVisible();
  await detail.getByRole('button', { name: 'Table' }).click();
  const table = detail.getByRole('table', { name: /equal within 2%/ });
  await expect(table.getByRole('row')).toHaveCount(4);
  await expect(page).toHaveURL(/details=sizes/);
});

test('the long tail: rare classes on one dataset, none on the other', async ({ page }) => {
  await page.goto(`./?data=${LONG_TAIL}`);
  await headlineIs(page, 'shipped');
  const detail = await openDetail(page, 'The long tail');
  await expect(detail.getByText(/^The three classes with the fewest training images/)).toBeVisible();
  await detail.getByRole('button', { name: 'Table' }).click();
  await expect(detail.getByRole('row', { name: /^Trouser 60 / })).toHaveCount(1);
  await expect(detail.getByRole('row', { name: /^Tail/ })).toHaveCount(1);
  await page.getByTestId('data').selectOption('fashion-mnist');
  await expect(detail.getByText(/^Every class has 6,000 training images/)).toBeVisible();
  await expect(detail.getByRole('row', { name: /^Tail/ })).toHaveCount(0);
});
