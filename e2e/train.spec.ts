import { inEveryLook } from './axe';
import { expect, test } from './test';

test('two populations of a small training by keyboard: closed in the middle, gone on with, explored', async ({
  page,
}) => {
  await page.goto('./#/train');
  await page.getByRole('radio', { name: /^Fashion-MNIST: / }).focus();
  await page.getByRole('checkbox', { name: /^retrained/ }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel(/^Sparse, percent/).fill('50');
  await page.getByRole('spinbutton', { name: 'Networks a population' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Training images' }).fill('448');
  await page.getByText('Batch, learning rate').click();
  await page.getByLabel('Images a step (batch)').fill('64');
  await page.getByLabel('Highest learning rate').fill('0.1');
  await expect(page.getByTestId('train-estimate')).toContainText(/About .+ on this machine/);
  await inEveryLook(page);
  await page.getByTestId('train-begin').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/train\?run=[a-z0-9]+$/);
  await expect(page.getByTestId('training')).toContainText(/[1-3] of 4 networks finished/);
  await page.reload();
  await expect(page.getByTestId('training')).toContainText(/[1-4] of 4 networks finished/);
  await expect(page.getByTestId('train-ended')).toContainText('Done: 4 of 4 networks finished.');
  await page.getByRole('button', { name: 'Table' }).click();
  await expect(page.getByRole('row', { name: /sparse-50\/5000/ })).toContainText('2 of 2');
  await page.getByRole('button', { name: 'Train something else' }).click();
  await expect(page.getByTestId('train-begin')).toBeVisible();
  await page.goto('./#/yours');
  await expect(page.getByTestId('kept-network')).toContainText('2 dense + 2 at 50% networks');
  await page.getByTestId('kept-network').getByRole('link').click();
  await expect(page).toHaveURL(/data=own-/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Trained here on Fashion-MNIST');
});
