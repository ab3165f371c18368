import { test as base, expect, type Page } from '@playwright/test';
import { headlineIs } from './test';

const failure = (page: Page) => page.getByTestId('failure');

/** A page opens, at the latest when it is tried again: the first request may still find nobody. */
async function opens(page: Page, heading: string): Promise<void> {
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(async () => {
    if (await again.isVisible()) await again.click({ timeout: 5000 });
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible({ timeout: 5000 });
  }).toPass();
}

base(
  'where the server is gone, pages say so, and open once it is back, styles and all',
  async ({ page, context }) => {
    await page.goto('./?images=200&members=2#/judge');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Judge');
    await context.setOffline(true);
    for (const [name, address] of [
      ['Methods', '#/methods'],
      ['Yours', '#/yours'],
      ['Your networks', '#/yours/networks'],
    ]) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, address);
      await expect(failure(page)).toContainText(`"${name}" could not be loaded: the server does not answer.`);
      await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(failure(page)).toContainText('the server does not answer');
    }
    await context.setOffline(false);
    await opens(page, 'Bring your own networks');
    await page.evaluate(() => {
      location.hash = '#/methods';
    });
    await opens(page, 'Methods');
    const styled = await page.evaluate(() =>
      [...document.styleSheets].some((sheet) => /Methods-[\w-]+\.css$/.test(sheet.href ?? '')),
    );
    expect(styled).toBe(true);
  },
);

base(
  'one figure that cannot be loaded leaves the others, and a new deployment is offered',
  async ({ page }) => {
    await page.route('**/assets/CurvesOfClasses-*', (route) => route.fulfill({ status: 404, body: 'gone' }));
    await page.route('**/version.json', (route) => route.fulfill({ json: { build: 'another' } }));
    await page.goto('./?images=200&members=2&details=curves');
    await headlineIs(page, 'shipped');
    await expect(failure(page)).toContainText('the server has a newer version of this page');
    await expect(page.getByTestId('new-version')).toContainText('A new version of this page is there.');
    await expect(page.getByTestId('pie-card').first()).toBeVisible();
    await page.unroute('**/assets/CurvesOfClasses-*');
    await page.unroute('**/version.json');
    const address = page.url();
    await failure(page).getByRole('button', { name: 'Open the new version' }).click();
    await headlineIs(page, 'shipped');
    await expect(page.locator('[data-detail="curves"] .figure').first()).toBeVisible();
    expect(page.url()).toBe(address);
    await expect(page.getByTestId('new-version')).toBeEmpty();
  },
);
