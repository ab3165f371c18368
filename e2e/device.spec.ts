import { inEveryLook } from './axe';
import { expect, headlineIs, test } from './test';

test('says which device computes and why, takes another, measures this machine, and gives away what it has', {
  tag: '@webgpu',
}, async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?images=500&members=2');
  await headlineIs(page, 'shipped');
  const badge = page.getByTestId('device');
  await badge.focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Device' });
  await expect(panel).toBeVisible();
  await expect(badge).toHaveAttribute('aria-expanded', 'true');
  await expect(panel.getByTestId('device-claim')).toContainText(/WebAssembly · \d+ cores? computes here: /);
  await expect(panel.getByRole('radio')).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(badge).toHaveAttribute('aria-expanded', 'false');
  await expect(badge).toBeFocused();

  await badge.click();
  await panel.getByRole('radio', { name: /SwiftShader/ }).check();
  await expect(page).toHaveURL(/device=webgpu/);
  await expect(badge).toHaveAttribute('data-device', 'webgpu');
  await expect(panel).toContainText('because chosen by you');
  await expect(panel.getByTestId('device-tiles')).toContainText(
    /\d images x \d+ channels a thread, 8 threads per workgroup/,
  );
  await panel.getByRole('radio', { name: /The fastest here/ }).check();
  await expect(page).not.toHaveURL(/device=/);
  await expect(badge).toHaveAttribute('data-device', 'wasm');

  await panel.getByTestId('device-measure').click();
  await expect(panel.getByTestId('progress')).toBeVisible();
  const wasm = panel.locator('[data-testid=device-measured][data-device=wasm]');
  await expect(wasm).toContainText(/All [\d,]+ labels agree with those that came with the networks\./, {
    timeout: 60_000,
  });
  await expect(wasm).toContainText('90% removed');
  // On a slow machine the rest is left out, and there is nothing more to stop.
  const cancel = panel.getByTestId('device-cancel');
  if (await cancel.isVisible()) await cancel.click({ timeout: 2000 }).catch(() => {});
  await expect(panel.getByTestId('device-measure')).toBeVisible({ timeout: 60_000 });
  await expect(badge).toContainText('images/s');
  await expect(wasm).toContainText('90% removed');
  await expect(panel.getByTestId('device-claim')).toContainText(
    /90% of the weights gone run [\d.]+ times as fast/,
  );
  await wasm.getByText('Table').click();
  await expect(wasm.getByRole('row')).toHaveCount(5);
  await panel.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(panel.getByRole('button', { name: 'Copied' })).toBeVisible();
  const figures = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(figures.cores).toBeGreaterThan(0);
  expect(figures.adapter).toContain('SwiftShader');
  expect(figures.devices[0].levels.map(({ removed }: { removed: number }) => removed)).toEqual([
    0, 0.5, 0.7, 0.9,
  ]);
  await inEveryLook(page, '[role=dialog], dialog[open]');
  expect(await panel.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
  await page.keyboard.press('Escape');
  await page.getByTestId('run').click();
  await headlineIs(page, 'done');
});
