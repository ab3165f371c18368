import { expect, headlineIs, test } from './test';

test('the map: a region drawn on it filters the gallery, keys go from image to image', async ({ page }) => {
  await page.goto('./?images=500&members=4&share=5&all=1&details=map');
  await headlineIs(page, 'shipped');
  const map = page.getByRole('application', { name: 'Map of the test images' });
  await map.scrollIntoViewIfNeeded();
  const cards = page.getByTestId('pie-card');
  await expect(cards).toHaveCount(25);
  const box = (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const corner = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...corner(0.02, 0.02));
  await page.mouse.down();
  for (const [x, y] of [
    [0.5, 0.02],
    [0.5, 0.98],
    [0.02, 0.98],
  ]) {
    await page.mouse.move(...corner(x, y), { steps: 4 });
  }
  await page.mouse.up();
  await expect(page).toHaveURL(/region=/);
  await expect(page.getByTestId('region')).toBeVisible();
  await expect.poll(() => cards.count()).toBeLessThan(25);
  await map.focus();
  await page.keyboard.press('ArrowRight');
  const said = page.locator('#map-said');
  await expect(said).toHaveText(/\d+, .+: /);
  const first = await said.textContent();
  await page.keyboard.press('ArrowDown');
  await expect(said).not.toHaveText(first ?? '');
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/region=/);
  await expect(cards).toHaveCount(25);
  await page.keyboard.press('d');
  await expect(page).toHaveURL(/region=/);
  await page.keyboard.press('Escape');
  await expect(page).not.toHaveURL(/region=/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/image=\d+/);
  await expect(page.locator('.inspector h3')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(map).toBeFocused();
});
