import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { violations } from './axe';
import { drawnText, expect, recordDrawnText, test } from './test';

/** Sets up a study of six images as one annotator. */
async function begin(page: Page, annotator: string): Promise<void> {
  await page.getByLabel('Images (even)').fill('6');
  await page.getByLabel('Seed').fill('7');
  await page.getByLabel('Your name').fill(annotator);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('annotate')).toHaveAttribute('data-done', '0');
}

async function isPhoneWide(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
}

test('a study of six images by keyboard, reloaded in between, finished, exported, with a second annotator', async ({
  page,
}, info) => {
  await recordDrawnText(page);
  await page.goto('./#/judge');
  await begin(page, 'Ada');
  const study = page.getByTestId('annotate');
  await page.keyboard.press('l');
  await page.keyboard.press('4');
  await page.keyboard.press('n');
  await page.keyboard.type('<b>a bag?</b>');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.keyboard.press('f');
  await page.keyboard.press('s');
  await page.keyboard.press('z');
  await expect(page.getByRole('button', { name: 'F Fine-grained' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'S Several' })).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Enter');
  await expect(study).toContainText('Image 3 of 6, 2 judged');
  await expect(study).not.toContainText('PIE');

  await page.reload();
  await expect(study).toContainText('Image 3 of 6, 2 judged');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByLabel('Note')).toHaveValue('<b>a bag?</b>');
  for (let image = 0; image < 6; image++) await page.keyboard.press('Enter');
  await expect(study).toHaveAttribute('data-done', '6');
  await page.getByRole('button', { name: 'Finish and see the results' }).focus();
  await page.keyboard.press('Enter');

  const results = page.getByTestId('study-results');
  await expect(results).toContainText('6 images, half of them PIEs');
  await expect(results).toContainText('Ada (6)');
  await expect(results).not.toContainText('NaN');
  await results.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(results.getByRole('row', { name: /^Label incorrect or inadequate .* of 3/ })).toContainText(
    '43.55%',
  );
  const picture = page.waitForEvent('download');
  await results.getByRole('button', { name: /as a PNG picture/ }).click();
  await picture;
  expect(await drawnText(page)).toMatch(
    /Fashion-MNIST, \d+% of the weights removed: 6 images, 1 annotator, 6 judgements, drawn with seed 7\. Lacuna \d+\.\d+\.\d+\.$/,
  );
  await results.getByText('1 note').click();
  await expect(results).toContainText('Image 1, Ada: <b>a bag?</b>');

  const download = page.waitForEvent('download');
  await results.getByRole('button', { name: 'Save my file' }).click();
  const path = info.outputPath('ada.json');
  await (await download).saveAs(path);
  const own = JSON.parse(readFileSync(path, 'utf8'));
  expect(own.judgements).toHaveLength(6);
  expect(own.pies).toHaveLength(3);

  const other = { ...own, annotator: 'Bo', judgements: own.judgements.slice(0, 5) };
  const file = (content: object) => ({
    name: 'bo.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(content)),
  });
  const add = results.getByLabel('Add other annotators’ files');
  await add.setInputFiles(file({ ...other, study: { ...own.study, images: [0] }, judgements: [], pies: [] }));
  await expect(results.getByRole('alert')).toContainText('Expected judgements of the same study');
  await add.setInputFiles(file(other));
  await expect(results).toContainText('Bo (5)');
  const kappa = results.getByRole('region', { name: /^Agreement: Cohen's kappa/ });
  await expect(kappa.getByRole('row', { name: /^Fine-grained/ })).toContainText('1.00');
  await page.reload();
  await expect(results).toContainText('Bo (5)');
});

test('another annotator judges the same images by the link', async ({ page, browser }) => {
  await page.goto('./#/judge');
  await begin(page, 'Ada');
  const study = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the study' }).click();
  const images = async (of: typeof study) => {
    const path = await (await of).path();
    return JSON.parse(readFileSync(path, 'utf8'));
  };
  const first = await images(study);
  expect(Object.keys(first)).toEqual(['format', 'version', 'settings', 'images']);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByLabel('Your name').fill('Bo');
  await other.keyboard.press('Enter');
  await expect(other.getByTestId('annotate')).toBeVisible();
  const second = other.waitForEvent('download');
  await other.getByRole('button', { name: 'Save the study' }).click();
  expect(await images(second)).toEqual(first);
  await context.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing, and a phone is wide enough: ${theme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('./#/judge');
    await expect(page.getByLabel('Your name')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await isPhoneWide(page);
    await begin(page, 'Ada');
    await page.keyboard.press('l');
    expect(await violations(page)).toEqual([]);
    await isPhoneWide(page);
    page.once('dialog', (dialog) => dialog.accept());
    await page.getByRole('button', { name: 'Finish with' }).click();
    await expect(page.getByTestId('study-results')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await isPhoneWide(page);
  });
}
