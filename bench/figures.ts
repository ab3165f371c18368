// What each figure of the bench is, the bar it should reach, and on which side of it.

export type Bar = {
  title: string;
  bar: number;
  /** The bar before it was raised, where it was. */
  first?: number;
  unit: string;
  reach: 'least' | 'most';
};

/** By the keys of the JSON report. */
export const FIGURES = {
  wasmDenseVsOrt: { title: 'wasm dense : ORT-web wasm', bar: 2.5, unit: 'x', reach: 'least' },
  wasmDenseVsOrtPerCore: {
    title: 'wasm dense : ORT-web wasm, a session a core',
    bar: 2,
    unit: 'x',
    reach: 'least',
  },
  wasmDenseVsTfjs: { title: 'wasm dense : tfjs-wasm, fused', bar: 4, unit: 'x', reach: 'least' },
  wasmSparse90VsOrt: {
    title: 'wasm trained sparse 90% : ORT-web wasm',
    bar: 20,
    first: 14,
    unit: 'x',
    reach: 'least',
  },
  wasmSparse90VsOrtPerCore: {
    title: 'wasm trained sparse 90% : ORT-web wasm, a session a core',
    bar: 15,
    unit: 'x',
    reach: 'least',
  },
  wasmSparse90VsDense: {
    title: 'wasm trained sparse 90% : wasm dense',
    bar: 6,
    first: 4,
    unit: 'x',
    reach: 'least',
  },
  wasmDenseOfPeak: {
    title: 'wasm dense : multiply-add peak',
    bar: 0.75,
    first: 0.6,
    unit: '',
    reach: 'least',
  },
  wasmIntegersVsFloats: {
    title: 'wasm fixed point : the same in float32',
    bar: 1.2,
    unit: 'x',
    reach: 'least',
  },
  wasmIntegersVsDense: { title: 'wasm fixed point : wasm dense', bar: 1.1, unit: 'x', reach: 'least' },
  webgpuDenseVsTfjs: { title: 'webgpu dense : tfjs-webgpu (Deno)', bar: 12, unit: 'x', reach: 'least' },
  webgpuSparse90VsTfjs: { title: 'webgpu 90% : tfjs-webgpu (Deno)', bar: 25, unit: 'x', reach: 'least' },
  webgpuDenseVsOrt: {
    title: 'webgpu dense : ORT-web webgpu (Chromium)',
    bar: 6,
    first: 4,
    unit: 'x',
    reach: 'least',
  },
  webgpuSparse90VsOrt: {
    title: 'webgpu 90% : ORT-web webgpu (Chromium)',
    bar: 12,
    first: 8,
    unit: 'x',
    reach: 'least',
  },
  pruneMs: { title: 'prune to a new level, rows ready', bar: 60, unit: 'ms', reach: 'most' },
  sliderMs: { title: 'slider let go to findings on screen', bar: 1200, unit: 'ms', reach: 'most' },
  fullSetSeconds: { title: 'every image, every member at 90%', bar: 3, first: 5, unit: 's', reach: 'most' },
  fitMembers: { title: 'seconds against members, R2', bar: 0.98, unit: '', reach: 'least' },
  fitImages: { title: 'seconds against images, R2', bar: 0.98, unit: '', reach: 'least' },
  fitWeights: {
    title: 'seconds against weights left, from 60% removed on, R2',
    bar: 0.98,
    unit: '',
    reach: 'least',
  },
  trainDenseOfPeak: {
    title: 'training, dense : multiply-add peak, multiply-adds counted once',
    bar: 0.6,
    unit: '',
    reach: 'least',
  },
  trainSparse90VsDense: {
    title: 'training, 90% masked for good : dense',
    bar: 5,
    unit: 'x',
    reach: 'least',
  },
  trainGradualVsDense: {
    title: 'a whole gradual run to 90% : a whole dense run',
    bar: 2,
    unit: 'x',
    reach: 'least',
  },
  trainDenseVsJaxJs: {
    title: 'training, dense : jax-js wasm, at its best',
    bar: 3,
    unit: 'x',
    reach: 'least',
  },
  trainSparse90VsJaxJs: {
    title: 'training, 90% masked : jax-js wasm, at its best',
    bar: 12,
    unit: 'x',
    reach: 'least',
  },
  trainWebgpuVsJaxJs: {
    title: 'training on webgpu : jax-js webgpu, at its best',
    bar: 3,
    unit: 'x',
    reach: 'least',
  },
  trainWebgpuVsTfjs: {
    title: 'training on webgpu : tfjs-webgpu, looped over networks, one adapter',
    bar: 10,
    unit: 'x',
    reach: 'least',
  },
  trainSparse90VsPyTorch: {
    title: 'training, 90% masked : PyTorch float32, a core each',
    bar: 2.5,
    unit: 'x',
    reach: 'least',
  },
  trainDenseVsPyTorch: {
    title: 'training, dense : PyTorch float32, a core each',
    bar: 0.5,
    unit: 'x',
    reach: 'least',
  },
  finetuneSeconds: {
    title: '10 networks at 90%, fine-tuned for one epoch of 10,000 images',
    bar: 8,
    unit: 's',
    reach: 'most',
  },
  fitTrainMembers: { title: 'seconds of training against networks, R2', bar: 0.98, unit: '', reach: 'least' },
  fitTrainImages: { title: 'seconds of training against images, R2', bar: 0.98, unit: '', reach: 'least' },
  trainMemoryMb: {
    title: 'page and workers while 10 networks train',
    bar: 500,
    unit: 'MB',
    reach: 'most',
  },
  peakMemoryMb: { title: 'peak memory of that full run', bar: 200, first: 400, unit: 'MB', reach: 'most' },
  'graphDenseVsOrt.resnet20': {
    title: 'resnet20, wasm dense : ORT-web wasm, a session a core',
    bar: 2,
    unit: 'x',
    reach: 'least',
  },
  'graphDenseVsOrt.wrn16x2': {
    title: 'wrn16x2, wasm dense : ORT-web wasm, a session a core',
    bar: 2,
    unit: 'x',
    reach: 'least',
  },
  'graphDenseVsOrt.mobilenetv2': {
    title: 'mobilenetv2, wasm dense : ORT-web wasm, a session a core',
    bar: 1.3,
    unit: 'x',
    reach: 'least',
  },
  'graphDenseVsOrt.vgg11': {
    title: 'vgg11, wasm dense : ORT-web wasm, a session a core',
    bar: 1.8,
    unit: 'x',
    reach: 'least',
  },
  'graphSparse90VsOrt.resnet20': {
    title: 'resnet20, wasm pruned 90% : ORT-web wasm, a session a core',
    bar: 8,
    unit: 'x',
    reach: 'least',
  },
  'graphSparse90VsOrt.wrn16x2': {
    title: 'wrn16x2, wasm pruned 90% : ORT-web wasm, a session a core',
    bar: 8,
    unit: 'x',
    reach: 'least',
  },
  'graphSparse90VsOrt.mobilenetv2': {
    title: 'mobilenetv2, wasm pruned 90% : ORT-web wasm, a session a core',
    bar: 3,
    unit: 'x',
    reach: 'least',
  },
  'graphSparse90VsOrt.vgg11': {
    title: 'vgg11, wasm pruned 90% : ORT-web wasm, a session a core',
    bar: 8,
    unit: 'x',
    reach: 'least',
  },
  winogradVsDirect: {
    title: '3 x 3, 64 channels at 16 x 16: Winograd : direct, a core',
    bar: 1.5,
    unit: 'x',
    reach: 'least',
  },
  depthwiseVsRows: {
    title: 'mobilenetv2, its depthwise layers, dense: their own kernel : rows, a core',
    bar: 1.1,
    unit: 'x',
    reach: 'least',
  },
  'graphWebgpuVsOrt.resnet20': {
    title: 'resnet20, webgpu dense : ORT-web webgpu, one adapter',
    bar: 3,
    unit: 'x',
    reach: 'least',
  },
  resnet18MemoryMb: {
    title: 'page and workers, ResNet-18 at 224 x 224, 4 networks, 64 images',
    bar: 1000,
    unit: 'MB',
    reach: 'most',
  },
} satisfies Record<string, Bar>;

export type Figure = keyof typeof FIGURES;

/** The figures in the order of the report. */
export const figureNames = Object.keys(FIGURES) as Figure[];
