// A dataset of parts as a cluster leaves it, made up: node bench/partsDataset.mjs FOLDER
//   [--images 1281167] [--classes 1000] [--networks 30] [--part 65536]
//   Two populations, each in parts of npz (u16 [networks, images], labels, ids) by image range, and
//   manifest.json (docs/formats.md).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import { answerOf, generator, imageOf, POPULATIONS, RETRAINED } from './madeUp.mjs';

function npy({ dtype, shape, values }) {
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${extents}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64;
  const head = Buffer.alloc(length, ' ');
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, (length - 10) & 255, (length - 10) >> 8]);
  head.write(text, 10, 'latin1');
  head[length - 1] = 10;
  return Buffer.concat([head, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}

/** An npz file, stored: arrays by name. */
function npz(arrays) {
  const [pieces, directory] = [[], []];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const data = npy(array);
    const file = Buffer.from(`${name}.npy`);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(33, 8); // the first of January 1980
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(file.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, file, data]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(20, 4);
    fields.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(Buffer.concat([entry, file]));
    pieces.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, central, end]);
}

function texts(values) {
  const width = Math.max(...values.map(({ length }) => length));
  const codes = new Uint32Array(width * values.length);
  values.forEach((text, at) => {
    codes.set(
      Array.from(text, (letter) => letter.codePointAt(0)),
      at * width,
    );
  });
  return { dtype: `<U${width}`, shape: [values.length], values: codes };
}

/**
 * Writes the dataset, with `retrained` networks too if asked, unless the folder has it with the same extents.
 */
export function writePartsDataset(folder, { images, classes, networks, part, retrained = false }) {
  const made = retrained ? [...POPULATIONS, RETRAINED] : POPULATIONS;
  const file = join(folder, 'manifest.json');
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    const same =
      kept.images === images &&
      kept.classes.length === classes &&
      kept.parts[0].end === Math.min(part, images);
    const [{ members }] = kept.populations;
    if (same && kept.populations.length === made.length && members.length === networks) return;
  }
  const parts = [];
  for (const [at, { name, error }] of made.entries()) {
    const [shared, own] = [generator(1), generator(2 + at)];
    for (let start = 0; start < images; start += part) {
      const end = Math.min(start + part, images);
      const count = end - start;
      const predictions = new Uint16Array(networks * count);
      const labels = new Uint16Array(count);
      for (let image = 0; image < count; image++) {
        const made = imageOf(shared, classes);
        const label = (start + image) % classes;
        labels[image] = label;
        for (let network = 0; network < networks; network++) {
          predictions[network * count + image] = answerOf(own, made, label, error, classes);
        }
      }
      const bytes = npz({
        [name]: { dtype: '<u2', shape: [networks, count], values: predictions },
        model_ids: texts(Array.from({ length: networks }, (_, k) => `${name}-${k}`)),
        image_ids: {
          dtype: '<i4',
          shape: [count],
          values: Int32Array.from({ length: count }, (_, k) => start + k),
        },
        labels: { dtype: '<u2', shape: [count], values: labels },
      });
      const path = `population=${name}/part-${String(start / part).padStart(5, '0')}.npz`;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      parts.push({ path, population: name, start, end, bytes: bytes.length, sha256 });
    }
  }
  const populations = made.map(({ name, what }) => ({
    name,
    what,
    members: Array.from({ length: networks }, (_, k) => ({ id: `${name}-${k}`, seed: k })),
  }));
  const names = Array.from({ length: classes }, (_, k) => `class ${k}`);
  const said = {
    format: 'lacuna-parts',
    version: 1,
    dataset: 'made up',
    images,
    classes: names,
    populations,
    parts,
  };
  writeFileSync(file, `${JSON.stringify(said, null, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      images: { type: 'string', default: '1281167' },
      classes: { type: 'string', default: '1000' },
      networks: { type: 'string', default: '30' },
      part: { type: 'string', default: '65536' },
    },
  });
  if (positionals.length !== 1) {
    console.error('Expected a folder to write to: node bench/partsDataset.mjs FOLDER');
    process.exit(1);
  }
  const extents = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
  writePartsDataset(positionals[0], extents);
}
