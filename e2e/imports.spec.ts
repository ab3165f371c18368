import type { Page } from '@playwright/test';
import { inOrder } from '../src/text/testing';
import { violations } from './axe';
import { expect, pieCount, test } from './test';

/** Predictions as CSV text: `networks` that say of `images` images what `says` gives. */
function csv(header: string, networks: number, says: (network: number, image: number) => string): string {
  const rows = Array.from({ length: networks }, (_, network) =>
    Array.from(
      { length: 60 },
      (_, image) => `img-${image},net-${network},${says(network, image)},${truth(image)}`,
    ),
  );
  return [header, ...rows.flat()].join('\n');
}

const names = ['cat', 'dog', 'owl'];
const truth = (image: number) => names[image % 3];
const dense = csv('image_id,model_id,prediction,label', 5, (network, image) =>
  image % 11 === network ? names[(image + 1) % 3] : truth(image),
);
/** Most compressed networks call every tenth image the next class. */
const pruned = csv('image_id,model_id,verdict,label', 5, (network, image) =>
  image % 10 === 0 && network > 0 ? names[(image + 1) % 3] : truth(image),
);

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('two files are mapped, compared, kept, reopened and deleted', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('./#/yours');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bring your own predictions');
  await page
    .getByTestId('choose-files')
    .setInputFiles([file('dense.csv', dense), file('pruned.csv', pruned)]);
  const mapping = page.getByTestId('mapping').filter({ hasText: 'pruned.csv' });
  await expect(mapping).toContainText('img-0');
  await mapping.getByLabel('Prediction', { exact: true }).selectOption('verdict');
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('read-files').click();
  await expect(page.getByTestId('roles')).toContainText('5 dense against 5 compressed networks');
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('make-import').click();

  const headline = page.getByTestId('headline');
  await expect(headline).toHaveAttribute('data-source', 'imported');
  await expect(headline).toContainText('Imported predictions');
  await expect(headline).toContainText('6 of 60 images change their label');
  await expect(page).toHaveURL(/#\/yours\?import=[a-z0-9]+$/);
  await headline.getByRole('button', { name: 'Copy link' }).click();
  await expect(headline.getByRole('button', { name: 'Copied, for this browser only' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  const head = page.locator('.shell-header');
  await head.getByRole('button', { name: 'Copy link' }).click();
  await expect(head.getByRole('button', { name: 'Copied, for this browser only' })).toBeVisible();
  await page.getByText('Do weak classes lose more?').click();
  await expect(page.getByRole('img', { name: /^Standing of every class/ })).toBeVisible();
  await page.getByRole('heading', { name: 'The same images?' }).click();
  await expect(page.getByText(/of the 6 images whose votes moved most .* 6 are PIEs/)).toBeVisible();
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  await expect(page.getByTestId('pie-card')).toHaveCount(6);
  expect(await pieCount(page)).toBe(6);
  await page.getByTestId('pie-card').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('inspector').getByRole('heading', { level: 3 })).toHaveText(
    /^Image img-\d+0?$/,
  );
  await expect(page).toHaveURL(/image=\d+/);
  expect(await violations(page)).toEqual([]);

  await expect(page.getByTestId('keeping')).toHaveCount(0);
  await page.reload();
  await expect(headline).toContainText('6 of 60 images change their label');
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  await expect(page.getByTestId('inspector')).toBeVisible();

  const address = page.url();
  await page.getByRole('link', { name: 'Your predictions' }).click();
  const kept = page.getByTestId('kept-import');
  await expect(kept).toContainText('5 + 5 networks, 60 images, 3 classes');
  const storage = page.getByTestId('storage-state');
  await expect(storage).toHaveText(
    /^[\d.]+ kB in all\. This site uses [\d.]+ .B of the [\d.]+ .B that the browser gives it\./,
  );
  await expect(storage).toHaveText(/promised to keep it/);
  await kept.getByRole('button', { name: 'Delete' }).press('Enter');
  await kept.getByRole('button', { name: 'Delete it for good' }).press('Enter');
  await expect(page.getByTestId('kept-imports')).toContainText('Nothing yet');
  await page.goto(address);
  await page.reload();
  await expect(page.getByTestId('import-absent')).toContainText('not on this machine');
  expect(await violations(page)).toEqual([]);
});

test('a broken file is one sentence, and all stays as it was', async ({ page }) => {
  await page.goto('./#/yours');
  const choose = page.getByTestId('choose-files');
  await choose.setInputFiles(file('dense.csv', dense));
  await expect(page.getByTestId('mapping')).toContainText('dense.csv');
  await choose.setInputFiles({ name: 'broken.npz', mimeType: '', buffer: Buffer.from([0x80, 4, 1, 2]) });
  await expect(page.getByTestId('import-problem')).toHaveText(/^broken\.npz: expected predictions .* pickle/);
  await expect(page.getByTestId('mapping')).toContainText('dense.csv');
  const cut = `${pruned.replace('verdict', 'prediction')}\nimg-0,net-9`;
  await choose.setInputFiles(file('cut.csv', cut));
  await page.getByTestId('read-files').click();
  await expect(page.getByTestId('import-problem')).toHaveText(/^cut\.csv: expected .*row 301/);
  await expect(page.getByTestId('import-problem')).toBeInViewport();
  await expect(page.getByTestId('mapping').first()).toContainText('dense.csv');
});

test('another host is asked only after its name was confirmed', async ({ page }) => {
  await page.goto('./#/yours');
  await page.getByLabel('Or the address of a file').fill('https://files.example/p.csv');
  await page.getByRole('button', { name: 'Load' }).click();
  await expect(page.getByText('This asks files.example for the file')).toBeVisible();
  await page.getByRole('button', { name: 'Do not' }).click();
  await expect(page.getByText('This asks files.example')).toBeHidden();
  await page.getByLabel('Or the address of a file').fill('http://files.example/p.csv');
  await page.getByRole('button', { name: 'Load' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Expected an address that begins with https/);
});

test('a folder of parts, as a cluster leaves it, is read and compared', async ({ page }) => {
  await page.goto('./#/yours');
  await page.getByTestId('choose-files-folder').setInputFiles('src/cli/fixtures/parts');
  const offer = page.getByTestId('dataset-offer');
  await expect(offer).toContainText('3 networks');
  expect(await violations(page)).toEqual([]);
  await offer.getByTestId('gather-parts').click();
  await expect(page.getByTestId('headline')).toContainText('13 of 24 images change their label');
});

/** Fills a kept file with zeros in the origin private file system, as a failing disk may. */
const zeroKept = (page: Page, id: string, name: string) =>
  page.evaluate(
    async ([folder, file]) => {
      const root = await navigator.storage.getDirectory();
      const imports = await root.getDirectoryHandle('imports');
      const handle = await (await imports.getDirectoryHandle(folder)).getFileHandle(file);
      const { size } = await handle.getFile();
      const stream = await handle.createWritable();
      await stream.write(new Uint8Array(size));
      await stream.close();
      return size;
    },
    [id, name] as const,
  );

test('a kept file that is zeroed is named, and what is whole is kept', async ({ page }) => {
  const sure = (text: string) =>
    text
      .split('\n')
      .map((line, row) => `${line},${row === 0 ? 'p_prediction' : '0.75'}`)
      .join('\n');
  await page.goto('./#/yours');
  const files = [file('dense.csv', sure(dense)), file('pruned.csv', sure(pruned.replace('verdict', 'pred')))];
  await page.getByTestId('choose-files').setInputFiles(files);
  await page.getByTestId('read-files').click();
  await page.getByTestId('make-import').click();
  const headline = page.getByTestId('headline');
  await expect(headline).toContainText('6 of 60 images change their label');
  await expect(page.getByTestId('keeping')).toHaveCount(0);
  const id = new URL(page.url().replace('#/', '')).searchParams.get('import') ?? '';

  expect(await zeroKept(page, id, 'compressed.pPrediction.f32')).toBe(4 * 5 * 60);
  await page.reload();
  await expect(page.getByTestId('import-damage')).toHaveText(
    inOrder(
      /^compressed\.pPrediction\.f32: expected the content that was kept, by its checksum .*The import /,
      /opens without them; the rest of it is whole\.$/,
    ),
  );
  await expect(headline).toContainText('6 of 60 images change their label');

  expect(await zeroKept(page, id, 'compressed.labels.u16')).toBe(2 * 5 * 60);
  await page.reload();
  await expect(page.getByTestId('import-problem')).toHaveText(
    /^compressed\.labels\.u16: expected the content that was kept, by its checksum/,
  );
  await expect(headline).toHaveCount(0);
});
