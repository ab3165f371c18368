import { createHash } from 'node:crypto';
import type { Page } from '@playwright/test';
import { fingerprintsOf } from '../src/formats/images/fingerprints';
import { writePng } from '../src/formats/images/writePng';
import { hfOf } from '../src/formats/testing/hfOf';
import { copiesOf, IMAGE_BYTES, madeUpImages, publishedOrder } from '../src/library/testing/withheldZoo';

/** Made-up images in the place of those that may not be published, image k of class k mod 10. */
export function madeUpCopy(count: number) {
  const images = madeUpImages(count);
  const labels = Array.from({ length: count }, (_, image) => image % 10);
  return { images, labels, order: publishedOrder(labels) };
}

/** They in Parquet, as Hugging Face writes it, in an order like the published one. */
export async function publishedFileOf({
  images,
  labels,
  order,
}: ReturnType<typeof madeUpCopy>): Promise<Buffer> {
  const rows = order.map(async (image) => ({
    img: {
      bytes: await writePng(images.subarray(image * IMAGE_BYTES, (image + 1) * IMAGE_BYTES), {
        ...{ height: 32, width: 32, channels: 3 },
      }),
      path: null,
    },
    label: BigInt(labels[image]),
  }));
  return Buffer.from(hfOf(await Promise.all(rows)));
}

/** Made-up images in the place of the dataset's: their fingerprints, and where their publisher has `file`. */
export async function withMadeUpImages(
  page: Page,
  images: Uint8Array,
  { address, file }: { address: string; file: Buffer },
): Promise<void> {
  const count = images.length / IMAGE_BYTES;
  const head = Buffer.from([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 14]);
  head.writeUInt32BE(count, 4);
  const body = Buffer.concat([head, fingerprintsOf(copiesOf(images), count)]);
  const sha256 = createHash('sha256').update(body).digest('hex');
  await page.route('**/zoo/cifar-10/manifest.json', async (route) => {
    const manifest = await (await route.fetch()).json();
    const { test } = manifest.dataset;
    test.fingerprints = { path: 'images/prints.idx', bytes: body.length, inflatedBytes: body.length, sha256 };
    test.published = { address, bytes: file.length, hosts: ['localhost'] };
    await route.fulfill({ json: manifest });
  });
  await page.route('**/zoo/cifar-10/images/prints.idx', (route) => route.fulfill({ body }));
}
