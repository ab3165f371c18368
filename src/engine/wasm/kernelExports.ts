/**
 * The kernels' exports, written by `scripts/build-kernels.mjs` from kernels/*.as.ts, which describe them.
 * Every address and extent is in bytes unless it counts things.
 */
export type KernelExports = {
  memory: WebAssembly.Memory;
  accumulateMoments(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    channels: number,
    height: number,
    width: number,
    images: number,
    moments: number,
  ): void;
  activate(
    target: number,
    row: number,
    channel: number,
    channels: number,
    height: number,
    width: number,
    kind: number,
    a: number,
    b: number,
  ): void;
  add(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    other: number,
    otherRow: number,
    otherChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    floor: number,
  ): void;
  applyCut(weights: number, keys: number, total: number, cut: number): void;
  convolveBlocks(
    source: number,
    target: number,
    channelBytes: number,
    pixels: number,
    pixelCount: number,
    program: number,
    blocks: number,
    blockCount: number,
    affine: number,
    floor: number,
  ): void;
  convolveCodes(
    source: number,
    target: number,
    channelBytes: number,
    pixels: number,
    pixelCount: number,
    program: number,
    blocks: number,
    blockCount: number,
    affine: number,
    floor: number,
  ): void;
  convolveRows(
    source: number,
    target: number,
    channelBytes: number,
    pixels: number,
    pixelCount: number,
    program: number,
    rows: number,
    rowCount: number,
    affine: number,
    floor: number,
  ): void;
  copyPlanes(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
  ): void;
  countTaps(kernel: number, channels: number, taps: number, silent: number, target: number): void;
  divideImages(
    source: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    normal: number,
  ): void;
  fillPlanes(
    target: number,
    row: number,
    channel: number,
    channels: number,
    height: number,
    width: number,
    value: number,
  ): void;
  globalAverage(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
  ): void;
  heapBase(): number;
  interleaveImages(source: number, count: number, pixels: number, channels: number, target: number): void;
  join(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    other: number,
    otherPixel: number,
    otherRow: number,
    otherChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    isProduct: boolean,
  ): void;
  kernelGradient(
    source: number,
    gradient: number,
    channelBytes: number,
    pixels: number,
    pixelCount: number,
    offsets: number,
    taps: number,
    channels: number,
    target: number,
  ): void;
  magnitudeKeys(weights: number, keys: number, count: number): void;
  normGradient(
    value: number,
    valueRow: number,
    valueChannel: number,
    gradient: number,
    gradientRow: number,
    gradientChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    affine: number,
    relu: boolean,
    factors: number,
  ): void;
  normSums(
    value: number,
    valueRow: number,
    valueChannel: number,
    gradient: number,
    gradientRow: number,
    gradientChannel: number,
    channels: number,
    height: number,
    width: number,
    affine: number,
    relu: boolean,
    sums: number,
  ): void;
  normaliseChannels(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    affine: number,
    epsilon: number,
  ): void;
  packBlock(
    addresses: number,
    channels: number,
    taps: number,
    silent: number,
    offsets: number,
    target: number,
  ): number;
  packRow(channel: number, taps: number, silent: number, offsets: number, target: number): number;
  pool(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    inputHeight: number,
    inputWidth: number,
    rows: number,
    columns: number,
    down: number,
    across: number,
    top: number,
    left: number,
    bottom: number,
    right: number,
    mode: number,
  ): void;
  randomKeys(seed: number, memberSeed: number, first: number, keys: number, count: number): void;
  readOut(
    logits: number,
    channelBytes: number,
    classes: number,
    images: number,
    truths: number,
    labels: number,
    pPrediction: number,
    pLabel: number,
    rankLabel: number,
  ): void;
  roundToCodes(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    grid: number,
  ): void;
  roundToGrid(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    grid: number,
  ): void;
  rowGradient(
    source: number,
    gradient: number,
    channelBytes: number,
    pixels: number,
    pixelCount: number,
    rows: number,
    rowCount: number,
    entries: number,
    target: number,
  ): void;
  scaleImages(
    source: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    affine: number,
  ): void;
  scaleShift(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    affine: number,
    floor: number,
  ): void;
  selectCut(keys: number, total: number, count: number, bins: number, cut: number): void;
  slopeBelow(
    source: number,
    sourceRow: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    slopes: number,
  ): void;
  spreadPixel(
    source: number,
    sourceChannel: number,
    target: number,
    targetRow: number,
    targetChannel: number,
    channels: number,
    height: number,
    width: number,
    factor: number,
  ): void;
  unreadInputs(kernel: number, outputs: number, inputs: number, positions: number, target: number): void;
  winogradInput(
    source: number,
    row: number,
    sourceChannel: number,
    target: number,
    placeBytes: number,
    targetChannel: number,
    channels: number,
    tiles: number,
  ): void;
  winogradOutput(
    source: number,
    placeBytes: number,
    sourceChannel: number,
    target: number,
    row: number,
    targetChannel: number,
    channels: number,
    tiles: number,
    affine: number,
    floor: number,
  ): void;
};
