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
