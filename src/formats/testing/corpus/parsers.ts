/** Every reader of bytes, for the corpus of hostile files and of good ones. */
import { archiveEntries } from '../../archives/archive';
import { entryBytes } from '../../archives/archiveEntry';
import { readIdxImages, readIdxLabels } from '../../arrays/idx';
import { readNpy } from '../../arrays/npy';
import { readNpz } from '../../arrays/npz';
import { readSafetensors } from '../../arrays/safetensors';
import { readBundle } from '../../bundle/bundle';
import { readSession } from '../../bundle/bundleSession';
import { bytesSource } from '../../bytes/source';
import { readCifar } from '../../images/cifar';
import { type DecodeImage, decodeChecked } from '../../images/decodeImage';
import { hfImages, readHfLayout } from '../../images/hfParquet';
import { idxImages } from '../../images/idxImages';
import { folderImages } from '../../images/imageFolder';
import { collectImages } from '../../images/imageSet';
import { npzImages } from '../../images/npzImages';
import { readNetworkDescription, readPopulation } from '../../network/description';
import { readNetworkFiles } from '../../network/networkFiles';
import { readOnnxNetwork } from '../../network/onnx';
import { readTfjsNetwork } from '../../network/tfjs';
import { readAttributes } from '../../predictions/attributes';
import { readLabelFile } from '../../predictions/labelFile';
import { readPredictionArrays } from '../../predictions/predictionArrays';
import { readPredictionFile } from '../../predictions/predictionFile';
import { alignPredictions } from '../../predictions/predictions';
import { readTrainingCounts } from '../../predictions/trainingCounts';
import { readStudyFile } from '../../study/study';
import { readLongTable } from '../../tables/longTable';
import { readMappedTable } from '../../tables/mappedTable';
import { mergeTables } from '../../tables/mergeTables';
import { previewTable } from '../../tables/tablePreview';
import { fixture } from '../fixture';

const decode: DecodeImage = async () => ({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) });
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
      await entryBytes(entry, 1 << 24, file);
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

export type Parser = keyof typeof PARSERS;
