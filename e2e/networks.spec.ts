import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { writeNpz } from '../src/formats/arrays/npz';
import { writePopulation } from '../src/formats/network/description';
import type { Population } from '../src/model/population';
import { violations } from './axe';
import { expect, headlineIs, openChapter, pieCount, test } from './test';

const CLASSES = ['red', 'green', 'blue'];
const [SIDE, IMAGES] = [4, 75];

/**
 * Two networks that tell the brightest channel; the last `zeros` of the nine weights are gone, and with them
 * a class.
 */
function networks(name: string, zeros: number) {
  const weights = Array.from({ length: 9 }, (_, at) => (at >= 9 - zeros ? 0 : at % 4 === 0 ? 2 : 0.1));
  const population: Population = {
    key: name,
    architecture: {
      input: { channels: 3, height: SIDE, width: SIDE, mean: [0, 0, 0], std: [1, 1, 1] },
      layers: [
        { kind: 'conv', name: 'c', input: 3, output: 3, kernel: [1, 1], stride: 1, padding: 0, bias: false },
        { kind: 'globalAverage' },
      ],
    },
    variant: { kind: 'dense' },
    members: [0, 1].map((seed) => ({ id: `${name}-${seed}`, seed })),
    tensors: { 'c.weight': { shape: [3, 3, 1, 1], data: Float32Array.from([...weights, ...weights]) } },
  };
  const { json, weights: tensors } = writePopulation(population, CLASSES);
  return [
    { name: `${name}.json`, mimeType: 'application/json', buffer: Buffer.from(json) },
    { name: `${name}.safetensors`, mimeType: '', buffer: Buffer.from(tensors) },
  ];
}

/** Images class by class, wider than the networks take them, whose brightest channel is their class. */
const width = SIDE + 2;
const pixels = SIDE * width;
const images = writeNpz({
  images: {
    shape: [IMAGES, SIDE, width, 3],
    values: Uint8Array.from({ length: IMAGES * pixels * 3 }, (_, at) => {
      const image = Math.floor(at / (3 * pixels));
      return at % 3 === Math.floor((3 * image) / IMAGES) ? 200 : (image * 7) % 60;
    }),
  },
  labels: {
    shape: [IMAGES],
    values: Int32Array.from({ length: IMAGES }, (_, image) => Math.floor((3 * image) / IMAGES)),
  },
  classes: { shape: [3], values: CLASSES },
});

/** Presses a key on the button or link of a name, once it can be. */
async function press(page: Page, testId: string): Promise<void> {
  const button = page.getByTestId(testId);
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press('Enter');
}

test('networks and images are brought in by keyboard, explored and deleted again', async ({ page }) => {
  await page.goto('./#/yours');
  await press(page, 'bring-networks');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bring your own networks');
  await page.getByText('Description and snippet').press('Enter');
  const guide = page.getByTestId('network-guide');
  await expect(guide.getByRole('region', { name: 'The description' })).toContainText(
    '"format": "lacuna-network"',
  );
  expect(await violations(page)).toEqual([]);
  const saving = page.waitForEvent('download');
  await guide.getByRole('button', { name: 'Save save_networks.py' }).press('Enter');
  const snippet = await readFile(await (await saving).path(), 'utf8');
  expect(snippet).toContain('def save_networks(');
  expect(await guide.locator('pre').last().textContent()).toBe(snippet);
  const chosen = page.getByTestId('choose-networks');
  await chosen.setInputFiles([...networks('dense', 0), ...networks('pruned', 3)]);
  await expect(page.getByTestId('networks-plan')).toHaveText('2 dense, 2 at 33% removed networks.');
  await chosen.setInputFiles({ name: 'net.pth', mimeType: '', buffer: Buffer.from('PK\u0003\u0004') });
  await expect(page.getByTestId('network-problems')).toContainText('net.pth: expected a network');
  await expect(page.getByTestId('networks-plan')).toContainText('2 dense');
  await page.getByTestId('network-layers').locator('summary').press('Enter');
  const layers = page.getByTestId('network-layers');
  await expect(layers.getByRole('img', { name: /rows from the image to the classes/ })).toBeVisible();
  await layers.getByRole('button', { name: 'Table' }).press('Enter');
  await expect(
    layers.getByRole('row', { name: /^c c: convolution 1 x 1 input 3 × 4 × 4 9 144$/ }),
  ).toBeVisible();

  await page
    .getByTestId('choose-images')
    .setInputFiles({ name: 'test.npz', mimeType: '', buffer: Buffer.from(images) });
  const preview = page.getByTestId('images-preview');
  await expect(preview).toContainText('cropped to the middle 4 x 4');
  await page.getByLabel('stretch').press('Space');
  await expect(preview).toContainText('reduced to 4 x 4 by area averages');
  expect(await violations(page)).toEqual([]);
  await press(page, 'read-images');
  await expect(page.getByTestId('images-read')).toContainText('75 images in 3 classes');
  await expect(page.getByTestId('images-read')).toContainText('class by class, so they were shuffled');
  await expect(page.getByTestId('tried')).toContainText('right on 75 of 75 images (100.0%)');
  await expect(page.getByTestId('bring-step')).toContainText('the last 15 of the 75 images are set aside');
  await expect(page.getByTestId('bring-note')).toContainText('of memory while it lasts');
  expect(await violations(page)).toEqual([]);
  await press(page, 'bring');

  await expect(page).toHaveURL(/\?data=own-[a-f0-9]{10}/);
  await headlineIs(page, 'shipped');
  const forgotten = await pieCount(page);
  expect(forgotten).toBeGreaterThan(0);
  await openChapter(page, 'What is forgotten');
  await expect(page.getByTestId('pie-card').first()).toBeVisible();

  await page.goto('./#/yours');
  const kept = page.getByTestId('kept-network');
  await expect(kept).toContainText('2 dense + 2 at 33% networks, 60 images, 3 classes');
  expect(await violations(page)).toEqual([]);
  await kept.getByRole('button', { name: 'Delete' }).press('Enter');
  await kept.getByRole('button', { name: 'Delete it for good' }).press('Enter');
  await expect(page.getByTestId('kept-networks')).toHaveCount(0);
});
