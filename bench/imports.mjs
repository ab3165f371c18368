// Predictions of ImageNet's size, written and opened in the page: npm run build && node bench/imports.mjs FOLDER
//   [--networks 30] [--images 50000] [--classes 1000] [--types parquet,csv,parts] [--out-dir dist]
//   [--json FILE] [--pictures FOLDER]
// Dense and compressed networks as Parquet and CSV, a row for each network and image, with its true label. The
// type `parts` is a folder of parts with a manifest (partsDataset.mjs), of 1,281,167 images unless --images says
// otherwise. Files that are in the folder are used as they are. It tells the seconds from choosing the files to
// the result and to its being kept, and the peak of the page's process. For everything done with the result it
// tells the page's longest task (walkImport.mjs).

import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { preview } from 'vite';
import { ensureRequirements } from '../scripts/requirements.mjs';
import { answerOf, generator, imageOf, POPULATIONS } from './madeUp.mjs';
import { writePartsDataset } from './partsDataset.mjs';
import { walkImport } from './walkImport.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    networks: { type: 'string', default: '30' },
    images: { type: 'string' },
    classes: { type: 'string', default: '1000' },
    types: { type: 'string', default: 'parquet,csv' },
    'out-dir': { type: 'string', default: 'dist' },
    json: { type: 'string' },
    pictures: { type: 'string' },
  },
});
const [folder] = positionals;
if (!folder) {
  console.error('Expected a folder to write to: node bench/imports.mjs FOLDER');
  process.exit(1);
}
const [networks, images, classes] = [values.networks, values.images ?? 50_000, values.classes].map(Number);
const extents = { images: Number(values.images ?? 1_281_167), classes, networks, part: 65_536 };

/** A row for each network and image. */
function predictions(side, error) {
  const shared = generator(1);
  const own = generator(side === 'dense' ? 2 : 3);
  const rows = networks * images;
  const columns = {
    image: new Array(rows),
    model: new Array(rows),
    prediction: new Int32Array(rows),
    label: new Int32Array(rows),
  };
  const made = Array.from({ length: images }, () => imageOf(shared, classes));
  const names = Array.from(
    { length: images },
    (_, image) => `ILSVRC2012_val_${String(image + 1).padStart(8, '0')}`,
  );
  for (let network = 0, row = 0; network < networks; network++) {
    for (let image = 0; image < images; image++, row++) {
      const label = image % classes;
      columns.image[row] = names[image];
      columns.model[row] = `${side}-${network}`;
      columns.label[row] = label;
      columns.prediction[row] = answerOf(own, made[image], label, error, classes);
    }
  }
  return columns;
}

async function write() {
  mkdirSync(folder, { recursive: true });
  for (const { name: side, error } of POPULATIONS) {
    const { image, model, prediction, label } = predictions(side, error);
    const columnData = [
      { name: 'image_id', type: 'STRING', data: image },
      { name: 'model_id', type: 'STRING', data: model },
      { name: 'prediction', type: 'INT32', data: prediction },
      { name: 'label', type: 'INT32', data: label },
    ].map((column) => ({ ...column, nullable: false }));
    const parquet = parquetWriteBuffer({ columnData, rowGroupSize: 500_000 });
    writeFileSync(join(folder, `${side}.parquet`), new Uint8Array(parquet));
    const csv = createWriteStream(join(folder, `${side}.csv`));
    csv.write('image_id,model_id,prediction,label\n');
    for (let row = 0; row < image.length; row += 10_000) {
      const lines = [];
      for (let at = row; at < Math.min(row + 10_000, image.length); at++) {
        lines.push(`${image[at]},${model[at]},${prediction[at]},${label[at]}\n`);
      }
      if (!csv.write(lines.join(''))) await once(csv, 'drain');
    }
    csv.end();
    await once(csv, 'finish');
  }
}

/** Megabytes that the largest process of a page had at most; null where the system does not tell. */
async function peakMegabytes(browser) {
  if (!existsSync('/proc/self/status')) return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1000);
  return Math.round(Math.max(...peaks));
}

async function openInPage(type, url) {
  const browser = await chromium.launch({
    executablePath: ensureRequirements(),
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(() => {
      window.long = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.long.push(Math.round(duration));
      }).observe({ entryTypes: ['longtask'] });
    });
    await page.goto(`${url}#/yours`);
    const seconds = {};
    const start = performance.now();
    let before = start;
    const lap = (name) => {
      const now = performance.now();
      seconds[name] = (now - before) / 1000;
      before = now;
    };
    if (type === 'parts') {
      await page.getByTestId('choose-files-folder').setInputFiles(join(folder, 'parts'));
      await page.getByTestId('gather-parts').click({ timeout: 300_000 });
      lap('look');
    } else {
      await page
        .getByTestId('choose-files')
        .setInputFiles(['dense', 'compressed'].map((side) => join(folder, `${side}.${type}`)));
      await page.getByTestId('read-files').click();
      lap('look');
      await page.getByTestId('make-import').click({ timeout: 300_000 });
      lap('read');
    }
    await page.getByTestId('headline').waitFor({ timeout: 300_000 });
    lap('audit and show');
    seconds.shown = (performance.now() - start) / 1000;
    await page.getByTestId('keeping').waitFor({ state: 'detached', timeout: 300_000 });
    seconds.kept = (performance.now() - start) / 1000;
    const openingLong = await page.evaluate(() => window.long.splice(0));
    const headline = await page.getByTestId('headline').locator('h2, p').first().textContent();
    const peak = await peakMegabytes(browser);

    const told = Object.entries(seconds).map(([name, value]) => `${name} ${value.toFixed(1)} s`);
    console.log(`${type}: ${told.join(', ')}; peak ${peak} MB; ${headline}`);
    console.log(`  long tasks while opening: ${openingLong.join(', ') || 'none'} ms`);
    console.log('  longest task: elapsed, of processor time; until an answer is there');
    const picture = (name) =>
      values.pictures ? page.screenshot({ path: join(values.pictures, `${type}-${name}.png`) }) : undefined;
    const steps = await walkImport(browser, page, picture, ({ name, longest, processor, answered }) => {
      const times = [longest, processor, answered].map((value) => `${String(value).padStart(7)} ms`);
      console.log(`  ${name.padEnd(38)}${times.join('')}`);
    });
    return { type, seconds, openingLong, peakMegabytes: peak, headline, steps };
  } finally {
    await browser.close();
  }
}

const types = values.types.split(',');
const missing = ['dense', 'compressed'].some((side) =>
  types.some((type) => type !== 'parts' && !existsSync(join(folder, `${side}.${type}`))),
);
if (missing) await write();
if (types.includes('parts')) writePartsDataset(join(folder, 'parts'), extents);
const server = await preview({
  build: { outDir: values['out-dir'] },
  preview: { port: 0, host: 'localhost' },
  logLevel: 'warn',
});
const results = [];
for (const type of types) {
  results.push(await openInPage(type, server.resolvedUrls.local[0]));
}
await server.close();
if (values.json) {
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} cores`;
  writeFileSync(values.json, `${JSON.stringify({ networks, images, classes, machine, results }, null, 2)}\n`);
}
