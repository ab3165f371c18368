import { type Page, test as plain } from '@playwright/test';
import { audit } from '../src/audit/audit';
import type { Predictions } from '../src/audit/predictions';
import { packSession } from '../src/formats/bundle/bundleSession';
import { expect } from './test';

/** Names that would run, or ask another host, were they taken for anything but text. */
const EVIL = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  'https://evil.example/a.png',
  '<svg onload=alert(3)><style>@import "https://evil.example/b.css"</style>',
  'javascript:alert(4)',
];
const IMAGES = 60;

/** What a page asks for and says from now on, but for parts of the page itself. */
function watch(page: Page) {
  const dialogs: string[] = [];
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    const isOwn =
      origin === new URL(page.url()).origin &&
      /^\/(assets\/[\w.-]+|zoo\/[\w./-]+|index\.html|icon\.svg)?$/.test(pathname);
    if (!isOwn && !request.url().startsWith('blob:') && !request.url().startsWith('data:')) {
      asked.push(request.url());
    }
  });
  return { dialogs, asked };
}

/** Goes through all of an import's page, so that all of it is drawn. */
async function readThrough(page: Page): Promise<void> {
  for (const title of ['Who pays', 'Is it real?', 'What is forgotten', 'Why these?']) {
    await page.getByRole('heading', { name: title, exact: true }).scrollIntoViewIfNeeded();
  }
  for (const summary of await page.locator('main details > summary').all()) await summary.click();
  await expect(page.getByTestId('pie-card').first()).toBeVisible();
  await page.getByTestId('pie-card').first().click();
  await expect(page.getByTestId('inspector')).toBeVisible();
}

/** No name became an element or an attribute that acts. */
async function isText(page: Page): Promise<void> {
  const made = await page.evaluate(
    () =>
      [...document.querySelectorAll('main *')].filter(
        (element) =>
          element.matches(
            'script, style, img, iframe, [href^="javascript:"], [src*="evil"], [href*="evil"]',
          ) || [...element.attributes].some(({ name }) => name.startsWith('on')),
      ).length,
  );
  expect(made).toBe(0);
}

plain(
  'a table whose names are HTML, scripts and addresses is shown as text, and asks nobody',
  async ({ page }) => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = ['dense', 'pruned'].flatMap((kind) =>
      Array.from({ length: 5 * IMAGES }, (_, row) => {
        const [network, image] = [Math.floor(row / IMAGES), row % IMAGES];
        const says = kind === 'pruned' && image % 10 === 0 ? image + 1 : image;
        const cells = [
          `${EVIL[image % 5]} ${image}`,
          `${kind} ${EVIL[network]}`,
          EVIL[says % 5],
          EVIL[image % 5],
        ];
        return cells.map(quoted).join(',');
      }),
    );
    const csv = ['image_id,model_id,prediction,label', ...rows].join('\n');
    await page.goto('./#/yours');
    const { dialogs, asked } = watch(page);
    const name = '<img src=x onerror=alert(5)>.csv';
    await page
      .getByTestId('choose-files')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await expect(page.getByTestId('mapping')).toContainText(name);
    await expect(page.getByTestId('mapping')).toContainText(EVIL[0]);
    await page.getByTestId('read-files').click();
    await expect(page.getByTestId('roles')).toContainText(EVIL[1]);
    await isText(page);
    await page.getByTestId('make-import').click();
    await expect(page.getByTestId('headline')).toContainText('6 of 60 images change their label');
    await isText(page);
    expect({ dialogs, asked }).toEqual({ dialogs: [], asked: [] });
  },
);

plain(
  'a bundle whose texts are HTML, scripts and addresses is shown as text, and asks nobody',
  async ({ page }) => {
    const truth = Uint16Array.from({ length: IMAGES }, (_, image) => image % 5);
    const says = (kind: string, wrong: number): Predictions => ({
      members: EVIL.map((name) => `${kind} ${name}`),
      images: IMAGES,
      classes: 5,
      labels: Uint16Array.from({ length: 5 * IMAGES }, (_, at) =>
        (at % IMAGES) % 10 === 0 ? (truth[at % IMAGES] + wrong) % 5 : truth[at % IMAGES],
      ),
    });
    const [dense, compressed] = [says('dense', 0), says('pruned', 1)];
    const pieces = await packSession(
      {
        title: EVIL[0],
        compressed: EVIL[1],
        query: 'data=fashion-mnist&image=0',
        provenance: `Data: ${EVIL[2]}\n${EVIL[3]}`,
        created: '2026-01-01T00:00:00Z',
      },
      {
        dense,
        compressed,
        nulls: null,
        truth,
        imageIds: Array.from(truth, (label, image) => `${EVIL[label]} ${image}`),
        classNames: EVIL,
        pictures: null,
      },
      audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 0, paired: false }, null),
    );
    await page.goto('./#/yours');
    const { dialogs, asked } = watch(page);
    await page
      .getByTestId('choose-files')
      .setInputFiles({ name: `${EVIL[4]}.zip`, mimeType: '', buffer: Buffer.concat(pieces) });
    const offer = page.getByTestId('bundle-offer');
    await expect(offer.getByRole('heading', { level: 2 })).toHaveText(EVIL[0]);
    await expect(offer).toContainText(EVIL[3]);
    await page.getByTestId('open-bundle').click();
    await expect(page.getByTestId('bundle-agreement')).toContainText('all equal.');
    await readThrough(page);
    await expect(page.getByTestId('bundle-origin')).toContainText(EVIL[1]);
    await isText(page);
    await page.getByRole('link', { name: 'Your predictions' }).click();
    await expect(page.getByTestId('kept-import').getByRole('link')).toHaveText(EVIL[0]);
    await isText(page);
    expect({ dialogs, asked }).toEqual({ dialogs: [], asked: [] });
  },
);
