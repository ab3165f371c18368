import { deflateRawSync, gzipSync } from 'node:zlib';
import { archiveEntries } from '../archives/archive';
import { entryBytes } from '../archives/archiveEntry';
import { writeZip } from '../archives/writeZip';
import { readIdxImages, readIdxLabels } from '../arrays/idx';
import { readNpy } from '../arrays/npy';
import { readNpz, writeNpz } from '../arrays/npz';
import { readSafetensors } from '../arrays/safetensors';
import { readBundle, writeBundle } from '../bundle/bundle';
import { readSession } from '../bundle/bundleSession';
import { crc32 } from '../bytes/crc32';
import { bytesSource } from '../bytes/source';
import { idxImages, npzImages } from '../images/arrayImages';
import { readCifar } from '../images/cifar';
import { type DecodeImage, decodeChecked } from '../images/decodeImage';
import { hfImages, readHfLayout } from '../images/hfParquet';
import { folderImages } from '../images/imageFolder';
import { collectImages } from '../images/imageSet';
import { readNetworkDescription, readPopulation } from '../network/description';
import { readNetworkFiles } from '../network/networkFiles';
import { readOnnxNetwork } from '../network/onnx';
import { readTfjsNetwork } from '../network/tfjs';
import { writeParquet } from '../parquet/parquet';
import { readAttributes } from '../predictions/attributes';
import { readLabelFile } from '../predictions/labelFile';
import { readPredictionArrays } from '../predictions/predictionArrays';
import { readPredictionFile } from '../predictions/predictionFile';
import { alignPredictions } from '../predictions/predictions';
import { readTrainingCounts } from '../predictions/trainingCounts';
import { readStudyFile, writeStudy } from '../study/study';
import { readLongTable } from '../tables/longTable';
import { readMappedTable } from '../tables/mappedTable';
import { mergeTables } from '../tables/mergeTables';
import { previewTable } from '../tables/tablePreview';
import { predictionsToSafetensors } from '../writing/writePredictions';
import { bundle, files, forged, head, manifestOf, whole } from './bundleOf';
import { fixture } from './fixture';
import { hfOf } from './hfOf';
import { npyOf as npy } from './npyOf';
import { concat, tarHeader, tarOf } from './tarOf';

/** A broken or hostile file: what is wrong with it, its bytes, and who is to read it. */
export type Hostile = {
  wrong: string;
  bytes: Uint8Array<ArrayBuffer>;
  parser: keyof typeof PARSERS;
  /** The largest single allocation that is due to it, in bytes; by default 1 MiB more than the file has. */
  most?: number;
  /** All that is allocated for it, in bytes; by default 8 MiB and 8 times what the file has. */
  mostInAll?: number;
};

const utf8 = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const decode: DecodeImage = async () => ({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) });
const MEBIBYTE = 1 << 20;
/** The shards of the layers model among the fixtures, and one of four bytes. */
const SHARDS = new Map<string, Uint8Array>([
  ['a.bin', new Uint8Array(4)],
  ...[1, 2].map((part) => [`chain-${part}of2.bin`, fixture(`chain-${part}of2.bin`)] as const),
]);

/** Every reader of bytes, told only the file's name and content, and made to read all of it. */
export const PARSERS = {
  table: async (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    alignPredictions([await readLongTable(bytes, file)]),
  preview: (bytes: Uint8Array<ArrayBuffer>, file: string) => previewTable(bytes, file),
  idxImages: readIdxImages,
  idxLabels: readIdxLabels,
  safetensors: readSafetensors,
  npy: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readPredictionArrays(new Map([['p', readNpy(bytes, file)]]), file),
  npz: async (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readPredictionArrays(await readNpz(bytesSource(bytes, file)), file),
  async archive(bytes: Uint8Array<ArrayBuffer>, file: string) {
    for await (const entry of archiveEntries(bytesSource(bytes, file)))
      await entryBytes(entry, 16 * MEBIBYTE, file);
  },
  images: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    collectImages(folderImages(archiveEntries(bytesSource(bytes, file)), { file, decode }), { file }),
  cifar: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readCifar(bytesSource(bytes, file), { split: 'test' }),
  cifarBatch: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readCifar(bytesSource(bytes, `${file}.bin`), { split: 'test' }),
  async huggingFace(bytes: Uint8Array<ArrayBuffer>, file: string) {
    const source = bytesSource(bytes, file);
    const layout = await readHfLayout(source);
    const label = layout.labels[0]?.column ?? null;
    return collectImages(hfImages(source, layout, label, decode), { file });
  },
  idxStream: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    collectImages(idxImages(bytesSource(bytes, file), null), { file }),
  async npzImages(bytes: Uint8Array<ArrayBuffer>, file: string) {
    const { images, classes } = await npzImages(bytesSource(bytes, file));
    return collectImages(images, { file, classes });
  },
  imageHeader: (bytes: Uint8Array<ArrayBuffer>, file: string) => decodeChecked(bytes, 'x', file, decode),
  predictions: async (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    (await readPredictionFile(bytes, file)).populations.map(({ table }) => alignPredictions([table])),
  labels: readLabelFile,
  mapped: async (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    alignPredictions(
      (await readMappedTable(bytes, file, { form: 'wide', image: 'id', label: 'y', models: ['a', 'b'] })).map(
        ({ table }) => table,
      ),
    ),
  async merged(bytes: Uint8Array<ArrayBuffer>, file: string) {
    const table = await readLongTable(bytes, file);
    const other = { ...table, file: 'another' };
    const both = mergeTables(
      [table, other].map((each) => ({ table: each, models: null })),
      file,
    );
    return alignPredictions([both.table], null, ['cat', 'dog']);
  },
  attributes: (bytes: Uint8Array<ArrayBuffer>, file: string) => readAttributes(bytes, file, [0, 1]),
  trainingCounts: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readTrainingCounts(bytes, file, ['cat', 'dog']),
  study: async (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readStudyFile(new TextDecoder().decode(bytes), file),
  description: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readNetworkDescription(new TextDecoder().decode(bytes), file),
  weights: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readPopulation(readNetworkDescription(new TextDecoder().decode(fixture('torch.json')), file), [
      { file, bytes },
    ]),
  onnx: (bytes: Uint8Array<ArrayBuffer>, file: string) => readOnnxNetwork(bytes, file),
  tfjs: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readTfjsNetwork(new TextDecoder().decode(bytes), SHARDS, file),
  tfjsShards: (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readTfjsNetwork(
      new TextDecoder().decode(fixture('chain.json')),
      new Map([...SHARDS, ['chain-1of2.bin', bytes]]),
      file,
    ),
  async networkFiles(bytes: Uint8Array<ArrayBuffer>, file: string) {
    const content = (part: Uint8Array<ArrayBuffer>) => new Blob([part]);
    const { problems } = await readNetworkFiles([
      { path: 'torch.json', content: content(fixture('torch.json')) },
      { path: file, content: content(bytes) },
    ]);
    const own = problems.find((problem) => problem.startsWith(file));
    if (own) throw new Error(own);
  },
  bundle: async (bytes: Uint8Array<ArrayBuffer>, file: string) =>
    readSession(await readBundle(bytesSource(bytes, file)), file),
};

const HEAD = 'image_id,model_id,prediction,label\n';
const csv = (wrong: string, text: string | Uint8Array<ArrayBuffer>): Hostile => ({
  wrong,
  bytes: typeof text === 'string' ? utf8(text) : text,
  parser: 'table',
});

function withHeader(header: object | string, data: ArrayLike<number> = []): Uint8Array<ArrayBuffer> {
  const text = utf8(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return concat(length, text, data);
}

/** A zip file of deflated entries by name; each claims its size, or `size` bytes. */
function deflated(files: Record<string, Uint8Array<ArrayBuffer>>, size?: number): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, content]) => ({
    name,
    content,
    bytes: new Uint8Array(deflateRawSync(content)),
  }));
  const zip = concat(...writeZip(entries));
  const view = new DataView(zip.buffer);
  let local = 0;
  let listed = entries.reduce((sum, { name, bytes }) => sum + 30 + name.length + bytes.length, 0);
  for (const { name, content, bytes } of entries) {
    for (const at of [local, listed + 2]) {
      view.setUint16(at + 8, 8, true);
      view.setUint32(at + 14, crc32(content), true);
      view.setUint32(at + 22, size ?? content.length, true);
    }
    local += 30 + name.length + bytes.length;
    listed += 46 + name.length;
  }
  return zip;
}

const zeros = (length: number) => new Uint8Array(length);

/** A bundle whose manifest says `said`, or that has a file more. */
const forgedBundle = async (wrong: string, said: object, extra: string[] = []): Promise<Hostile> => ({
  wrong,
  bytes: await forged((manifest) => ({ ...manifest, ...said }), extra),
  parser: 'bundle',
});
/** A bundle of the right form with other files: checksums hold. */
const bundleWith = async (wrong: string, changed: object): Promise<Hostile> => ({
  wrong,
  bytes: whole(await writeBundle(head, { ...files, ...changed })),
  parser: 'bundle',
});
/** A manifest that says that each file has so many bytes. */
const claiming = (bytes: number) => (manifest: Record<string, unknown>) => ({
  ...manifest,
  files: (manifest.files as object[]).map((each) => ({ ...each, bytes })),
});
const flipped = bundle.slice();
flipped[new TextDecoder('latin1').decode(bundle).indexOf('PAR1') + 20] ^= 1;

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const SETTINGS = { data: 'fashion', level: 0.9, label: null, size: 2, seed: 0 };
const row = (parser: keyof typeof PARSERS, wrong: string, text: string): Hostile => ({
  wrong,
  bytes: utf8(text),
  parser,
});

/** The corpus. */
export const CORPUS: Hostile[] = [
  csv('an empty file', ''),
  csv('a byte order mark alone', '\uFEFF'),
  csv('a header alone', HEAD),
  csv('UTF-16', concat([0xff, 0xfe], ...[...`${HEAD}1,a,0,0\n`].map((c) => [c.charCodeAt(0), 0]))),
  csv('bytes that are no UTF-8', concat(utf8(HEAD), [0xc3, 0x28], utf8(',a,0,0\n'))),
  csv('a row twice, with CRLF', `\uFEFF${HEAD}1,a,0,0\r\n1,a,0,0\r\n`.replace('\n', '\r\n')),
  csv('a missing pair', `${HEAD}1,a,0,0\n2,a,0,0\n1,b,0,0\n`),
  csv('a class NaN', `${HEAD}1,a,NaN,0\n`),
  csv('a negative class', `${HEAD}1,a,-1,0\n`),
  csv('two true labels of an image', `${HEAD}1,a,0,0\n1,b,0,1\n`),
  csv('an empty cell', `${HEAD}1,a,,0\n`),
  csv('a cell of 10 MB', `${HEAD}${'x'.repeat(1e7)},a,0,0\n`),
  csv('a quote that never closes, 10 MB long', `${HEAD}"${'x,\n'.repeat(3e6)}`),
  csv('a header of a million columns', `${'c,'.repeat(1e6)}c\n`),
  csv('a page instead of a table', '<!doctype html>\n<script>alert(1)</script>\n'),
  csv('a column twice', `image_id,${HEAD}1,1,a,0,0\n`),
  csv('a probability of 1e999', 'image_id,model_id,prediction,label,p_label\n1,a,0,0,1e999\n'),
  { ...csv('half a gzip file', new Uint8Array(gzipSync(`${HEAD}1,a,0,0\n`)).slice(0, 25)), most: MEBIBYTE },
  {
    ...csv(
      'a bomb of 96 MiB (csv.gz)',
      new Uint8Array(gzipSync(utf8(HEAD + '1,a,0,0\n'.repeat(12 * MEBIBYTE)))),
    ),
    most: 8 * MEBIBYTE,
    mostInAll: 65 * MEBIBYTE,
  },
  { wrong: 'bytes that are no UTF-8', bytes: concat(utf8('a\n'), [0xff]), parser: 'preview' },
  { wrong: 'an empty file', bytes: zeros(0), parser: 'preview' },
  {
    wrong: 'a Parquet footer of 4 GiB',
    bytes: concat(utf8('PAR1'), zeros(64), [0xff, 0xff, 0xff, 0xff], utf8('PAR1')),
    parser: 'table',
  },
  { wrong: 'a Parquet magic alone', bytes: utf8('PAR1'), parser: 'table' },
  {
    wrong: 'a Parquet file of zeros',
    bytes: concat(utf8('PAR1'), zeros(900), [64, 0, 0, 0], utf8('PAR1')),
    parser: 'table',
  },
  {
    wrong: 'a footer of endless lists',
    bytes: concat(utf8('PAR1'), zeros(200).fill(0xf9), [200, 0, 0, 0], utf8('PAR1')),
    parser: 'huggingFace',
  },
  { wrong: 'another magic', bytes: utf8('{"a": 1}'), parser: 'huggingFace' },

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
    wrong: 'a name that leads out (zip)',
    bytes: concat(...writeZip([{ name: '../../.bashrc', bytes: zeros(1) }])),
    parser: 'archive',
  },
  {
    wrong: 'an absolute name (zip)',
    bytes: concat(...writeZip([{ name: '/etc/passwd', bytes: zeros(1) }])),
    parser: 'archive',
  },
  {
    wrong: 'a drive letter (zip)',
    bytes: concat(...writeZip([{ name: 'C:\\x', bytes: zeros(1) }])),
    parser: 'archive',
  },
  { wrong: 'a name that leads out (tar)', bytes: tarOf({ 'a/../../x': zeros(1) }), parser: 'archive' },
  { wrong: 'a line end in a name (tar)', bytes: tarOf({ 'a\nb': zeros(1) }), parser: 'archive' },
  {
    wrong: 'a bomb of 32 MiB (zip)',
    bytes: deflated({ zeros: zeros(32 * MEBIBYTE) }),
    parser: 'archive',
    most: MEBIBYTE,
  },
  {
    wrong: 'a bomb of 96 MiB (tar.gz)',
    bytes: new Uint8Array(gzipSync(concat(tarHeader('zeros', 96 * MEBIBYTE), zeros(96 * MEBIBYTE)))),
    parser: 'archive',
    most: MEBIBYTE,
  },
  {
    wrong: 'a claim of 8 GiB in 1 KB (tar)',
    bytes: concat(tarHeader('a', 2 ** 33 - 1), zeros(512)),
    parser: 'archive',
  },
  {
    wrong: 'a wrong checksum (tar)',
    bytes: concat(tarHeader('a', 0), tarHeader('b', 0).fill(7, 0, 9)),
    parser: 'archive',
  },
  {
    wrong: 'a pax record without end (tar)',
    bytes: concat(
      tarHeader('x', 30, 'x'),
      utf8('99999999999999999999 path=abcdef\n').slice(0, 30),
      zeros(482),
    ),
    parser: 'archive',
  },
  {
    wrong: 'a negative pax size (tar)',
    bytes: concat(tarHeader('x', 11, 'x'), utf8('11 size=-1\n'), zeros(501), tarHeader('a', 0)),
    parser: 'archive',
  },
  { wrong: 'another kind of archive', bytes: utf8('7z\xbc\xaf\x27\x1c'), parser: 'archive' },

  { wrong: 'a page called an image', bytes: tarOf({ 'cat/1.png': utf8('<html>') }), parser: 'images' },
  {
    wrong: 'an SVG called an image',
    bytes: tarOf({ 'cat/1.png': utf8('<svg onload="alert(1)"/>') }),
    parser: 'images',
  },
  {
    wrong: 'an image of 4 billion x 4 billion pixels',
    bytes: tarOf({
      'a/1.png': concat(
        [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13],
        utf8('IHDR'),
        zeros(9).fill(255),
      ),
    }),
    parser: 'images',
  },
  { wrong: 'no image', bytes: tarOf({ 'readme.txt': zeros(4) }), parser: 'images' },
  { wrong: 'a pickle', bytes: concat([0x80, 2], utf8('cposix\nsystem\n')), parser: 'cifar' },
  {
    wrong: 'pickles in an archive',
    bytes: tarOf({ 'cifar-10-batches-py/test_batch': concat([0x80, 2], zeros(9)) }),
    parser: 'cifar',
  },
  {
    wrong: 'a batch of 8 GiB in 1 KB',
    bytes: concat(tarHeader('test_batch.bin', 3073 * 2_000_000), zeros(512)),
    parser: 'cifar',
  },
  {
    wrong: 'a class past the last',
    bytes: tarOf({ 'test_batch.bin': zeros(3073).fill(10) }),
    parser: 'cifar',
  },

  { wrong: 'an empty file', bytes: zeros(0), parser: 'description' },
  { wrong: 'nesting 100,000 deep', bytes: utf8(nested(100_000)), parser: 'description' },
  {
    wrong: 'a layer of 10^15 outputs',
    bytes: utf8(
      '{"format":"lacuna-network","version":1,"input":{"channels":1,"height":1,"width":1,"mean":[0],"std":[1]},"layers":[{"kind":"dense","name":"<script>","input":2,"output":1e15,"bias":true}]}',
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
      '{"modelTopology":{},"weightsManifest":[{"paths":["a.bin"],"weights":[{"name":"x","dtype":"float32","shape":[1073741824]}]}]}',
    ),
    parser: 'tfjs',
  },

  row('attributes', 'an image twice', 'image_id,age\n0,1\n1,2\n0,3\n'),
  row('attributes', 'a byte order mark, CRLF and an image too few', '\uFEFFimage_id,age\r\n0,1\r\n'),
  row('attributes', 'a column twice', 'image_id,age,age\n0,1,2\n1,2,3\n'),
  row('attributes', 'a cell of 10 MB', `image_id,age\n0,${'x'.repeat(1e7)}\n1,2\n`),
  row('trainingCounts', 'a class twice', 'class,count\ncat,5\ndog,6\ncat,7\n'),
  row('trainingCounts', 'a count NaN', 'class,count\ncat,NaN\ndog,6\n'),
  row('trainingCounts', 'a count of 10^300', 'class,count\ncat,1e300\ndog,6\n'),
  row('trainingCounts', 'a negative count', 'class,count\ncat,-5\ndog,6\n'),
  row('mapped', 'an image twice', 'id,y,a,b\n1,0,0,0\n1,0,0,1\n'),
  row('mapped', 'a network twice', 'id,y,a,a,b\n1,0,0,0,0\n'),
  row('merged', 'names of classes in one row and numbers in another', `${HEAD}1,a,cat,cat\n2,a,1,1\n`),
  row('merged', 'a row twice', `${HEAD}1,a,cat,cat\n1,a,cat,cat\n`),
  row('labels', 'a header alone', 'image_id,label\n'),
  { wrong: 'a negative label', bytes: npy('|i1', '(2,)', [0, 255]), parser: 'labels' },
  { wrong: 'a label NaN', bytes: npy('<f4', '(1,)', [0, 0, 0xc0, 0x7f]), parser: 'labels' },
  {
    wrong: 'negative classes (safetensors)',
    bytes: withHeader({ p: { dtype: 'I8', shape: [1, 1], data_offsets: [0, 1] } }, [255]),
    parser: 'predictions',
  },
  row('predictions', 'true labels alone', 'image_id,label\n1,0\n'),
  row('study', 'an empty file', ''),
  row('study', 'nesting 100,000 deep', nested(100_000)),
  row('study', 'a version of the future', '{"format":"lacuna-study","version":2}'),
  row('study', 'images that are no indices', writeStudy({ settings: SETTINGS, images: [0, -1] })),
  row('study', 'an image twice', writeStudy({ settings: SETTINGS, images: [3, 3] })),
  { wrong: 'a record and a half', bytes: zeros(4000), parser: 'cifarBatch' },
  { wrong: 'a class past the last', bytes: zeros(3073).fill(10), parser: 'cifarBatch' },
  { wrong: 'no record', bytes: zeros(0), parser: 'cifarBatch' },
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
  row('imageHeader', 'a page', '<!doctype html>'),
  row('imageHeader', 'a GIF without extent', 'GIF89a\0\0\0\0'),
  {
    wrong: 'a JPEG of markers without end',
    bytes: zeros(5000).fill(255).fill(0xd8, 1, 2),
    parser: 'imageHeader',
  },
  { wrong: 'a shard of one byte', bytes: zeros(1), parser: 'tfjsShards' },
  row('networkFiles', 'a page', '<!doctype html>'),
  { wrong: 'a pickle', bytes: concat([0x80, 2], utf8('cposix\nsystem\n')), parser: 'networkFiles' },
  {
    wrong: 'weights that are no numbers',
    bytes: fixture('torch.safetensors').fill(0xff, -64),
    parser: 'networkFiles',
  },

  { wrong: 'a changed byte', bytes: flipped, parser: 'bundle' },
  { wrong: 'half of it', bytes: bundle.slice(0, bundle.length >> 1), parser: 'bundle' },
  {
    wrong: 'files deflated to a thousandth',
    bytes: deflated({
      'manifest.json': manifestOf(await forged(claiming(16 * MEBIBYTE))),
      ...Object.fromEntries(Object.keys(files).map((name) => [name, zeros(16 * MEBIBYTE)])),
    }),
    parser: 'bundle',
  },
  await forgedBundle('an entry more', {}, ['run.js']),
  await forgedBundle('a name that leads out', {}, ['../../.bashrc']),
  await forgedBundle('a manifest that lists a name that leads out', {
    files: [{ name: '../manifest.json', bytes: 1, sha256: '0'.repeat(64) }],
  }),
  await forgedBundle('an address for a query', { query: 'https://evil.test/?images=1' }),
  await forgedBundle('a query that leaves the query', { query: 'images=1#/judge' }),
  await forgedBundle('a script for a query', { query: 'javascript:alert(1)//' }),
  await forgedBundle('a title of 10 MB', { title: 'x'.repeat(1e7) }),
  await forgedBundle('a class twice', { classes: ['a', 'a'] }),
  await forgedBundle('a seed of 1e300', {
    settings: { ties: 'largest', alpha: 0.05, seed: 1e300, paired: false },
  }),
  await bundleWith('labels of other images', { 'labels.csv': utf8('image_id,label\n0,1\n') }),
  await bundleWith('a class past the last', { 'labels.csv': utf8('image_id,label\n0,3\n') }),
  await bundleWith('a page for predictions', { 'dense.parquet': utf8('<!doctype html>\n') }),
  await bundleWith('other images in one population', {
    'compressed.parquet': utf8('image_id,model_id,prediction\n7,a,0\n'),
  }),
  await bundleWith('pictures of other images', {
    'images.npz': writeNpz({ images: { shape: [3, 1, 1], values: zeros(3) } }),
  }),
  await bundleWith('pictures with other labels', {
    'images.npz': writeNpz({
      images: { shape: [4, 1, 1], values: zeros(4) },
      labels: { shape: [4], values: Uint16Array.of(0, 0, 0, 0) },
    }),
  }),
];

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

/** A good file for every reader, several where it reads several forms: to be cut off anywhere, and changed anywhere. */
export const GOOD: Record<keyof typeof PARSERS, Uint8Array<ArrayBuffer>[]> = {
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
