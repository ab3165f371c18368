import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { mulberry32 } from '../audit/statistics/random';
import { crc32 } from '../formats/bytes/crc32';
import { onnxOf } from '../formats/testing/onnx/onnxOf';
import { onnxAnswers } from '../formats/testing/onnxruntime';
import { decodePng } from './decodePng';
import { folderOf, lacuna, ROOT } from './testing';

const FIXTURES = `${ROOT}/src/formats/fixtures`;
const RESNET = `${FIXTURES}/networks/resnet8-option-B.onnx`;

function chunk(kind: string, content: Uint8Array): Uint8Array {
  const body = new Uint8Array([...new TextEncoder().encode(kind), ...content]);
  const bytes = new Uint8Array(body.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return bytes;
}

/** A PNG in colour, each row by another filter. */
function pngOf(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, 2], 8);
  const stride = 3 * width;
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    // Filter 1 (the pixel to the left) and filter 2 (the row above) take turns.
    const filter = 1 + (y % 2);
    rows[y * (stride + 1)] = filter;
    for (let i = 0; i < stride; i++) {
      const guess = filter === 1 ? (i < 3 ? 0 : pixels[y * stride + i - 3]) : pixels[(y - 1) * stride + i];
      rows[y * (stride + 1) + 1 + i] = pixels[y * stride + i] - guess;
    }
  }
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array())];
  return new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...parts.flatMap((part) => [...part])]);
}

const random = mulberry32(3);
const pictures = Array.from({ length: 3 }, () => new Uint8Array(32 * 32 * 3).map(() => random() * 256));

test('a PNG is the pixels that it was made of', () => {
  const { width, height, channels, data } = decodePng(pngOf(32, 32, pictures[0]));
  expect({ width, height, channels }).toEqual({ width: 32, height: 32, channels: 3 });
  expect(data).toEqual(pictures[0]);
});

test('describe prints the graph and what is refused; its exit code says whether anything runs', () => {
  const { code, stdout } = lacuna('describe', '--network', RESNET, `${FIXTURES}/unfit.onnx`, '--json');
  expect(code).toBe(0);
  const { schemaVersion, networks, refused } = JSON.parse(stdout);
  expect(schemaVersion).toBe(1);
  expect(networks).toHaveLength(1);
  expect(networks[0]).toMatchObject({
    runs: true,
    input: { channels: 3, height: 32, width: 32 },
    classes: 10,
  });
  expect(networks[0].layers).toHaveLength(21);
  const kernels: number[] = networks[0].layers.map(({ weights }: { weights: number }) => weights);
  expect(kernels.reduce((sum, weights) => sum + weights, 0)).toBe(networks[0].weights);
  expect(refused.join()).toMatch(/ConvTranspose .*; InstanceNormalization .*; Sin /);
  const none = lacuna('describe', '--network', `${FIXTURES}/unfit.onnx`);
  expect(none.code).toBe(1);
  expect(none.stdout).toMatch(/^Refused: unfit\.onnx: /);
});

test('run answers as onnxruntime does, with labels of a file', async () => {
  const at = folderOf({
    ...Object.fromEntries(pictures.map((pixels, index) => [`i${index}.png`, pngOf(32, 32, pixels)])),
    'labels.csv': 'image_id,label\n0,1\n1,2\n2,9\n',
  });
  const folder = at('.');
  const out = at('out.csv');
  const first = ['run', '--network', RESNET, '--images', at('i0.png'), '--out', out];
  const run = lacuna(...first, '--mean', '0', '--std', '0');
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('Expected --std above 0') });
  const withheld = lacuna('run', '--network', RESNET, '--zoo', 'cifar-10', '--out', out);
  expect(withheld.stderr).toContain('Expected --images with your own copy of the test images of cifar-10');
  const { code, stderr } = lacuna(
    ...['run', '--network', RESNET, '--images', folder, '--labels', at('labels.csv'), '--out', out],
  );
  expect(stderr).toContain('x = byte / 255');
  expect(code).toBe(0);
  const rows = readFileSync(out, 'utf8').trim().split('\n').slice(1);
  const planar = Uint8Array.from(
    pictures.flatMap((pixels) =>
      [0, 1, 2].flatMap((channel) => Array.from({ length: 1024 }, (_, pixel) => pixels[3 * pixel + channel])),
    ),
  );
  const { values } = (await onnxAnswers(new Uint8Array(readFileSync(RESNET)), planar, [3, 3, 32, 32]))!;
  const best = [0, 1, 2].map((image) => {
    const logits = Array.from(values.subarray(10 * image, 10 * image + 10));
    return logits.indexOf(Math.max(...logits));
  });
  expect(rows.map((row) => Number(row.split(',')[2]))).toEqual(best);
  expect(rows.map((row) => row.split(',')[3])).toEqual(['1', '2', '9']);
});

/** A convolution whose output channels have scales of their own, as folding BatchNorm gives them. */
function scaledOnnx(factor: number): Uint8Array {
  const kernel = Float32Array.from(
    { length: 8 * 27 },
    (_, at) => factor ** Math.floor(at / 27) * ((at % 5) - 2.1),
  );
  const node = (operator: string, inputs: string[], output: string) => ({
    operator,
    inputs,
    outputs: [output],
    attributes: {},
  });
  return onnxOf({
    opset: 13,
    input: { name: 'x', shape: [null, 3, 32, 32] },
    output: { name: 'y', shape: null },
    nodes: [
      node('Conv', ['x', 'w'], 'a'),
      node('GlobalAveragePool', ['a'], 'b'),
      node('Flatten', ['b'], 'y'),
    ],
    constants: new Map([['w', { shape: [8, 3, 3, 3], type: 'float' as const, values: kernel }]]),
  });
}

test('BatchNorm that seems folded into the convolutions is said before anything runs', () => {
  const at = folderOf({
    'folded.onnx': scaledOnnx(1.5),
    'plain.onnx': scaledOnnx(1.01),
    'i.png': pngOf(32, 32, pictures[0]),
  });
  const json = (name: string) =>
    JSON.parse(lacuna('describe', '--network', at(name), '--json').stdout).networks[0];
  const [folded, plain] = [json('folded.onnx'), json('plain.onnx')];
  expect(folded.foldedBatchNorm).toBe(true);
  expect(folded.channelSpread[0]).toBeCloseTo(1.5 ** 5, 3);
  expect(plain.foldedBatchNorm).toBe(false);
  expect(folded.memory.run).toMatchObject({ networks: 1, images: 1000 });
  expect(lacuna('describe', '--network', at('folded.onnx')).stdout).toContain(
    'vary by a factor of 7.6 (90th percentile over 10th): an exporter may have folded BatchNorm',
  );
  const run = (name: string, method: string) =>
    lacuna(
      ...['run', '--network', at(name), '--images', at('i.png'), '--out', at('out.csv'), '--mean', '0'],
      ...['--std', '1', '--variant', 'pruned', '--sparsity', '0.5', '--method', method],
    ).stderr;
  expect(run('folded.onnx', 'magnitude')).toContain('--method unfolded is the other way.');
  const unfolded = run('folded.onnx', 'unfolded');
  expect(unfolded).toContain('an exporter may have folded');
  expect(unfolded).toMatch(/The run takes about [\d.]+ (kB|MB) of memory\./);
  expect(unfolded).not.toContain('--method unfolded');
  expect(run('plain.onnx', 'magnitude')).not.toContain('folded');
});
