import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Architecture, tensorShapes } from '../../model/architecture';
import { sizeOf } from '../../model/sizeOf';
import type { Source } from '../fetchFile';
import type { FileRef, ManifestPart } from '../manifest';

/** A safetensors file of the given tensors, laid out one after the other. */
function safetensorsOf(
  tensors: Record<string, { dtype: string; shape: number[]; data: ArrayBufferView }>,
): Uint8Array<ArrayBuffer> {
  let offset = 0;
  const header: Record<string, unknown> = {};
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** An IDX file of bytes. */
function idxOf(shape: number[], data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 + shape.length);
  shape.forEach((extent, axis) => {
    view.setUint32(4 + 4 * axis, extent);
  });
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

const architectureOf = (channels: number): Architecture => ({
  input: { channels: 1, height: 2, width: 2, mean: [0], std: [1] },
  layers: [
    {
      kind: 'conv',
      name: 'conv1',
      input: 1,
      output: channels,
      kernel: [1, 1],
      stride: 1,
      padding: 0,
      bias: false,
    },
    { kind: 'batchNorm', name: 'bn1', channels, epsilon: 1e-5 },
    { kind: 'relu' },
    { kind: 'globalAverage' },
    { kind: 'dense', name: 'head', input: channels, output: 3, bias: true },
  ],
});
const architecture = architectureOf(2);
const narrow = architectureOf(1);

/**
 * A zoo of four 2 x 2 images, three classes and three variants. Dense is in parts of two and three members;
 * null and networks of half the channels are in one of two. With `training`, as many training images. Label
 * of image i by member k of a part is (i + k) % 3; the weights of member k of all are k.
 */
export function tinyZoo({ training = 0 } = {}) {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const add = (path: string, content: Uint8Array): FileRef => {
    const stored = new Uint8Array(gzipSync(content));
    files.set(path, stored);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { path, bytes: stored.length, inflatedBytes: content.length, sha256 };
  };
  const part = (id: string, first: number, count: number, of = architecture): ManifestPart => {
    const weights = Object.fromEntries(
      [...tensorShapes(of)].map(([name, shape]) => {
        const size = sizeOf(shape);
        const data = Float32Array.from({ length: size * count }, (_, i) => first + Math.floor(i / size));
        return [name, { dtype: 'F32', shape: [count, ...shape], data }];
      }),
    );
    const label = Uint8Array.from({ length: 4 * count }, (_, i) => (Math.floor(i / count) + (i % count)) % 3);
    const shape = [4, count];
    const scores = {
      p_prediction: { dtype: 'F16', shape, data: new Uint16Array(4 * count).fill(0x3a00) },
      p_label: { dtype: 'F16', shape, data: new Uint16Array(4 * count).fill(0x3400) },
      rank_label: { dtype: 'U8', shape, data: label },
    };
    return {
      weights: add(`${id}-${first}-weights.safetensors.gz`, safetensorsOf(weights)),
      labels: add(
        `${id}-${first}-labels.safetensors.gz`,
        safetensorsOf({ label: { dtype: 'U8', shape, data: label } }),
      ),
      scores: add(`${id}-${first}-scores.safetensors.gz`, safetensorsOf(scores)),
      members: Array.from({ length: count }, (_, index) => ({
        id: `${id}/${first + index}`,
        seed: 100 + first + index,
        top1: 0.5,
        device: 'cpu',
        sparsity: { overall: 0, layers: { conv1: 0, head: 0 } },
      })),
    };
  };
  const shard = (prefix: string, count = 4) => ({
    images: add(
      `${prefix}-images.idx.gz`,
      idxOf(
        [count, 2, 2],
        Uint8Array.from({ length: 4 * count }, (_, i) => i),
      ),
    ),
    labels: add(
      `${prefix}-labels.idx.gz`,
      idxOf(
        [count],
        Uint8Array.from({ length: count }, (_, i) => i % 3),
      ),
    ),
    count,
  });
  const manifest = {
    schemaVersion: 1,
    dataset: {
      id: 'tiny',
      title: 'Tiny',
      licence: { name: 'MIT', file: 'LICENSE' },
      source: 'made by this test',
      citation: 'none',
      classes: ['a', 'b', 'c'],
      trainingCounts: [1, 1, 1],
      test: shard('test'),
      calibration: { ...shard('calibration'), note: 'four images' },
      ...(training > 0 && { training: shard('training', training) }),
    },
    architecture,
    variants: [
      {
        id: 'dense',
        kind: 'dense',
        targetSparsity: 0,
        recipe: {},
        parts: [part('dense', 0, 2), part('dense', 2, 3)],
      },
      { id: 'null', kind: 'null', targetSparsity: 0, recipe: {}, parts: [part('null', 0, 2)] },
      {
        id: 'narrow-50',
        kind: 'narrow',
        targetSparsity: 0,
        width: 0.5,
        architecture: narrow,
        recipe: {},
        parts: [part('narrow-50', 0, 2, narrow)],
      },
    ],
  };
  files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));

  const reads: string[] = [];
  const source: Source = async function* (base, path, signal) {
    reads.push(path);
    await Promise.resolve();
    signal?.throwIfAborted();
    const bytes = files.get(path);
    if (!bytes) throw new Error(`${path}: expected a file under ${base}, got none.`);
    const middle = bytes.length >> 1;
    yield bytes.subarray(0, middle);
    yield bytes.subarray(middle);
  };
  return { manifest, files, source, reads };
}

/**
 * The tiny zoo with a dataset whose images may not be published: labels of the test images, and nothing else
 * of them.
 */
export function tinyZooWithoutImages() {
  const tiny = tinyZoo();
  const { dataset, ...rest } = tiny.manifest;
  const { images: fingerprints, labels, count } = dataset.test;
  const test = {
    images: null,
    imagesNote: 'The images may not be passed on.',
    predictedOn: 'copies of the test images',
    fingerprints,
    labels,
    count,
  };
  const manifest = { ...rest, dataset: { ...dataset, licence: null, test, calibration: null } };
  tiny.files.set('manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  for (const path of tiny.files.keys()) if (path.includes('-images')) tiny.files.delete(path);
  return { ...tiny, manifest };
}
