/** Hostile arrays and tensors. */
import { writeZip } from '../../archives/writeZip';
import { writeNpz } from '../../arrays/npz';
import { npyOf as npy } from '../npyOf';
import { concat } from '../tarOf';
import { deflated, type Hostile, MEBIBYTE, nested, utf8, withHeader, zeros } from './hostile';

export const arrays: Hostile[] = [
  {
    wrong: '4 GiB x 4 GiB x 4 GiB of pixels',
    bytes: concat([0, 0, 8, 3], zeros(12).fill(255), zeros(1000)),
    parser: 'idxImages',
  },
  { wrong: 'another magic', bytes: zeros(100), parser: 'idxImages' },
  {
    wrong: '4 billion labels',
    bytes: concat([0, 0, 8, 1], zeros(4).fill(255), zeros(1000)),
    parser: 'idxLabels',
  },
  { wrong: 'images for labels', bytes: concat([0, 0, 8, 3], zeros(12), zeros(9)), parser: 'idxLabels' },
  {
    wrong: 'a header of 2^63 bytes',
    bytes: concat([0, 0, 0, 0, 0, 0, 0, 128], utf8('{}')),
    parser: 'safetensors',
  },
  {
    wrong: 'ranges that overlap',
    bytes: withHeader(
      {
        a: { dtype: 'U8', shape: [3], data_offsets: [0, 3] },
        b: { dtype: 'U8', shape: [3], data_offsets: [1, 4] },
      },
      zeros(4),
    ),
    parser: 'safetensors',
  },
  {
    wrong: 'a tensor of 2^156 bytes',
    bytes: withHeader(
      { a: { dtype: 'U8', shape: [2 ** 52, 2 ** 52, 2 ** 52], data_offsets: [0, 4] } },
      zeros(4),
    ),
    parser: 'safetensors',
  },
  {
    wrong: 'a header nested 100,000 deep',
    bytes: withHeader(`{"a":${nested(100_000)}}`),
    parser: 'safetensors',
  },
  { wrong: 'a claim of 4 GiB in 100 bytes', bytes: npy('<f4', '(1024, 1048576)'), parser: 'npy' },
  { wrong: 'extents that overflow', bytes: npy('<f8', '(4611686018427387904, 4)'), parser: 'npy' },
  { wrong: 'Python objects', bytes: npy('|O', '(1,)', utf8('cposix\nsystem\n')), parser: 'npy' },
  { wrong: 'NaN for a class', bytes: npy('<f4', '(1, 1)', [0, 0, 0xc0, 0x7f]), parser: 'npy' },
  { wrong: 'a negative class', bytes: npy('|i1', '(1, 1)', [255]), parser: 'npy' },
  { wrong: 'text of 999,999 characters an element', bytes: npy('<U999999', '(1000000,)'), parser: 'npy' },
  { wrong: 'no array', bytes: concat(...writeZip([])), parser: 'npz' },
  {
    wrong: 'an array 1 GB when inflated',
    bytes: deflated({ 'p.npy': npy('|u1', '(1, 1)') }, 1e9),
    parser: 'npz',
  },
  {
    wrong: 'deflated zeros behind a small claim',
    bytes: deflated({ 'p.npy': zeros(8 * MEBIBYTE) }, 100),
    parser: 'npz',
  },
  {
    wrong: 'a bomb of three arrays of 30 MiB',
    bytes: deflated(Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.npy`, zeros(30 * MEBIBYTE)]))),
    parser: 'npz',
  },
  {
    wrong: 'two matrices of 20 million predictions in 40 KB',
    bytes: deflated(
      Object.fromEntries(['a', 'b'].map((name) => [`${name}.npy`, npy('|u1', '(2, 10000000)', zeros(2e7))])),
    ),
    parser: 'npz',
    most: 2e7 + MEBIBYTE,
    mostInAll: 4e7 + 2 * MEBIBYTE,
  },
  {
    wrong: '4 GiB x 4 GiB x 4 GiB of pixels',
    bytes: concat([0, 0, 8, 3], zeros(12).fill(255), zeros(1000)),
    parser: 'idxStream',
  },
  {
    wrong: 'fewer images than it says',
    bytes: concat([0, 0, 8, 3], [0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1], zeros(3)),
    parser: 'idxStream',
  },
  {
    wrong: 'images of a thousand channels',
    bytes: writeNpz({ images: { shape: [1, 1, 1, 1000], values: zeros(1000) } }),
    parser: 'npzImages',
  },
  {
    wrong: 'fewer labels than images',
    bytes: writeNpz({
      images: { shape: [2, 1, 1], values: zeros(2) },
      labels: { shape: [1], values: Uint16Array.of(0) },
    }),
    parser: 'npzImages',
  },
  {
    wrong: 'a label without a name',
    bytes: writeNpz({
      images: { shape: [1, 1, 1], values: zeros(1) },
      labels: { shape: [1], values: Uint16Array.of(1) },
      classes: { shape: [1], values: ['cat'] },
    }),
    parser: 'npzImages',
  },
];
