import { expect, headlineIs, test } from './test';

/** The smallest type on a slide, in pixels of the window. */
const smallestType = () =>
  Math.min(
    ...[...document.querySelectorAll<HTMLElement | SVGElement>('.stage *')]
      .filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
      )
      .filter(
        (element) => element.checkVisibility() && !element.closest('.visually-hidden, [aria-hidden="true"]'),
      )
      .map((element) => {
        const zoom = 'currentCSSZoom' in element ? Number(element.currentCSSZoom) : 1;
        return Number.parseFloat(getComputedStyle(element).fontSize) * zoom;
      }),
  );

test('chapters are slides: by clicker, in large type, with an answer computed live', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto('./?stage&device=wasm&images=500&members=2');
  await headlineIs(page, 'shipped');
  const stage = page.getByTestId('stage');
  await expect(stage).toHaveAttribute('data-place', '0');
  expect(await page.evaluate(smallestType)).toBeGreaterThanOrEqual(20);
  for (const [key, place] of [
    ['PageDown', '1'],
    ['ArrowRight', '2'],
    ['PageDown', '3'],
    ['End', '8'],
    ['Home', '0'],
    ['PageUp', '0'],
  ]) {
    await page.keyboard.press(key);
    await expect(stage).toHaveAttribute('data-place', place);
    if (place === '1' || place === '3') {
      await expect(stage.locator('.figure svg').first()).toBeVisible();
      expect(await page.evaluate(smallestType)).toBeGreaterThanOrEqual(20);
      const beyond = await stage.locator('.stage-slide').evaluate((it) => it.scrollHeight - it.clientHeight);
      expect(beyond).toBeLessThanOrEqual(1);
    }
  }
  await page.getByRole('button', { name: 'Prune live' }).click();
  await page.getByRole('radio', { name: 'Pruned here' }).check();
  await headlineIs(page, 'done');
  const slider = page.getByTestId('sparsity');
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(stage).toHaveAttribute('data-place', '0');
  await expect(page.getByTestId('headline')).toContainText('89%');
  await headlineIs(page, 'done');
  await page.keyboard.press('Escape');
  await expect(slider).toBeHidden();
  await page
    .getByRole('link', { name: /Open it\.$/ })
    .first()
    .click();
  await expect(stage).toHaveAttribute('data-slide', 'image');
  for (const strip of await stage.locator('.inspector-strip').all()) await expect(strip).toBeInViewport();
  await page.getByRole('button', { name: 'Stage' }).focus();
  await page.keyboard.press('Escape');
  await expect(stage).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Stage' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Stage' })).toHaveAttribute('aria-pressed', 'false');
});
