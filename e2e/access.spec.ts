import { violations } from './axe';
import { expect, headlineIs, test } from './test';

const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const theme of ['light', 'dark'] as const) {
  for (const [name, viewport] of Object.entries(sizes)) {
    test(`axe finds nothing: ${theme}, ${name}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.goto('./');
      await headlineIs(page, 'shipped');
      await expect(page.getByTestId('pie-card').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByTestId('pie-card').first().click();
      await expect(page.getByTestId('inspector')).toBeVisible();
      expect(await violations(page)).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await page.goto('./#/methods');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  }
}

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
  await tabTo('[name=variant]');
  await page.keyboard.press('ArrowRight');
  await headlineIs(page, 'done');
  await tabTo('[data-testid=sparsity]');
  await page.keyboard.press('Home');
  await expect(page.getByTestId('headline')).toContainText('0%');
  await headlineIs(page, 'done');
  await page.keyboard.press('End');
  await expect(page.getByTestId('headline')).toContainText('99%');
  await headlineIs(page, 'done');
  await tabTo('[data-testid=pie-card]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inspector')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('inspector')).toHaveCount(0);
});
