import { expect, headlineIs, pieCount, test } from './test';

test('filters by class and outcome, opens an image, steps by keyboard', async ({ page }) => {
  await page.goto('./?class=6&outcome=forgotten');
  await headlineIs(page, 'shipped');
  const cards = page.getByTestId('pie-card');
  await expect(cards.first()).toBeVisible();
  for (const card of await cards.all()) {
    await expect(card).toHaveAttribute('data-label', '6');
    await expect(card).toHaveAttribute('data-dense', '6');
  }
  await cards.first().click();
  const inspector = page.getByTestId('inspector');
  await expect(inspector).toBeVisible();
  const first = await inspector.getAttribute('data-image-id');
  await expect(page).toHaveURL(new RegExp(`image=${first}\\b`));
  await page.keyboard.press('j');
  await expect(inspector).not.toHaveAttribute('data-image-id', first ?? '');
  await page.keyboard.press('k');
  await expect(inspector).toHaveAttribute('data-image-id', first ?? '');
  await page.keyboard.press('Escape');
  await expect(inspector).toHaveCount(0);
});

test('lays out a few rows, all on demand, and reopens from its address with the same on screen', async ({
  page,
}) => {
  await page.goto('./?sparsity=0.7&images=2000&members=7&ties=smallest&sort=id');
  await headlineIs(page, 'shipped');
  const cards = page.getByTestId('pie-card');
  await expect(cards.first()).toBeVisible();
  expect(await cards.count()).toBeLessThan(40);
  const place = async () => (await page.getByRole('region', { name: 'Is it real?' }).boundingBox())?.y ?? 0;
  const more = page.getByTestId('show-all');
  await expect(more).toHaveText(`Show all ${await pieCount(page)}`);
  await more.scrollIntoViewIfNeeded();
  const few = await place();
  await more.click();
  await expect(page).toHaveURL(/all=1/);
  await expect(more).toHaveText('Show only the first rows');
  await expect.poll(place).toBeGreaterThan(few + 100);
  await cards.nth(3).click();
  await expect(page.getByTestId('inspector')).toBeVisible();
  // The address is written up to 150 ms after a choice.
  await expect(page).toHaveURL(/image=/);
  const sentence = page.getByTestId('headline').locator('p').first();
  // What retraining alone changes is said last, once its test has run.
  await expect(sentence).toContainText('not distinguishable from what retraining alone changes');
  const before = {
    url: page.url(),
    headline: (await sentence.textContent()) ?? '',
    image: await page.getByTestId('inspector').getAttribute('data-image-id'),
    pies: await pieCount(page),
  };
  await page.reload();
  await headlineIs(page, 'shipped');
  await expect(page.getByTestId('inspector')).toHaveAttribute('data-image-id', before.image ?? '');
  expect(page.url()).toBe(before.url);
  await expect(sentence).toHaveText(before.headline);
  expect(await pieCount(page)).toBe(before.pies);
  await page.keyboard.press('Escape');
  await expect(more).toHaveText('Show only the first rows');
  await more.click();
  await expect(page).not.toHaveURL(/all=1/);
});

test('drawn behind another page it moves nothing there, and is there when turned to', async ({ page }) => {
  await page.goto('./#/methods/imports');
  const title = page.getByRole('heading', { name: 'Your own predictions and networks' });
  await expect(page.getByTestId('pie-count')).toBeAttached();
  const top = () => title.evaluate((element) => Math.round(element.getBoundingClientRect().top));
  await expect.poll(top).toBeLessThan(150);
  await page.getByRole('link', { name: 'Explore', exact: true }).click();
  await expect(page.getByTestId('pie-card').first()).toBeAttached();
});

test('says what was wrong with a link and shows the rest', async ({ page }) => {
  await page.goto('./?data=mnist&members=abc&image=99999999&row=77&chapter=99&sort=%3Cscript%3E');
  await headlineIs(page, 'shipped');
  await expect(page.getByText('The link says data=mnist; expected')).toBeVisible();
  await expect(page.getByTestId('data')).toHaveValue('fashion-mnist');
  await expect(page.getByText('The link says members=abc; expected a whole number')).toBeVisible();
  for (const said of ['image=99999999', 'row=77', 'chapter=99', 'sort=<script>']) {
    await expect(page.getByText(`The link says ${said}; expected`)).toBeVisible();
  }
  await expect(page).not.toHaveURL(/row=|chapter=/);
  // A word of the sentence leads to its chapter and takes the focus there; Back returns to the sentence.
  await page
    .locator('.headline-claim')
    .getByRole('link', { name: /images$/ })
    .click();
  await expect(page).toHaveURL(/chapter=4/);
  await expect(page.locator('#chapter-4')).toBeFocused();
  await expect(page.locator('.headline-claim')).not.toBeInViewport();
  // Drawn once the reader is near: Back before that leaves nothing to draw.
  await expect(page.getByTestId('pie-card').first()).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/chapter=/);
  await expect(page.locator('.headline-claim')).toBeInViewport();
});
