/** Hostile networks. */
import { fixture } from '../fixture';
import { concat } from '../tarOf';
import { type Hostile, nested, row, utf8, withHeader, zeros } from './hostile';

export const networks: Hostile[] = [
  {
    wrong: 'a key __proto__',
    bytes: withHeader('{"__proto__": {"dtype": "U8", "shape": [9], "data_offsets": [0, 9]}}'),
    parser: 'weights',
  },
  {
    wrong: 'scripts in names',
    bytes: withHeader({ '<script>\n': { dtype: 'U8', shape: [1], data_offsets: [0, 1] } }, [1]),
    parser: 'weights',
  },
  { wrong: 'an empty file', bytes: zeros(0), parser: 'description' },
  { wrong: 'nesting 100,000 deep', bytes: utf8(nested(100_000)), parser: 'description' },
  {
    wrong: 'a layer of 10^15 outputs',
    bytes: utf8(
      '{"format":"lacuna-network","version":1,' +
        '"input":{"channels":1,"height":1,"width":1,"mean":[0],"std":[1]},' +
        '"layers":[{"kind":"dense","name":"<script>","input":2,"output":1e15,"bias":true}]}',
    ),
    parser: 'description',
  },
  { wrong: 'an empty file', bytes: zeros(0), parser: 'onnx' },
  {
    wrong: 'a graph of 4 GiB in 8 bytes',
    bytes: Uint8Array.of(0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2),
    parser: 'onnx',
  },
  { wrong: 'a page', bytes: utf8('<!doctype html>'), parser: 'onnx' },
  {
    wrong: 'a tensor of 2^62 x 2^62 values',
    bytes: concat(
      [0x3a, 28, 0x2a, 26],
      [0x08, ...zeros(8).fill(128), 64, 0x08, ...zeros(8).fill(128), 64, 0x10, 1, 0x4a, 0],
    ),
    parser: 'onnx',
  },
  {
    wrong: 'a shard elsewhere',
    bytes: utf8(
      '{"modelTopology":{},"weightsManifest":[{"paths":["https://example.org/x.bin"],"weights":[]}]}',
    ),
    parser: 'tfjs',
  },
  {
    wrong: 'weights of 4 GiB in a shard of 4 bytes',
    bytes: utf8(
      '{"modelTopology":{},"weightsManifest":[{"paths":["a.bin"],' +
        '"weights":[{"name":"x","dtype":"float32","shape":[1073741824]}]}]}',
    ),
    parser: 'tfjs',
  },
  { wrong: 'a shard of one byte', bytes: zeros(1), parser: 'tfjsShards' },
  row('networkFiles', 'a page', '<!doctype html>'),
  { wrong: 'a pickle', bytes: concat([0x80, 2], utf8('cposix\nsystem\n')), parser: 'networkFiles' },
  {
    wrong: 'weights that are no numbers',
    bytes: fixture('torch.safetensors').fill(0xff, -64),
    parser: 'networkFiles',
  },
];
