const ADVICE: [RegExp, string][] = [
  [
    /pickle|torch/,
    'it runs code when it is opened: save arrays, numpy.savez("images.npz", images=..., labels=...)',
  ],
  [/ONNX|JSON|safetensors/, 'networks are chosen as such, images beside them'],
];

/** What is said of a file that holds no images, but is `what`. */
export function noImages(file: string, what: string): Error {
  const advice = ADVICE.find(([kind]) => kind.test(what))?.[1] ?? 'choose one of these';
  return new Error(
    `${file}: expected IDX, CIFAR (binary), npz, Parquet, or an archive or folder of images, got ${what}; ` +
      `${advice}.`,
  );
}

/** What is said of MATLAB files, in an archive or not. */
export function matlabImages(file: string): Error {
  return new Error(
    `${file}: expected images, got a MATLAB file; take the data set's binary version, or save arrays: ` +
      'numpy.savez("images.npz", images=..., labels=...), images u8 [N, height, width]. MATLAB keeps ' +
      'columns first: EMNIST\'s rows of 784 are upright with reshape(-1, 28, 28, order="F"), and on their ' +
      'side without.',
  );
}
