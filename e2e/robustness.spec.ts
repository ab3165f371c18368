import { readFileSync } from 'node:fs';
import { test as plain } from '@playwright/test';
import { violations } from './axe';
import { ports } from './ports';
import { expect, headlineIs, openChapter, test } from './test';

test('shows what was shipped, computes two corruptions here, stops, and runs again', async ({ page }) => {
  await page.goto('./?images=500&members=3&device=wasm&breaks=fog.0.4');
  await headlineIs(page, 'shipped');
  const chapter = await openChapter(page, 'What else breaks');
  const provenance = chapter.getByTestId('robustness-provenance');
  await expect(provenance).toContainText('Shipped with the page');
  await expect(chapter).toContainText(
    /90% removed: top-1 differs .* on corrupted images.*Over 15 corruptions at severities/,
  );
  await expect(chapter).toContainText('Fog: image 4');

  await chapter.getByText('Compute here', { exact: true }).click();
  await chapter.getByRole('button', { name: 'none' }).click();
  await chapter.getByRole('checkbox', { name: 'Contrast' }).check();
  await chapter.getByRole('checkbox', { name: 'Fog' }).check();
  await chapter.getByRole('combobox').selectOption('500');
  await expect(chapter.getByTestId('robustness-run')).toHaveText(/Compute 6 corruptions/);
  await chapter.getByTestId('robustness-run').click();
  await expect(page.getByTestId('progress')).toBeVisible();
  await chapter.getByTestId('robustness-cancel').click();
  await expect(chapter.getByTestId('robustness-run')).toBeVisible();
  await headlineIs(page, 'shipped');

  await chapter.getByRole('combobox').selectOption('100');
  await chapter.getByTestId('robustness-run').click();
  await expect(provenance).toContainText('Computed here: 6 corruptions so far.', { timeout: 60_000 });
  await expect(provenance).toContainText('100 images, seed 0');
  await expect(chapter).toContainText(/Over 2 corruptions at severities 1, 3, 5/);
  await chapter.getByRole('button', { name: /^Contrast/ }).click();
  await expect(page).toHaveURL(/breaks=contrast\.0\.4/);
  await chapter.getByRole('radio', { name: '3', exact: true }).check();
  await expect(page).toHaveURL(/breaks=contrast\.3\.4/);
  await chapter.getByRole('button', { name: 'Table' }).click();
  await expect(chapter.getByRole('row', { name: /^Fog 5/ })).toBeVisible();
  expect(await violations(page, '.chapter:has([data-testid=robustness-provenance])')).toEqual([]);
});

test('what is computed here for the shipped populations agrees with what was shipped', async ({ page }) => {
  await page.goto('./?members=2&device=wasm');
  await headlineIs(page, 'shipped');
  const chapter = await openChapter(page, 'What else breaks');
  await chapter.getByText('Compute here', { exact: true }).click();
  await chapter.getByRole('button', { name: 'none' }).click();
  await chapter.getByRole('checkbox', { name: 'JPEG' }).check();
  for (const severity of ['3', '5']) {
    await chapter.getByRole('checkbox', { name: severity, exact: true }).uncheck();
  }
  await chapter.getByTestId('robustness-run').click();
  await expect(chapter.getByTestId('robustness-provenance')).toContainText(
    /(All 4 counts|Of the 4 counts).*(are the shipped ones\.|differ by at most [1-3] images?\.)/,
    { timeout: 90_000 },
  );
});

test('computes a population pruned here', async ({ page }) => {
  await page.goto('./?variant=pruned&sparsity=0.9&images=100&members=2&device=wasm');
  await headlineIs(page, 'done');
  const chapter = await openChapter(page, 'What else breaks');
  await expect(chapter).toContainText('Nothing is known yet of this population');
  await chapter.getByText('Compute here', { exact: true }).click();
  await chapter.getByRole('button', { name: 'none' }).click();
  await chapter.getByRole('checkbox', { name: 'JPEG' }).check();
  await chapter.getByTestId('robustness-run').click();
  await expect(chapter.getByTestId('robustness-provenance')).toContainText(
    'Computed here: 3 corruptions so far.',
    { timeout: 60_000 },
  );
  await headlineIs(page, 'done');
});

plain('every corruption makes the same bytes in this browser as in Node', async ({ page }) => {
  await page.goto(`http://localhost:${ports.modules}/licences/inter-OFL.txt`);
  const found = await page.evaluate(async (path) => {
    const { corruptionHashes } = await import(/* @vite-ignore */ path);
    return corruptionHashes();
  }, `http://localhost:${ports.modules}/src/corruptions/testing.ts`);
  expect(found).toEqual(JSON.parse(readFileSync('src/corruptions/__snapshots__/hashes.json', 'utf8')));
});
