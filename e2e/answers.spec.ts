import { violations } from './axe';
import { expect, headlineIs, openChapter, openDetail, test } from './test';

test('what predicts a PIE, calibration and single numbers, from the shipped answers', async ({ page }) => {
  await page.goto('./?variant=sparse&sparsity=0.9&images=2000&members=8');
  await headlineIs(page, 'shipped');
  await openChapter(page, 'Why these?');
  const predictors = await openDetail(page, 'What predicts a PIE?');
  await expect(predictors).toContainText(/a PIE comes before an image that is no PIE in \d+\.\d% of pairs/);
  await predictors.getByRole('radio', { name: /mean probability of the answer/ }).check();
  await predictors.getByRole('button', { name: 'Table' }).click();
  await expect(predictors.getByRole('table', { name: /ROC curve/ }).getByRole('row')).toHaveCount(5);
  const trusted = await openDetail(page, 'Can their confidence be trusted?');
  await expect(trusted).toContainText(/On PIEs the dense ones give their answers a probability of \d+%/);
  await trusted.getByRole('button', { name: 'Table' }).click();
  await trusted.getByRole('radio', { name: 'of equally many answers' }).check();
  const bins = trusted.getByRole('table', { name: /dense networks in bins of equally many/ });
  await expect(bins.getByRole('row')).toHaveCount(16);
  await openChapter(page, 'Is it real?');
  const numbers = await openDetail(page, 'In single numbers');
  await expect(numbers).toContainText(/A dense and a compressed network differ on \d+\.\d\d% of the images/);
  await expect(numbers.getByRole('table').getByRole('row')).toHaveCount(7);
  await expect(page).toHaveURL(/details=predictors\.calibration\.indices/);
  expect(await violations(page, '[data-detail]')).toEqual([]);
});

test('single numbers and calibration of networks pruned here', async ({ page }) => {
  await page.goto('./?variant=pruned&sparsity=0.9&images=500&members=3&device=wasm');
  await headlineIs(page, 'done');
  await openChapter(page, 'Is it real?');
  const numbers = await openDetail(page, 'In single numbers');
  await expect(numbers).toContainText(/Compression changes \d+\.\d\d% of a network’s own answers/);
  await openChapter(page, 'Why these?');
  const trusted = await openDetail(page, 'Can their confidence be trusted?');
  await expect(trusted).toContainText(/The dense networks are .*confident/);
});
