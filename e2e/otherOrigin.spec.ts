import { expect, type Page, test } from '@playwright/test';
import { writeZip } from '../src/formats/archives/writeZip';
import { violations } from './axe';
import { otherOrigin } from './otherOrigin';
import { madeUpCopy, publishedFileOf, withMadeUpImages } from './ownCopy';
import { headlineIs } from './test';

test.use({ ignoreHTTPSErrors: true });

const names = ['cat', 'dog', 'owl'];
const images = 60;

/** Five dense networks, all right, and five pruned ones that call every tenth image the next class. */
const predictions = [
  'image_id,model_id,prediction,label',
  ...['dense', 'pruned'].flatMap((kind) =>
    Array.from({ length: 5 * images }, (_, row) => {
      const [network, image] = [Math.floor(row / images), row % images];
      const wrong = kind === 'pruned' ? image % 10 === 0 && network > 0 : image % 11 === network;
      return `img-${image},${kind}-${network},${names[(image + Number(wrong)) % 3]},${names[image % 3]}`;
    }),
  ),
].join('\n');
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const csv = (name: string, rows: string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(rows.join('\n')),
});

/** From files that were chosen to the import's page. */
async function compare(page: Page): Promise<void> {
  await page.getByTestId('make-import').click();
  await expect(page.getByTestId('headline')).toContainText('6 of 60 images change their label');
}

test('predictions of another host are asked for once it is confirmed, in parts where it gives them', async ({
  page,
}) => {
  const body = Buffer.from(predictions);
  const type = 'text/csv';
  const elsewhere = await otherOrigin({ '/parts.csv': { body, type, cors: true } });
  const { host, asked, close } = await otherOrigin({
    '/moved.csv': { body, type, cors: true, redirect: `https://${elsewhere.host}/parts.csv` },
    '/closed.csv': { body, type },
    '/whole.csv': { body, type, cors: true },
    '/parts.csv': { body, type, cors: true, ranges: true },
  });
  const paths = () => asked.map(({ path, range }) => `${path} ${range ?? 'whole'}`);
  const load = async (path: string) => {
    await page.getByLabel('Or the address of a file').fill(`https://${host}${path}`);
    await page.getByRole('button', { name: 'Load' }).click();
    await expect(page.getByText(`This asks ${host} for the file`)).toBeVisible();
  };
  await page.goto('./#/yours');
  await load('/parts.csv');
  await page.getByRole('button', { name: 'Do not' }).click();
  await expect(page.getByText(`This asks ${host}`)).toBeHidden();
  expect(asked).toEqual([]);

  await load('/closed.csv');
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: `Ask ${host}` }).click();
  await expect(page.getByTestId('import-problem')).toHaveText(
    `closed.csv: expected an answer from ${host}, got none; the host is out of reach, or does not ` +
      'let other sites read it (CORS): download the file and choose it here.',
  );
  expect(paths().every((path) => path.startsWith('/closed.csv'))).toBe(true);

  await load('/moved.csv');
  await page.getByRole('button', { name: `Ask ${host}` }).click();
  await expect(page.getByTestId('import-problem')).toContainText(
    `moved.csv: expected the file from ${host}, got a redirect, which may lead to another host and ` +
      'is not followed',
  );
  expect(elsewhere.asked).toEqual([]);
  await elsewhere.close();

  asked.length = 0;
  await load('/whole.csv');
  await page.getByRole('button', { name: `Ask ${host}` }).click();
  await expect(page.getByTestId('mapping')).toContainText('whole.csv');
  expect(paths()).toEqual(['/whole.csv bytes=0-0']);
  await page.getByRole('button', { name: 'Put it away' }).click();

  asked.length = 0;
  await load('/parts.csv');
  await page.getByRole('button', { name: `Ask ${host}` }).click();
  await expect(page.getByTestId('mapping')).toContainText('parts.csv');
  expect(paths()).toEqual(['/parts.csv bytes=0-0', `/parts.csv bytes=0-${body.length - 1}`]);
  expect(asked.every(({ referer, cookie }) => referer === null && cookie === null)).toBe(true);
  await page.getByTestId('read-files').click();
  await compare(page);
  await close();
});

test('pictures by address are asked for once a visit has confirmed the host; additions come and go', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  const pictures = Array.from({ length: images }, (_, image) => `/val/img-${image}.png`);
  const { host, asked, close } = await otherOrigin(
    Object.fromEntries(
      pictures
        .filter((path) => path !== '/val/img-10.png')
        .map((path) => [path, { body: pixel, type: 'image/png' }]),
    ),
  );
  await page.goto('./#/yours');
  await page.getByTestId('choose-files').setInputFiles(csv('all.csv', [predictions]));
  await page.getByTestId('read-files').click();
  const template = page.getByLabel('Or their addresses');
  await template.fill('http://pictures.example/{image_id}');
  await page.getByRole('button', { name: 'Use these addresses' }).click();
  await expect(page.getByRole('alert')).toHaveText(/Expected an address that begins with https/);
  await template.fill(`https://${host}/val/{image_id}.png`);
  await page.getByRole('button', { name: 'Use these addresses' }).click();
  await compare(page);

  const question = page.getByTestId('picture-host');
  const shown = page.locator('img.exemplars-elsewhere');
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  await expect(page.getByTestId('pie-card')).toHaveCount(6);
  await expect(question).toContainText(`The pictures are at ${host}`);
  await question.getByRole('button', { name: 'Do not' }).click();
  await expect(question).toContainText('are not shown');
  await page.getByTestId('pie-card').first().click();
  await expect(page.getByTestId('inspector')).toBeVisible();
  expect(asked).toEqual([]);

  await question.getByRole('button', { name: `Show images from ${host}` }).click();
  await expect(question).toBeHidden();
  const cards = page.getByTestId('pie-card').locator('img.exemplars-elsewhere');
  await expect(cards).toHaveCount(5);
  await expect
    .poll(() => cards.evaluateAll((all) => all.every((img) => (img as HTMLImageElement).naturalWidth === 1)))
    .toBe(true);
  await expect(page.getByTestId('pie-card').locator('.exemplars-noimage')).toHaveText('img-10');
  expect(asked.every(({ path, referer }) => pictures.includes(path) && referer === null)).toBe(true);
  expect(await violations(page, '.exemplars')).toEqual([]);

  await page.reload();
  asked.length = 0;
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  await expect(page.getByTestId('pie-card')).toHaveCount(6);
  await expect(question).toContainText(`The pictures are at ${host}`);
  await expect(shown).toHaveCount(0);
  expect(asked).toEqual([]);

  const additions = page.getByTestId('additions');
  await additions.locator('summary').click();
  const zip = writeZip(
    pictures.slice(1).map((path) => ({ name: path.slice(5), bytes: new Uint8Array(pixel) })),
  );
  const archive = { name: 'val.zip', mimeType: 'application/zip', buffer: Buffer.concat(zip) };
  await page.getByTestId('choose-archive').setInputFiles(archive);
  await expect(additions).toContainText('59 of 60 images have one');
  await expect(question).toHaveCount(0);
  await expect(page.getByTestId('pie-card').locator('canvas')).toHaveCount(6);
  const light = Array.from({ length: images }, (_, image) => `img-${image},${image % 2 ? 'day' : 'night'}`);
  await page.getByTestId('choose-attributes').setInputFiles(csv('light.csv', ['image_id,light', ...light]));
  await expect(additions).toContainText('light.csv: light.');
  const counts = ['class,count', 'cat,5000', 'dog,500', 'owl,50'];
  await page.getByTestId('choose-training').setInputFiles(csv('training.csv', counts));
  await expect(additions).toContainText('training.csv: from 50 to 5,000.');
  const detail = (title: string) => page.getByRole('region', { name: title, exact: true });
  await detail('The long tail').locator('summary').click();
  await expect(detail('The long tail')).toContainText('Training images: counted in training.csv.');
  await detail('Groups of images').locator('summary').first().click();
  await page.getByLabel('Group by').selectOption('light');
  await expect(page.getByTestId('group-row')).toHaveCount(2);
  await page.getByLabel('and by').selectOption('brightness');
  await expect(page).toHaveURL(/group=light&group=brightness/);
  await expect(page.getByTestId('group-row').first()).toContainText(/day|night/);
  await expect(page.getByTestId('import-problem')).toHaveCount(0);
  expect(await violations(page, '[data-detail]')).toEqual([]);

  await page.getByRole('button', { name: 'Remove the pictures' }).click();
  await page.getByRole('button', { name: 'Remove the counts' }).click();
  await expect(detail('The long tail')).toHaveCount(0);
  await page.reload();
  await expect(additions).toContainText('no pictures, no training counts');
  await page.getByRole('heading', { name: 'What is forgotten' }).scrollIntoViewIfNeeded();
  await expect(page.getByTestId('pie-card').locator('.exemplars-noimage')).toHaveCount(6);
  expect(asked).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test('test images of a publisher: refused, fetched once it is confirmed, computed on, kept, deleted', async ({
  page,
}) => {
  const copy = madeUpCopy(200);
  const body = await publishedFileOf(copy);
  const { host, asked, close } = await otherOrigin({
    '/test.parquet': { body, type: 'x/parquet', cors: true },
  });
  await withMadeUpImages(page, copy.images, { address: `https://${host}/test.parquet`, file: body });
  await page.goto('./?data=cifar-10&members=2&device=wasm');
  await headlineIs(page, 'shipped');
  await expect(page.getByTestId('headline')).toContainText('on JPEG copies of the test images');
  const panel = page.getByTestId('own-images');
  // What needs pixels leads to where they can be brought.
  await page.getByRole('button', { name: 'Compute here', exact: true }).click();
  await panel.getByLabel('Drop your copy here, or choose it').setInputFiles({
    name: 'test_batch.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(3073),
  });
  await expect(page.getByTestId('copy-problem')).toContainText('expected the 200 test images, got 1 image');
  await panel.getByTestId('fetch-copy').click();
  await expect(panel).toContainText(`This asks ${host} for`);
  expect(asked).toEqual([]);
  await panel.getByRole('button', { name: `Ask ${host}` }).click();
  await expect(panel).toContainText('test.parquet, Parquet, brought on');
  await expect(panel).toContainText('Their order agrees with the labels');
  expect(asked).toEqual([{ path: '/test.parquet', range: null, referer: null, cookie: null }]);

  await page.getByRole('button', { name: 'Compute here', exact: true }).click();
  await headlineIs(page, 'done');
  await expect(page.getByTestId('headline')).toContainText('on your copy of the test images');
  await expect(page.getByTestId('agreement')).toHaveText(
    /differ from the shipped ones \(which are on JPEG copies of the test images: other pixels\)/,
  );
  await page.reload();
  await expect(panel).toContainText('test.parquet: pictures show, and networks run here.');
  await panel.locator('summary').click();
  await panel.getByRole('button', { name: 'Delete it from this browser' }).click();
  await expect(panel).toContainText('The test images are not here');
  await close();
});
