import { expect, headlineIs, pieCount, test } from './test';

test('sets two compressions side by side, linked, filtered and kept in the address', async ({ page }) => {
  await page.goto('./?images=2000&members=8');
  await headlineIs(page, 'shipped');
  await page.getByTestId('versus').selectOption({ label: '70% removed in training' });
  const beside = page.getByRole('region', { name: 'Two compressions, side by side' }).first();
  await expect(beside.getByRole('table', { name: /same dense population/i })).toBeVisible();
  const size = async (set: string) =>
    Number((await beside.locator(`[data-set=${set}]`).getAttribute('data-count')) ?? 0);
  const [only, both] = [await size('first'), await size('both')];
  expect(only + both).toBe(await pieCount(page));

  const figures = beside.getByRole('table', { name: /same dense population/i });
  await expect(figures.getByRole('row', { name: /^Beyond retraining/ })).toContainText(
    /[+−]\d+ \([+−]\d+ to [+−]\d+\)/,
  );
  await expect(
    figures
      .getByRole('row', { name: /^Top-1/ })
      .getByRole('cell')
      .last(),
  ).toHaveText(/^[+−]\d\.\d\d \([+−]\d\.\d\d to [+−]\d\.\d\d\) points$/);
  const furthest = beside.locator('.versus-classes button').first();
  await expect(furthest).toHaveAttribute('aria-label', /95% .* to .*, adjusted p [<=]/);
  await furthest.click();
  await expect(beside.getByRole('heading', { name: /recall minus accuracy of each network/ })).toBeVisible();

  const image = beside.locator('[data-set=both] button').first();
  const id = await image.getAttribute('data-is');
  await image.focus();
  const linked = page.locator(`[data-is="${id}"][data-lit]`);
  await expect(linked.first()).toBeVisible();
  await expect(page.locator('[data-testid=class-row][data-lit]')).toHaveCount(1);
  await page.getByTestId('class-row').first().hover();
  await expect(beside.locator('.versus-classes [data-lit]')).toHaveCount(1);

  await page.getByTestId('shared').getByRole('button', { name: /too/ }).click();
  await expect(page).toHaveURL(/shared=both/);
  for (const card of await page.getByTestId('pie-card').all()) {
    await expect(card).toHaveAttribute('data-is', /image:/);
  }
  await page.reload();
  await expect(beside.getByRole('table', { name: /same dense population/i })).toBeVisible();
  await expect(page.getByTestId('versus').locator('option:checked')).toHaveText('70% removed in training');
  await image.click();
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-image-id', (id ?? '').split(':')[1]);
});

test('sets what was computed here beside what was trained, and lists it among the levels', async ({
  page,
}) => {
  await page.goto('./?variant=quantised&format=int8&images=500&members=3&device=wasm');
  await headlineIs(page, 'done');
  await page.getByRole('radio', { name: 'Trained sparse' }).check();
  await headlineIs(page, 'shipped');
  await page.getByTestId('versus').selectOption({ label: 'int8 weights' });
  await expect(page.getByRole('columnheader', { name: 'int8 weights' }).first()).toBeVisible();
  await page.goto(page.url());
  await expect(page.getByText('int8 weights has not been computed in this session')).toBeVisible();
  await page.getByRole('button', { name: /Compute it/ }).click();
  await headlineIs(page, 'done');
  await expect(page.getByRole('table', { name: /same dense population/i })).toBeVisible();
});
