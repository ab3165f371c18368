import { test as base, expect, type Page } from '@playwright/test';
import { headlineIs } from './test';

const failure = (page: Page) => page.getByTestId('failure');

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
    // The first request after it is back may still find nobody.
    await expect(async () => {
      await page.getByRole('button', { name: 'Try again' }).click({ timeout: 5000 });
      await expect(page.getByRole('heading', { name: 'Bring your own networks' })).toBeVisible({
        timeout: 5000,
      });
    }).toPass();
    await page.evaluate(() => {
      location.hash = '#/methods';
    });
    const methods = page.getByRole('heading', { level: 1, name: 'Methods' });
    if (await failure(page).isVisible()) await page.getByRole('button', { name: 'Try again' }).click();
    await expect(methods).toBeVisible();
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
