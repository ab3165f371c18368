/** Files that Keras saves, which are not read here, and the lines of Python that make ONNX of them. */
import type { FileKind } from '../kinds/formats';

/** What a `.keras` archive calls its weights; it stands in the list of files at the archive's end. */
const WEIGHTS = new TextEncoder().encode('model.weights.h5');

/** Whether a file is what Keras saves: a `.keras` archive, or HDF5, whatever its name. */
export function isKerasFile(path: string, bytes: Uint8Array, kind: FileKind | null): boolean {
  if (kind === 'hdf5') return true;
  return kind === 'zip' && (/\.keras$/i.test(path) || endsWithin(bytes, WEIGHTS));
}

function endsWithin(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - 4096));
  return tail.some((_, at) => wanted.every((byte, i) => tail[at + i] === byte));
}

/**
 * What is said of a file that Keras saved, and the two lines of Python that export it
 * (https://keras.io/api/models/model_saving_apis/export). A file of weights alone has no layers: the model
 * that it was saved from loads it.
 */
export function kerasSentence(path: string): string {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const file = base.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  const isWeights = /\.weights\.(h5|hdf5)$/i.test(base);
  const out = `${file.replace(/(\.weights)?\.[^.]*$/, '')}.onnx`;
  const lines = isWeights
    ? [`model.load_weights("${file}")`, `model.export("${out}", format="onnx")`]
    : ['import keras', `keras.saving.load_model("${file}").export("${out}", format="onnx")`];
  const [what, where] = isWeights
    ? ['weights that Keras saved without their layers', 'where model is built']
    : ['a model that Keras saved', 'with Keras 3'];
  const sentence = [
    `${path}: expected a network (a description with safetensors, ONNX, or a TensorFlow.js layers model), ` +
      'got',
    `${what}; convert it in Python, ${where}, and choose the ONNX file:`,
  ];
  return [sentence.join(' '), ...lines].join('\n  ');
}
