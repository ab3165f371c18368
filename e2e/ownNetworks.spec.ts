import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { selectImages } from '../src/audit/votes/matrix';
import { fileSource } from '../src/cli/files';
import { writeNpz } from '../src/formats/arrays/npz';
import { ownFiles } from '../src/library/ownFiles';
import type { OwnPopulation } from '../src/library/ownNetworks';
import { openZoo } from '../src/library/zoo';
import { firstImages } from '../src/model/shard';
import { violations } from './axe';
import { ports } from './ports';
import { expect, test } from './test';

const FOLDER = `.cache/e2e-site-${ports.ready}/zoo/fashion-mnist`;
const NETWORKS = 3;
const IMAGES = 400;

/**
 * Networks of the tests' small zoo as if a reader had brought them, put where the wizard keeps what it made.
 */
async function bring(page: Page): Promise<void> {
  const zoo = await openZoo(FOLDER, fileSource);
  const ownPopulation = async (
    kind: OwnPopulation['kind'],
    id: string,
    level: number,
  ): Promise<OwnPopulation> => ({
    kind,
    level,
    population: await zoo.population(id, NETWORKS),
    predictions: selectImages(await zoo.predictions(id, NETWORKS, { scores: true }), IMAGES),
  });
  const files = ownFiles({
    id: 'mine',
    name: 'My networks',
    created: '2026-11-25T02:00:00.000Z',
    files: ['dense.safetensors', 'pruned.safetensors'],
    architecture: zoo.manifest.architecture,
    populations: [await ownPopulation('dense', 'dense', 0), await ownPopulation('sparse', 'sparse-90', 0.9)],
    test: firstImages(await zoo.testShard(), IMAGES),
    calibration: firstImages(await zoo.calibrationShard(), 200),
    notes: { fitted: 'as they are', calibration: 'some of the training images', networks: null },
    training: null,
  });
  for (const [name, bytes] of files) {
    await page.evaluate(
      async ([file, base64]) => {
        const root = await navigator.storage.getDirectory();
        const all = await root.getDirectoryHandle('networks', { create: true });
        const folder = await all.getDirectoryHandle('mine', { create: true });
        const stream = await (await folder.getFileHandle(file, { create: true })).createWritable();
        await stream.write(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
        await stream.close();
      },
      [name, Buffer.from(bytes).toString('base64')] as const,
    );
  }
}

test("a reader's own networks open in the whole explorer, and elsewhere the link says what it lacks", async ({
  page,
}) => {
  await page.goto('./?data=own-mine');
  await expect(page.getByText('are not on this machine')).toContainText('Shown instead: Fashion-MNIST.');
  await bring(page);
  await page.goto('./?data=own-mine');
  const headline = page.getByTestId('headline');
  await expect(headline).toContainText('Computed in this browser when the networks were brought');
  await expect(headline).toHaveAttribute('data-members', '3');
  await expect(page.getByTestId('data')).toHaveValue('own-mine');
  await expect(page.getByTestId('data').locator('optgroup')).toHaveAttribute('label', 'Your own');
  await expect(page.getByRole('radio', { name: 'Only retrained' })).toHaveCount(0);
  await expect(page.locator('.shell-footer')).toContainText('brought on 2026-11-25 and kept in this browser');
  expect(await violations(page, '.headline, header, footer')).toEqual([]);

  await page.getByRole('button', { name: 'compute again to check' }).click();
  await expect(page.getByTestId('agreement')).toContainText('those computed when they were brought');
  await page.getByRole('radio', { name: 'Pruned here' }).check();
  await expect(headline).toHaveAttribute('data-state', 'done');
  await expect(headline).toContainText('Computed here on');

  await page.getByRole('radio', { name: 'Compressed before' }).check();

  await page.getByRole('button', { name: 'Take it away' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Zip, Bundle', exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('lacuna-own-mine-bundle.zip');
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Judge' }).click();
  await expect(page.getByLabel('Images of')).toHaveValue('own-mine');
  await page.getByLabel('Images of').selectOption('fashion-mnist');
  await page.getByRole('link', { name: 'Explore' }).click();
  await expect(headline).toContainText('Shipped results');
  await page.getByRole('radio', { name: 'Pruned here' }).check();
  await expect(headline).toHaveAttribute('data-images', '1000');
  await page.getByTestId('data').selectOption('own-mine');
  await expect(headline).not.toHaveAttribute('data-images', '1000');
  await page.getByTestId('data').selectOption('fashion-mnist');
  await expect(headline).toHaveAttribute('data-images', '1000');

  await page.getByRole('link', { name: 'Yours' }).click();
  await page.getByTestId('choose-files').setInputFiles({
    name: 'bundle.zip',
    mimeType: 'application/zip',
    buffer: await readFile(await download.path()),
  });
  await page.getByTestId('open-bundle').click();
  await expect(page.getByRole('link', { name: 'Explore it with the networks' })).toHaveAttribute(
    'href',
    /data=own-mine/,
  );
});

/** Some of the test images in colour on a larger ground, as a file of the reader's own. */
async function ownImages(count: number): Promise<Buffer> {
  const shard = firstImages(await (await openZoo(FOLDER, fileSource)).testShard(), count);
  const side = 32;
  const values = new Uint8Array(count * side * side * 3);
  for (let image = 0; image < count; image++) {
    for (let at = 0; at < 28 * 28; at++) {
      const [row, column] = [Math.floor(at / 28) + 2, (at % 28) + 2];
      values.fill(shard.images[image * 784 + at], ...ends(3 * ((image * side + row) * side + column)));
    }
  }
  const npz = writeNpz({
    images: { shape: [count, side, side, 3], values },
    labels: { shape: [count], values: Int32Array.from(shard.labels) },
    classes: { shape: [shard.classes.length], values: shard.classes },
  });
  return Buffer.from(npz);
}

const ends = (first: number): [number, number] => [first, first + 3];

test("images of a reader's own are put to the networks that come with the page", async ({ page }) => {
  await page.goto('./#/yours/networks');
  const known = page.getByTestId('known-networks');
  await expect(known.getByLabel('Networks of')).toHaveValue('fashion-mnist');
  await known.getByLabel('at most').selectOption('3');
  await known.getByRole('button', { name: 'Take them' }).click();
  await expect(page.getByTestId('known-taken')).toContainText(
    'The networks are those of Fashion-MNIST, which come with this page; the images are the ones ' +
      'that you choose below.',
  );
  await expect(page.getByTestId('networks-plan')).toContainText('3 dense, 3 retrained, 3 at 30% removed');
  await page
    .getByTestId('choose-images')
    .setInputFiles({ name: 'photos.npz', mimeType: '', buffer: await ownImages(120) });
  await expect(page.getByTestId('images-preview')).toContainText('28 x 28 in grey: ');
  expect(await violations(page)).toEqual([]);
  await page.getByTestId('read-images').click();
  await expect(page.getByTestId('class-match')).toHaveText(
    'The zoo and the images name the same classes in one order.',
  );
  await expect(page.getByTestId('tried')).not.toContainText('as if it guessed');
  await page.getByTestId('bring').click();

  const headline = page.getByTestId('headline');
  await expect(page).toHaveURL(/\?data=own-/);
  await expect(headline).toContainText('Computed in this browser when the networks were brought');
  await expect(headline).toHaveAttribute('data-members', '3');
  await expect(headline).toHaveAttribute('data-images', '96');
  const footer = page.locator('.shell-footer');
  await expect(footer).toContainText(
    'images of your own, judged by networks that are those of Fashion-MNIST, which come with this ' +
      'page, brought on',
  );
  await expect(page.getByTestId('data').locator('option:checked')).toHaveText('Fashion-MNIST on photos');
});
