import { inEveryLook } from './axe';
import { expect, headlineIs, openChapter, test } from './test';

test('axe finds nothing beside a second compression, in open details, the inspector and the methods', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?images=1000&members=5&versus=variant%3Dnull&details=levels.sets');
  await headlineIs(page, 'shipped');
  await expect(page.getByRole('table', { name: /same dense population/i })).toBeVisible();
  await expect(page.getByRole('table', { name: /every population known here/i })).toBeVisible();
  await openChapter(page, 'Is it real?');
  await openChapter(page, 'The same images?');
  await inEveryLook(page);
  await page.getByTestId('pie-card').first().click();
  await expect(page.getByTestId('inspector')).toBeVisible();
  await inEveryLook(page, '[data-testid=inspector]');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).toBeHidden();
  await page.goto('./#/methods');
  await expect(page.getByRole('heading', { level: 1, name: 'Methods' })).toBeVisible();
  await inEveryLook(page);
});

test('the whole way by keyboard alone', async ({ page }) => {
  await page.goto('./?images=500&members=3&device=wasm');
  await headlineIs(page, 'shipped');
  const tabTo = async (selector: string) => {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((css) => document.activeElement?.matches(css), selector)) return;
    }
    throw new Error(`No way by Tab to ${selector}.`);
  };
  for (const link of ['Skip to the result', 'Skip to the experiment']) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: link })).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('slider', { name: 'Share of weights removed' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await headlineIs(page, 'done');
  await tabTo('[data-testid=sparsity]');
  await page.keyboard.press('Home');
  await expect(page.getByTestId('headline')).toContainText('0%');
  await headlineIs(page, 'done');
  await page.keyboard.press('End');
  await expect(page.getByTestId('headline')).toContainText('99%');
  await headlineIs(page, 'done');
  await tabTo('.headline-claim a.headline-forgotten');
  await page.keyboard.press('Enter');
  await tabTo('[data-testid=pie-card]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inspector')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).toHaveCount(0);
});
