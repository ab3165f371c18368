// The shipped zoo cut down for the end-to-end tests: every variant with a few networks and the first images,
// in the same files.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const BYTES = { F32: 4, F16: 2, U8: 1, U16: 2 };

/** The tensors of a safetensors file: dtype, shape and bytes by their names, in the file's order. */
function readTensors(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__, ...header } = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  return Object.entries(header).map(([name, { dtype, shape, data_offsets }]) => {
    const [from, to] = data_offsets.map((offset) => 8 + length + offset);
    return { name, dtype, shape, data: bytes.subarray(from, to) };
  });
}

function writeTensors(tensors) {
  const header = {};
  let offset = 0;
  for (const { name, dtype, shape, data } of tensors) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.length] };
    offset += data.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...tensors.map(({ data }) => data)]);
}

/** The first `rows` of a tensor along its first axis. */
function firstRows({ name, dtype, shape, data }, rows) {
  const kept = Math.min(rows, shape[0]);
  return {
    name,
    dtype,
    shape: [kept, ...shape.slice(1)],
    data: data.subarray(0, (data.length / shape[0]) * kept),
  };
}

/** The first `columns` of a matrix. */
function firstColumns({ name, dtype, shape: [rows, all], data }, columns) {
  const kept = Math.min(columns, all);
  const size = BYTES[dtype];
  const parts = Array.from({ length: rows }, (_, row) =>
    data.subarray(row * all * size, (row * all + kept) * size),
  );
  return { name, dtype, shape: [rows, kept], data: Buffer.concat(parts) };
}

/** The first `count` items of an IDX file. */
function firstItems(bytes, count) {
  const axes = bytes[3];
  const start = 4 + 4 * axes;
  const items = bytes.readUInt32BE(4);
  const cut = Buffer.from(bytes.subarray(0, start + ((bytes.length - start) / items) * count));
  cut.writeUInt32BE(count, 4);
  return cut;
}

/** Test images that may not be published: so few, as tests make up others in their place. */
const WITHHELD = 200;

/**
 * Writes a part of the zoo of `source` (a folder with index.json) under `target`. It has the first `members`
 * networks of every variant and the first `images` test images. Of the other images it has the first
 * `calibration` for re-estimating BatchNorm and the first `training` to train on.
 */
export function writeSmallZoo(source, target, { members, images: most, calibration, training }) {
  const index = JSON.parse(readFileSync(join(source, 'index.json'), 'utf8'));
  mkdirSync(target, { recursive: true });
  cpSync(join(source, 'index.json'), join(target, 'index.json'));
  for (const { id } of index.datasets) {
    const read = ({ path }) => {
      const stored = readFileSync(join(source, id, path));
      return path.endsWith('.gz') ? gunzipSync(stored) : stored;
    };
    const write = ({ path }, content) => {
      const stored = path.endsWith('.gz') ? gzipSync(content, { level: 1 }) : content;
      mkdirSync(dirname(join(target, id, path)), { recursive: true });
      writeFileSync(join(target, id, path), stored);
      const sha256 = createHash('sha256').update(content).digest('hex');
      return { path, bytes: stored.length, inflatedBytes: content.length, sha256 };
    };
    const tensors = (ref, cut) => write(ref, writeTensors(readTensors(read(ref)).map(cut)));
    const manifest = JSON.parse(readFileSync(join(source, id, 'manifest.json'), 'utf8'));
    const { dataset } = manifest;
    const images = dataset.test.images ? most : WITHHELD;
    for (const [shard, count] of [
      [dataset.test, images],
      [dataset.calibration, calibration],
      [dataset.training, training],
    ]) {
      // Images may be withheld; their fingerprints are cut alike.
      if (!shard) continue;
      shard.count = count;
      for (const file of ['images', 'labels', 'fingerprints'])
        if (shard[file]) shard[file] = write(shard[file], firstItems(read(shard[file]), count));
    }
    for (const variant of manifest.variants) {
      const part = variant.parts[0];
      if (!part) continue;
      part.members = part.members.slice(0, members);
      part.weights = tensors(part.weights, (tensor) => firstRows(tensor, members));
      for (const file of ['labels', 'scores']) {
        part[file] = tensors(part[file], (tensor) => firstColumns(firstRows(tensor, images), members));
      }
      variant.parts = [part];
    }
    if (manifest.robustness) {
      const table = JSON.parse(read(manifest.robustness).toString('utf8'));
      for (const answers of [table.clean, ...table.cells.map((cell) => cell.answers)]) {
        for (const each of Object.values(answers)) {
          each.right = each.right.slice(0, members);
          // Right answers of each image are of more networks.
          delete each.hits;
        }
      }
      manifest.robustness = write(manifest.robustness, Buffer.from(JSON.stringify(table)));
    }
    if (dataset.licence)
      cpSync(join(source, id, dataset.licence.file), join(target, id, dataset.licence.file));
    if (manifest.map) manifest.map.places = tensors(manifest.map.places, (one) => firstRows(one, images));
    // What ships of one-shot pruning would answer before what the tests run.
    delete manifest.oneShot;
    writeFileSync(join(target, id, 'manifest.json'), JSON.stringify(manifest));
  }
}
