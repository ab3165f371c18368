/** Formats that hold named arrays. */
import { isZip } from '../archives/zip';
import { idxDimensions } from '../arrays/idx';
import { isNpy } from '../arrays/npy';
import { beginning, type Format } from './format';
import { PACKED } from './limitWords';

const MATRICES =
  'matrices [networks, images] of classes or names of classes, one a population (`dense`, `compressed`, or ' +
  'any name). Beside them `labels` [images], `image_ids`, `model_ids`; `p_prediction`, `p_label`, ' +
  '`rank_label` [networks, images]';
const SCORES =
  '`probabilities` or `logits` [networks, images, classes], or [images, classes] of one network. Labels, ' +
  'probabilities and ranks follow, ties to the smallest index. Beside one matrix of predictions they are ' +
  'its confidences';
const IMAGES =
  '`images` [N, height, width], [N, height, width, channels] or [N, channels, height, width]: bytes, or ' +
  'numbers that are bytes or 255ths throughout, which is said. `labels` [N] or [N, 1], numbers or names, ' +
  'or one-hot [N, classes]; names of the `classes`. `x_train`, `y_train`, `x_test`, `y_test` (Keras) or ' +
  '`train_images`, `train_labels` and so on (MedMNIST) are parts, of which one is chosen. Labels of ' +
  'another part than the images are not used';

export const npz = {
  id: 'zip',
  words: 'npz, zip',
  sign: 'begins with `PK`',
  begins: isZip,
  holds: { predictions: { npz: MATRICES, 'npz with scores': SCORES }, images: { npz: IMAGES } },
  predictions: {
    words: 'npz',
    endings: ['.npz'],
    async arrays(bytes, file) {
      const [{ readNpz }, { bytesSource }] = await Promise.all([
        import('../arrays/npz'),
        import('../bytes/source'),
      ]);
      return readNpz(bytesSource(bytes, file));
    },
    async write(...given) {
      const { predictionsToNpz } = await import('../writing/writePredictions');
      return predictionsToNpz(...given);
    },
    keepsAnswers: true,
  },
  limits: {
    'npz file, all its arrays inflated': PACKED.arrays,
    'deflated zip entry': PACKED.entry,
  },
} as const satisfies Format;

export const npy = {
  id: 'npy',
  words: 'npy',
  sign: 'begins with `\\x93NUMPY`',
  begins: isNpy,
  holds: { predictions: { npy: 'one array, as one of npz' } },
  predictions: {
    words: 'npy',
    endings: ['.npy'],
    async arrays(bytes, file) {
      const { readNpy } = await import('../arrays/npy');
      return new Map([['predictions', readNpy(bytes, file)]]);
    },
  },
} as const satisfies Format;

export const safetensors = {
  id: 'safetensors',
  words: 'safetensors',
  sign: 'the length of a header in 8 bytes, then `{`',
  begins: (head) => head[8] === 0x7b && head.subarray(0, 8).includes(0),
  holds: {
    predictions: { safetensors: 'arrays of numbers as in npz; texts are lists (JSON) in the metadata' },
    networks: {
      'description and weights':
        'a JSON file as below, and one safetensors file with tensors stacked over the networks, or a ' +
        'safetensors file for each network',
    },
  },
  predictions: {
    words: 'safetensors',
    endings: ['.safetensors'],
    async arrays(bytes, file) {
      const { tensorArrays } = await import('../arrays/tensorArrays');
      return tensorArrays(bytes, file);
    },
    async write(...given) {
      const { predictionsToSafetensors } = await import('../writing/writePredictions');
      return predictionsToSafetensors(...given);
    },
    keepsAnswers: true,
  },
} as const satisfies Format;

export const idx = {
  id: 'idx',
  words: 'IDX',
  sign: 'two bytes 0, the type of its numbers, 1 to 4 dimensions',
  begins: (head) => idxDimensions(head) !== null,
  holds: {
    images: {
      IDX:
        'images u8 [N, height, width], or in colour [N, height, width, channels], and labels. MNIST, ' +
        'Fashion-MNIST, EMNIST and QMNIST are published so (of QMNIST’s eight numbers the first is the ' +
        'class)',
    },
  },
} as const satisfies Format;

export const hdf5 = {
  id: 'hdf5',
  words: 'HDF5',
  // https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t4.html
  sign: 'begins with `\\x89HDF`',
  begins: beginning('\x89HDF\r\n\x1a\n'),
  instead: { what: 'an HDF5 file', advice: 'save its arrays with numpy.savez_compressed' },
} as const satisfies Format;
