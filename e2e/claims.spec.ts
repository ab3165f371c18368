import type { Page } from '@playwright/test';
import { SHIPPED } from './ports';
import { expect, headlineIs, openChapter, openDetail, test } from './test';

/** What a figure says, by its title. */
function claimOf(page: Page, title: string) {
  return page.getByRole('region', { name: title, exact: true }).locator('.figure-claim').first();
}

/** Levels at which the headline claims nothing of the average, something of it but of no class, and both. */
const cases = [
  { removed: 30, query: './?sparsity=0.3&images=2000&members=8', isChanged: false, paying: null },
  { removed: 50, query: `${SHIPPED}?sparsity=0.5`, isChanged: true, paying: null },
  { removed: 90, query: './?sparsity=0.9&images=2000&members=8', isChanged: true, paying: 'Coat' },
];

for (const { removed, query, isChanged, paying } of cases) {
  test(`at ${removed}% the headline, the average, who pays and the table of levels agree`, async ({
    page,
  }) => {
    await page.goto(query);
    await headlineIs(page, 'shipped');
    await openDetail(page, 'Every level, beside the paper’s');
    const average = claimOf(page, 'What the average says');
    const table = claimOf(page, 'Every level, beside the paper’s');
    await expect(average).toContainText(`With ${removed}% of the weights removed in training`);
    await expect(average).toContainText('where retraining alone changes');
    await expect(table).toContainText(`${removed}% removed in training: `);
    const claims = [page.getByTestId('headline').locator('.headline-claim'), average, table];
    const told = await Promise.all(claims.map(async (claim) => (await claim.textContent()) ?? ''));
    expect(told.map((text) => /no measurable change/.test(text))).toEqual(told.map(() => !isChanged));
    expect(told.map((text) => /costs|falls/.test(text))).toEqual(told.map(() => isChanged));
    await expect(claims[0]).toContainText(
      /(more than|no more than|not distinguishable from what) retraining alone/,
    );
    const pays = claimOf(page, 'Who pays');
    await expect(pays).toContainText('Adjusted for testing ten, ');
    await expect(pays.locator('strong')).toHaveText(paying === null ? [] : [paying]);
    expect(told[0]).toMatch(
      paying === null ? / No class loses measurably more/ : new RegExp(` ${paying} loses \\d`),
    );
  });
}

test('are they harder: said with how many there are, and of few not at all', async ({ page }) => {
  await page.goto('./?images=2000&members=8');
  await headlineIs(page, 'shipped');
  await openChapter(page, 'Why these?');
  const harder = claimOf(page, 'Are they harder?');
  await expect(harder).toContainText(
    /^The \d+ PIEs are harder than images at large, for dense networks too\. Dense networks get \d+% of them right against \d+% of all images, compressed ones \d+% against \d+%\./,
  );
  await expect(harder).toContainText('PIEs are chosen by disagreement');
  await page.goto('./?images=100&members=8');
  await headlineIs(page, 'shipped');
  await openChapter(page, 'Why these?');
  await expect(harder).toContainText(/^\w+ PIEs? (is|are) too few to say whether they are harder/);
});
