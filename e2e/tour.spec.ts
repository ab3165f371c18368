import { expect, headlineIs, test } from './test';

test('the tour is offered, asks before it tells, and goes on where it was left', async ({ page }) => {
  await page.goto('./');
  await headlineIs(page, 'shipped');
  await page.getByRole('button', { name: 'Take the tour' }).click();
  const tour = page.getByTestId('tour');
  await expect(tour).toHaveAttribute('data-step', '1');
  await expect(tour.getByRole('heading')).toBeFocused();
  await expect(tour).toContainText(/is labelled .* \d of 8 networks say so/);
  const headline = page.getByTestId('headline');
  await expect(headline).toContainText('The tour asks in step 4.');
  await expect(headline).not.toContainText('of 2,000');
  await tour.getByRole('link', { name: 'Step 4: The images that change' }).click();
  await expect(page).toHaveURL(/[?&]tour=4/);
  await expect(tour.getByRole('heading')).toBeFocused();
  const content = page.locator('#content');
  await expect(content).toHaveAttribute('inert');
  await expect(tour).not.toContainText('PIEs');
  await tour.getByRole('spinbutton').fill('100');
  await tour.getByRole('button', { name: 'Guess' }).click();
  await expect(tour).toContainText('You said 100.');
  await expect(tour.getByRole('heading')).toBeFocused();
  await expect(tour).toContainText(/\d+ images? of 2,000/);
  await expect(content).not.toHaveAttribute('inert');
  await expect(headline).toContainText(/of 2,000 images change .* The tour asks in step 5\./);
  await page.reload();
  await expect(tour).toContainText('You said 100.');
  await page.goBack();
  await expect(tour).toHaveAttribute('data-step', '1');
  await page.goForward();
  await expect(tour).toHaveAttribute('data-step', '4');
  await tour.getByRole('button', { name: 'End' }).focus();
  await page.keyboard.press('Escape');
  await expect(tour).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Go on with the tour, step 4' })).toBeFocused();
  await page.goto('./?tour=6');
  await expect(tour).toHaveAttribute('data-step', '6');
  const payers = page.getByRole('heading', { name: 'Who pays' }).first();
  await expect(payers).toBeInViewport();
  // What arrives late above moves the page along, until the reader has scrolled.
  const arrives = (late: string) =>
    page.locator('.headline').evaluate(async (head, height) => {
      head.style.marginTop = height;
      // Growth is followed in the frame that lays it out: a scroll in that very frame is taken for its own.
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    }, late);
  await arrives('1500px');
  await expect(payers).toBeInViewport();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(payers).not.toBeInViewport();
  await arrives('0px');
  await expect(page.getByTestId('headline')).toBeInViewport();
});
