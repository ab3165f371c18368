/**
 * The kernels' exports: every address and extent in bytes unless it counts things. Described in
 * kernels/*.as.ts.
 */
export type Kernels = {
  memory: WebAssembly.Memory;
  heapBase(): number;
  interleaveImages(source: number, count: number, pixels: number, channels: number, target: number): void;
  scaleImages: LoadImages;
  divideImages: LoadImages;
  convolveRows: Convolve;
  convolveBlocks: Convolve;
  convolveCodes: Convolve;
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
  activate(...call: [...plane: Plane, ...extent: Extent, kind: number, a: number, b: number]): void;
  copyPlanes(...call: [...from: Plane, ...to: Plane, ...extent: Extent]): void;
  fillPlanes(...call: [...plane: Plane, ...extent: Extent, value: number]): void;
  join(
    ...call: [
      ...from: Plane,
      other: number,
      otherPixel: number,
      otherRow: number,
      otherChannel: number,
      ...to: Plane,
      ...extent: Extent,
      isProduct: number,
    ]
  ): void;
  normaliseChannels(
    ...call: [...from: Plane, ...to: Plane, ...extent: Extent, affine: number, epsilon: number]
  ): void;
  slopeBelow(...call: [...from: Plane, ...to: Plane, ...extent: Extent, slopes: number]): void;
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
  roundToGrid: Round;
  roundToCodes: Round;
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
  countTaps(kernel: number, channels: number, taps: number, silent: number, target: number): void;
  packRow(channel: number, taps: number, silent: number, offsets: number, target: number): number;
  packBlock(
    addresses: number,
    channels: number,
    taps: number,
    silent: number,
    offsets: number,
    target: number,
  ): number;
  unreadInputs(kernel: number, outputs: number, inputs: number, positions: number, target: number): void;
  magnitudeKeys(weights: number, keys: number, count: number): void;
  randomKeys(seed: number, memberSeed: number, first: number, keys: number, count: number): void;
  selectCut(keys: number, total: number, count: number, bins: number, cut: number): void;
  applyCut(weights: number, keys: number, total: number, cut: number): void;
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
};

/** Where a buffer's first inner pixel is, and the bytes from one row and one channel to the next. */
export type Plane = [at: number, row: number, channel: number];

/** How many channels, rows and pixels of a row. */
export type Extent = [channels: number, height: number, width: number];

/** `table` and `tableCount` are rows or blocks. */
type Convolve = (
  source: number,
  target: number,
  channelBytes: number,
  pixels: number,
  pixelCount: number,
  program: number,
  table: number,
  tableCount: number,
  affine: number,
  floor: number,
) => void;

/** `pairs` holds two numbers a channel. */
type LoadImages = (
  source: number,
  target: number,
  targetRow: number,
  targetChannel: number,
  channels: number,
  height: number,
  width: number,
  pairs: number,
) => void;

type Round = (
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
) => void;

/** The two builds of the kernels. */
export type KernelBytes = { plain: BufferSource; relaxed: BufferSource };

/** Compiles the relaxed-SIMD build where this runtime validates it, else the plain one. */
export async function compileKernels(bytes: KernelBytes): Promise<WebAssembly.Module> {
  if (WebAssembly.validate(bytes.relaxed)) return WebAssembly.compile(bytes.relaxed);
  if (WebAssembly.validate(bytes.plain)) return WebAssembly.compile(bytes.plain);
  throw new Error('Expected a browser with WebAssembly SIMD (any since 2023), but this one has none.');
}

/** A fresh instance with its own memory. */
export async function instantiateKernels(module: WebAssembly.Module): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, {});
  return instance.exports as unknown as Kernels;
}

/** Images that the kernels handle as one: the lanes of four vectors. */
export const LANES = 16;

/** Bytes of one pixel of one channel: float32 in every lane. */
export const PIXEL = LANES * 4;

/** Rounds up to whole pixels, so that every region starts aligned. */
const aligned = (bytes: number) => Math.ceil(bytes / PIXEL) * PIXEL;

/** Consecutive regions of a module's memory from `start`, growing it when needed. */
export function createArena(kernels: Kernels, start: number) {
  let next = aligned(start);
  return {
    take(bytes: number): number {
      const at = next;
      next += aligned(bytes);
      const missing = next - kernels.memory.buffer.byteLength;
      if (missing > 0) {
        try {
          kernels.memory.grow(Math.ceil(missing / 65536));
        } catch {
          throw new Error(
            `Expected ${Math.ceil(next / 2 ** 20)} MB of memory for the WebAssembly kernels, but this device refused it.`,
          );
        }
      }
      return at;
    },
    get next() {
      return next;
    },
  };
}

export type Arena = ReturnType<typeof createArena>;
