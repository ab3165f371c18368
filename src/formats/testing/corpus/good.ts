/** A good file for every reader: to be cut off anywhere, and changed anywhere. */
import { gzipSync } from 'node:zlib';
import { writeNpz } from '../../arrays/npz';
import { writeParquet } from '../../parquet/parquet';
import { writeStudy } from '../../study/study';
import { predictionsToSafetensors } from '../../writing/writePredictions';
import { bundle } from '../bundleOf';
import { fixture } from '../fixture';
import { hfOf } from '../hfOf';
import { npyOf as npy } from '../npyOf';
import { concat, tarOf } from '../tarOf';
import { deflated, HEAD, SETTINGS, utf8, zeros } from './hostile';
import type { Parser } from './parsers';

const TABLE = utf8(`${HEAD}1,a,0,0\n2,a,1,1\n1,b,0,0\n2,b,0,1\n`);
const ARRAYS = writeNpz({
  p: { shape: [1, 2], values: Uint16Array.of(0, 1) },
  labels: { shape: [2], values: Uint16Array.of(0, 1) },
});
const SAID = { members: ['a'], images: 2, classes: 2, labels: Uint16Array.of(0, 1) };
const PNG = concat(
  [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13],
  utf8('IHDR'),
  [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0],
);
const IDX = concat([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2], [1, 2, 3, 4]);

/** Several where a reader takes several forms. */
export const GOOD: Record<Parser, Uint8Array<ArrayBuffer>[]> = {
  table: [
    TABLE,
    new Uint8Array(gzipSync(TABLE)),
    await writeParquet(
      ['image_id', 'model_id', 'prediction', 'label'].map((name) => ({ name, type: 'INT32', data: [0] })),
    ),
  ],
  preview: [TABLE, fixture('zstd.parquet')],
  idxImages: [IDX],
  idxLabels: [concat([0, 0, 8, 1, 0, 0, 0, 2], [0, 1])],
  idxStream: [IDX, new Uint8Array(gzipSync(IDX))],
  safetensors: [fixture('torch.safetensors')],
  npy: [npy('|u1', '(1, 2)', [0, 1])],
  npz: [ARRAYS],
  predictions: [
    TABLE,
    ARRAYS,
    predictionsToSafetensors(SAID, Uint16Array.of(0, 1), { imageIds: [0, 1], classValues: [0, 1] }),
  ],
  labels: [utf8('image_id,label\n1,0\n2,1\n'), npy('|u1', '(2,)', [0, 1]), utf8('filename;truth\na;0\n')],
  mapped: [utf8('id,y,a,b\n1,0,0,0\n2,1,0,1\n')],
  merged: [utf8(`${HEAD}1,a,cat,cat\n2,a,dog,cat\n`)],
  attributes: [utf8('image_id,age,place\n0,1.5,in\n1,2,out\n')],
  trainingCounts: [utf8('class,count\ncat,5\ndog,6\n')],
  study: [utf8(writeStudy({ settings: SETTINGS, images: [3, 1] }))],
  archive: [tarOf({ a: zeros(3), 'b/c': zeros(9) }), deflated({ a: zeros(300), 'b/c': TABLE })],
  images: [tarOf({ 'cat/1.png': PNG, 'dog/2.png': PNG })],
  cifar: [tarOf({ 'test_batch.bin': zeros(3073) })],
  cifarBatch: [zeros(6146)],
  npzImages: [
    writeNpz({
      images: { shape: [2, 1, 1], values: zeros(2) },
      labels: { shape: [2], values: Uint16Array.of(0, 0) },
      classes: { shape: [1], values: ['cat'] },
    }),
  ],
  imageHeader: [PNG],
  huggingFace: [hfOf([0n, 1n].map((label) => ({ img: { bytes: PNG, path: null }, label })))],
  description: [fixture('torch.json')],
  weights: [fixture('torch.safetensors')],
  onnx: [fixture('plain.onnx')],
  tfjs: [fixture('chain.json')],
  tfjsShards: [fixture('chain-1of2.bin')],
  networkFiles: [fixture('torch.safetensors'), fixture('plain.onnx')],
  bundle: [bundle],
};
