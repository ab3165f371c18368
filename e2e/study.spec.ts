import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { inOrder } from '../src/text/testing';
import { inEveryLook, violations } from './axe';
import { bundleWithPictures } from './bundleWithPictures';
import { drawnText, expect, recordDrawnText, test } from './test';

/** Sets up a study of six images as one annotator. */
async function begin(page: Page, annotator: string): Promise<void> {
  await page.getByLabel('Images (even)').fill('6');
  await page.getByLabel('Seed').fill('7');
  await page.getByLabel('Your name').fill(annotator);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('annotate')).toHaveAttribute('data-done', '0');
}

/** The file of a study: the same for all who judge it. */
async function savedStudy(page: Page) {
  const study = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the study' }).click();
  return JSON.parse(readFileSync(await (await study).path(), 'utf8'));
}

/** Another annotator, in another browser, gets the same images by the link. */
async function sameByLink(page: Page, browser: Browser): Promise<void> {
  const first = await savedStudy(page);
  expect(Object.keys(first)).toEqual(['format', 'version', 'settings', 'images', 'ownCodes']);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByLabel('Your name').fill('Bo');
  await other.keyboard.press('Enter');
  await expect(other.getByTestId('annotate')).toBeVisible();
  expect(await savedStudy(other)).toEqual(first);
  await context.close();
}

test('a study of six images by keyboard, reloaded, finished, exported, with a second annotator', async ({
  page,
  browser,
}, info) => {
  await recordDrawnText(page);
  await page.goto('./#/judge');
  await begin(page, 'Ada');
  await sameByLink(page, browser);
  const study = page.getByTestId('annotate');
  await page.keyboard.press('l');
  await page.keyboard.press('4');
  await page.keyboard.press('n');
  await page.keyboard.type('<b>a bag?</b>');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'S Several' }).click();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('button', { name: 'S Several' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('s');
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
    inOrder(
      /Fashion-MNIST, networks with \d+% of the weights removed: 6 images, 1 annotator, 6 judgements, /,
      /drawn with seed 7\. Lacuna \d+\.\d+\.\d+\.$/,
    ),
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

  const savedAs = async (name: string) => {
    const saving = page.waitForEvent('download');
    await results.getByRole('button', { name, exact: true }).click();
    return readFileSync(await (await saving).path(), 'utf8');
  };
  const csv = (await savedAs('Save the results, CSV')).trimEnd().split('\n');
  expect(csv[0]).toMatch(/^code,name,non_pie_count,.*p_adjusted,annotators,kappa_kind,kappa,/);
  expect(csv.find((line) => line.startsWith('fine,'))).toMatch(/,2,Cohen,1,/);
  const json = JSON.parse(await savedAs('JSON'));
  expect(json.annotators.map(({ name }: { name: string }) => name)).toEqual(['Ada', 'Bo']);
  expect(json.settings).toEqual(own.study.settings);

  await results.getByRole('button', { name: 'Rename Bo' }).click();
  await results.getByLabel('Another name for Bo').fill('Ada');
  await page.keyboard.press('Enter');
  await expect(results.getByRole('alert')).toContainText('got two files by Ada');
  await results.getByRole('button', { name: 'Rename Bo' }).click();
  await results.getByLabel('Another name for Bo').fill(' Cy ');
  await page.keyboard.press('Enter');
  await expect(results).toContainText('Cy (5)');
  await expect(results.getByRole('alert')).toHaveCount(0);
  await page.reload();
  await expect(results).toContainText('Cy (5)');
  await results.getByRole('button', { name: 'Take out Cy' }).click();
  await expect(results).toContainText('One annotator: add a second one’s file');
  await page.reload();
  await expect(results.getByRole('list', { name: 'Annotators' }).getByRole('listitem')).toHaveCount(1);
});

test('the images of an import are judged, and another browser’s file of the same images is added', async ({
  page,
}, info) => {
  await page.goto('./#/judge?data=import-0123456789');
  await expect(page.getByTestId('study-none')).toContainText('not on this machine');
  await page.goto('./#/yours');
  await page
    .getByTestId('choose-files')
    .setInputFiles({ name: 'shoes.zip', mimeType: '', buffer: await bundleWithPictures() });
  await page.getByTestId('open-bundle').click();
  await page.getByRole('link', { name: 'Judge its images yourself' }).click();
  await expect(page.getByLabel('Images of').locator('option:checked')).toHaveText('Shoes');
  await expect(page.getByLabel('PIEs of the').locator('option')).toHaveText(['compressed networks']);
  expect(await violations(page)).toEqual([]);
  await page.getByLabel('Images (even)').fill('4');
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  const study = page.getByTestId('annotate');
  await expect(study.getByRole('img', { name: 'Image 1' })).toBeVisible();
  await expect(study).toContainText('opens only in this browser');
  await page.keyboard.press('l');
  await page.keyboard.press('Enter');
  await page.reload();
  await expect(study).toContainText('Image 2 of 4, 1 judged');
  for (let image = 1; image < 4; image++) await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Finish and see the results' }).click();
  const results = page.getByTestId('study-results');
  await expect(results).toContainText('4 images, half of them PIEs of the compressed networks; seed 0.');

  const download = page.waitForEvent('download');
  await results.getByRole('button', { name: 'Save my file' }).click();
  const path = info.outputPath('ada.json');
  await (await download).saveAs(path);
  const own = JSON.parse(readFileSync(path, 'utf8'));
  expect(own.study.settings).toMatchObject({
    level: null,
    data: expect.stringMatching(/^import-[0-9a-f]{10}$/),
  });
  const elsewhere = { ...own.study, settings: { ...own.study.settings, data: 'import-0123456789' } };
  const file = (content: object) => ({
    name: 'bo.json',
    mimeType: '',
    buffer: Buffer.from(JSON.stringify(content)),
  });
  const add = results.getByLabel('Add other annotators’ files');
  await add.setInputFiles(file({ ...own, annotator: 'Bo', study: elsewhere }));
  await expect(results.getByRole('list', { name: 'Annotators' })).toHaveText(/Ada \(4\).*Bo \(4\)/);
  await page.getByRole('link', { name: 'Judge', exact: true }).click();
  await expect(page.getByLabel('Images of').locator('optgroup option')).toHaveText(['Shoes']);
  await page.getByLabel('Images of').selectOption('Shoes');
  await expect(page).toHaveURL(/#\/judge\?data=import-/);

  await page.getByRole('link', { name: 'Yours' }).click();
  const kept = page.getByTestId('kept-study');
  await expect(kept).toContainText('Shoes, compressed networks');
  await expect(kept).toContainText('4 images, seed 0: 8 judgements by 2 annotators');
  await kept.getByRole('button', { name: 'Delete' }).click();
  await kept.getByRole('button', { name: 'Delete it for good' }).click();
  await expect(page.getByTestId('kept-studies')).toHaveCount(0);
});

test('axe finds nothing from the setup to the results, light on a desk and dark on a phone', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('./#/judge');
  await expect(page.getByLabel('Your name')).toBeVisible();
  await inEveryLook(page);
  await begin(page, 'Ada');
  await page.keyboard.press('l');
  await inEveryLook(page);
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Finish with' }).click();
  await expect(page.getByTestId('study-results')).toBeVisible();
  await inEveryLook(page);
});
