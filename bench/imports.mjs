// Writes predictions of ImageNet's size, to be opened in the page: node bench/imports.mjs FOLDER [--networks 30] [--images 50000] [--classes 1000]
// dense.parquet and compressed.parquet, and the same as CSV: a row for each network and image, with its true label.

import { once } from 'node:events';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parquetWriteBuffer } from 'hyparquet-writer';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    networks: { type: 'string', default: '30' },
    images: { type: 'string', default: '50000' },
    classes: { type: 'string', default: '1000' },
  },
});
const [folder] = positionals;
if (!folder) {
  console.error('Expected a folder to write to: node bench/imports.mjs FOLDER');
  process.exit(1);
}
const [networks, images, classes] = [values.networks, values.images, values.classes].map(Number);

/** mulberry32: the same files everywhere. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Top-1 near 76% and 73%: each image has a difficulty of its own, a rival class, and networks that err on their own. */
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
  const difficulty = Float64Array.from({ length: images }, () => shared() ** 3);
  const rival = Int32Array.from({ length: images }, () => Math.floor(shared() * classes));
  const names = Array.from(
    { length: images },
    (_, image) => `ILSVRC2012_val_${String(image + 1).padStart(8, '0')}`,
  );
  for (let network = 0, row = 0; network < networks; network++) {
    for (let image = 0; image < images; image++, row++) {
      const label = image % classes;
      const wrong = own() < Math.min(0.95, difficulty[image] * error);
      columns.image[row] = names[image];
      columns.model[row] = `${side}-${network}`;
      columns.label[row] = label;
      columns.prediction[row] = !wrong ? label : own() < 0.7 ? rival[image] : Math.floor(own() * classes);
    }
  }
  return columns;
}

mkdirSync(folder, { recursive: true });
for (const [side, error] of [
  ['dense', 1],
  ['compressed', 1.15],
]) {
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
