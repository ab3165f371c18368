import { inEveryLook } from './axe';
import { expect, headlineIs, test } from './test';

test('every class over all levels: cards, split, whether the weak got weaker; axe finds nothing', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./?images=2000&members=8&details=curves.groups');
  await headlineIs(page, 'shipped');
  const curves = page.getByRole('region', { name: 'Every class over all levels' });
  await expect(curves).toContainText(/At 90%, \w+ class(es)? falls? behind the model/);
  await expect(curves).toContainText(/flagged, where chance alone would flag 0\.\d\d and retraining flags/);
  await expect(curves.getByTestId('curve-card')).toHaveCount(10);
  const split = curves.getByRole('table', { name: /Classes that lose more than the model/ });
  await expect(split.getByRole('row')).toHaveCount(6);
  await curves.locator('[data-testid=curve-card][data-class="6"]').focus();
  await expect(curves.getByRole('status')).toContainText(/^Shirt at 90%: .* points beyond the model/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/row=6/);
  await curves.getByText('Does compression deepen what was already weak?').click();
  await expect(curves).toContainText(/n = 10 classes/);
  await curves.getByText('Classes whose curves move together').click();
  await expect(curves).toContainText(/With four levels this is worth little/);
  await expect(page.getByTestId('group-row').first()).toBeVisible();
  await inEveryLook(page, '[data-detail]');
});

test('groups of images: two attributes, one class against the rest, kept in the address', async ({
  page,
}) => {
  await page.goto('./?images=2000&members=8&details=groups');
  await headlineIs(page, 'shipped');
  const groups = page.getByRole('region', { name: 'Groups of images' });
  await expect(groups.getByTestId('group-row')).toHaveCount(4);
  await expect(groups).toContainText(
    'By brightness, no tested group’s error rate rises measurably more than the model’s, after allowing ' +
      'for 4 tests. None of 4 groups is flagged',
  );
  await groups.getByLabel('Group by').selectOption('class');
  await expect(groups.getByTestId('group-row')).toHaveCount(10);
  await expect(groups).toContainText(/By class, “.*” pays most[^“]*\. Its error rate rises by/);
  const shirt = groups
    .getByTestId('group-row')
    .filter({ hasText: 'Shirt' })
    .filter({ hasNotText: 'T-shirt' });
  const change = Number(await shirt.getAttribute('data-normalised'));
  const impact = page.locator('[data-testid=class-row][data-class="6"]');
  expect(change).toBeCloseTo(-Number(await impact.getAttribute('data-normalised')), 9);
  await groups.getByLabel('and by').selectOption('contrast');
  await expect(groups).toContainText(/By class and contrast/);
  await groups.getByLabel('One class against the rest').selectOption('6');
  await groups.getByRole('button', { name: 'False positives' }).click();
  await expect(groups).toContainText('images of other classes called Shirt');
  await expect(page).toHaveURL(/group=class&group=contrast&target=6&rate=falsePositive/);
  await page.reload();
  await expect(groups).toContainText('images of other classes called Shirt');
  await groups.getByRole('button', { name: 'Table' }).click();
  await expect(groups.getByRole('table', { name: /comparisons/ })).toBeVisible();
});
