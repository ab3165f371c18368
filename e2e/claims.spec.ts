import type { Page } from '@playwright/test';
import { inOrder } from '../src/text/testing';
import { expect, headlineIs, openChapter, openDetail, test } from './test';

/** What a figure says, by its title. */
function claimOf(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true }).locator('.figure-claim').first();
}

test('the headline, the average, who pays, the table of levels and "are they harder" agree', async ({
  page,
}) => {
  await page.goto('./?sparsity=0.9&images=2000&members=8');
  await headlineIs(page, 'shipped');
  await openDetail(page, 'Every level, beside the paper’s');
  const average = claimOf(page, 'What the average says');
  const table = claimOf(page, 'Every level, beside the paper’s');
  await expect(average).toContainText('With 90% of the weights removed in training');
  await expect(average).toContainText('where retraining alone changes');
  await expect(table).toContainText('90% removed in training: ');
  const claims = [page.getByTestId('headline').locator('.headline-claim'), average, table];
  for (const claim of claims) {
    await expect(claim).toContainText(/costs|falls/);
    await expect(claim).not.toContainText('no measurable change');
  }
  await expect(claims[0]).toContainText(
    /(more than|no more than|not distinguishable from what) retraining alone/,
  );
  await expect(claims[0]).toContainText(/ Coat loses \d/);
  const pays = claimOf(page, 'Who pays');
  await expect(pays).toContainText('After allowing for ten tests, ');
  await expect(pays.locator('strong')).toHaveText('Coat');
  await openChapter(page, 'Why these?');
  const harder = claimOf(page, 'Are they harder?');
  await expect(harder).toContainText(
    inOrder(
      /^The \d+ PIEs are harder than images at large, for dense networks too\. Dense networks get \d+% of /,
      /them right against \d+% of all images, compressed ones \d+% against \d+%\./,
    ),
  );
  await expect(harder).toContainText('In part this is by construction');
});
