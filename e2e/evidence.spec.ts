import { expect, headlineIs, openChapter, openDetail, test } from './test';

test('tells whether it is real, whether the images are the same, and how it stands beside the paper', async ({
  page,
}) => {
  await page.goto('./?images=2000&members=8');
  await headlineIs(page, 'shipped');
  const levels = await openDetail(page, 'Every level, beside the paper’s');
  const table = levels.getByRole('table', { name: /every population known here/i });
  await expect(table.getByRole('row')).toHaveCount(12);
  await expect(table.getByRole('row', { name: /Narrow, 50% of the channels, trained so/ })).toHaveCount(1);
  await expect(levels).toContainText('ResNet-50');
  await expect(levels).toContainText('version 2');
  await expect(page).toHaveURL(/details=levels/);
  const real = await openChapter(page, 'Is it real?');
  await expect(real).toContainText(/Half is 4 of 8 networks a side, drawn 200 times\./);
  const within = real.getByRole('spinbutton', { name: /^“No more than retraining” is said within/ });
  await expect(real).toContainText('images either way');
  await within.fill('5');
  await within.press('Enter');
  await expect(within).toBeFocused();
  await expect(page).toHaveURL(/margin=0\.05/);
  await expect(real).toContainText('images either way');
  const same = await openChapter(page, 'The same images?');
  await expect(same).toContainText(/images that are PIEs at some level/);
  const sets = await openDetail(page, 'Which sets share which images');
  await expect(sets).toContainText(/images are PIEs of at least one of 5 sets/);
  // A class is opened: its networks, tests and confusions, kept in the address.
  const pays = await openChapter(page, 'Who pays');
  await pays.locator('[data-testid=class-row][data-class="6"]').getByRole('button').first().click();
  await expect(page).toHaveURL(/row=6/);
  await expect(page.getByText('More often called')).toBeVisible();
  await pays.getByRole('button', { name: 'name', exact: true }).click();
  await expect(page).toHaveURL(/order=name/);
  await expect(page.getByTestId('class-row').first()).toHaveAttribute('data-class', '9');
  await page.reload();
  await expect(levels.getByRole('table').first()).toBeVisible();
  await expect(page.getByTestId('class-row').first()).toHaveAttribute('data-class', '9');
  await expect(page.getByText('More often called')).toBeVisible();
});

test('keeps what was computed here in the table, with its time, and among the sets', async ({ page }) => {
  await page.goto('./?variant=quantised&format=int8&images=500&members=3&device=wasm&details=levels.sets');
  await headlineIs(page, 'done');
  const table = page.getByRole('table', { name: /every population known here/i });
  await expect(table.getByRole('row', { name: /int8 weights/ })).toContainText('µs');
  const average = page.getByRole('region', { name: 'What the average says' });
  await expect(average).toContainText('Each dot is one network. With int8 weights, average accuracy');
  await expect(average.getByRole('img', { name: /^int8 weights: \d+\.\d%, \d+ images? change/ })).toHaveCount(
    1,
  );
  await expect(average).not.toContainText('removed in training, average accuracy');
  const same = await openChapter(page, 'The same images?');
  await expect(same.getByRole('region', { name: 'Which sets share which images' })).toContainText(
    /of at least one of 6 sets/,
  );
});

test('follows the slider in the weights before any run', async ({ page }) => {
  await page.goto('./?variant=pruned&sparsity=0.5&images=500&members=2&device=wasm');
  await headlineIs(page, 'done');
  const weights = await openChapter(page, 'What was removed');
  await expect(weights).toContainText('47,120 of 94,240');
  await page.getByTestId('sparsity').evaluate((slider: HTMLInputElement) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(slider, '0.9');
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await expect(weights).toContainText('84,816 of 94,240');
  await expect(page.getByTestId('headline')).toContainText('50% of the weights');
});
