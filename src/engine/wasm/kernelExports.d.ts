declare namespace __AdaptedExports {
  /** Exported memory */
  export const memory: WebAssembly.Memory;
  /**
   * kernels/index.as/heapBase
   * @returns `usize`
   */
  export function heapBase(): number;
  /**
   * kernels/convolution.as/convolveBlocks
   * @param source `usize`
   * @param target `usize`
   * @param channelBytes `usize`
   * @param pixels `usize`
   * @param pixelCount `i32`
   * @param program `usize`
   * @param blocks `usize`
   * @param blockCount `i32`
   * @param affine `usize`
   * @param floor `f32`
   */
  export function convolveBlocks(source: number, target: number, channelBytes: number, pixels: number, pixelCount: number, program: number, blocks: number, blockCount: number, affine: number, floor: number): void;
  /**
   * kernels/convolution.as/convolveRows
   * @param source `usize`
   * @param target `usize`
   * @param channelBytes `usize`
   * @param pixels `usize`
   * @param pixelCount `i32`
   * @param program `usize`
   * @param rows `usize`
   * @param rowCount `i32`
   * @param affine `usize`
   * @param floor `f32`
   */
  export function convolveRows(source: number, target: number, channelBytes: number, pixels: number, pixelCount: number, program: number, rows: number, rowCount: number, affine: number, floor: number): void;
  /**
   * kernels/channelwise.as/accumulateMoments
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param images `i32`
   * @param moments `usize`
   */
  export function accumulateMoments(source: number, sourceRow: number, sourceChannel: number, channels: number, height: number, width: number, images: number, moments: number): void;
  /**
   * kernels/channelwise.as/add
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param other `usize`
   * @param otherRow `usize`
   * @param otherChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param floor `f32`
   */
  export function add(source: number, sourceRow: number, sourceChannel: number, other: number, otherRow: number, otherChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, floor: number): void;
  /**
   * kernels/channelwise.as/globalAverage
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   */
  export function globalAverage(source: number, sourceRow: number, sourceChannel: number, target: number, targetChannel: number, channels: number, height: number, width: number): void;
  /**
   * kernels/channelwise.as/pool
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param inputHeight `i32`
   * @param inputWidth `i32`
   * @param rows `i32`
   * @param columns `i32`
   * @param down `i32`
   * @param across `i32`
   * @param top `i32`
   * @param left `i32`
   * @param bottom `i32`
   * @param right `i32`
   * @param mode `i32`
   */
  export function pool(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, inputHeight: number, inputWidth: number, rows: number, columns: number, down: number, across: number, top: number, left: number, bottom: number, right: number, mode: number): void;
  /**
   * kernels/channelwise.as/scaleShift
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param affine `usize`
   * @param floor `f32`
   */
  export function scaleShift(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, affine: number, floor: number): void;
  /**
   * kernels/activation.as/activate
   * @param target `usize`
   * @param row `usize`
   * @param channel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param kind `i32`
   * @param a `f32`
   * @param b `f32`
   */
  export function activate(target: number, row: number, channel: number, channels: number, height: number, width: number, kind: number, a: number, b: number): void;
  /**
   * kernels/graph.as/copyPlanes
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   */
  export function copyPlanes(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number): void;
  /**
   * kernels/graph.as/fillPlanes
   * @param target `usize`
   * @param row `usize`
   * @param channel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param value `f32`
   */
  export function fillPlanes(target: number, row: number, channel: number, channels: number, height: number, width: number, value: number): void;
  /**
   * kernels/graph.as/join
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param other `usize`
   * @param otherPixel `usize`
   * @param otherRow `usize`
   * @param otherChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param isProduct `bool`
   */
  export function join(source: number, sourceRow: number, sourceChannel: number, other: number, otherPixel: number, otherRow: number, otherChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, isProduct: boolean): void;
  /**
   * kernels/graph.as/normaliseChannels
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param affine `usize`
   * @param epsilon `f32`
   */
  export function normaliseChannels(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, affine: number, epsilon: number): void;
  /**
   * kernels/graph.as/slopeBelow
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param slopes `usize`
   */
  export function slopeBelow(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, slopes: number): void;
  /**
   * kernels/winograd.as/winogradInput
   * @param source `usize`
   * @param row `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param placeBytes `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param tiles `i32`
   */
  export function winogradInput(source: number, row: number, sourceChannel: number, target: number, placeBytes: number, targetChannel: number, channels: number, tiles: number): void;
  /**
   * kernels/winograd.as/winogradOutput
   * @param source `usize`
   * @param placeBytes `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param row `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param tiles `i32`
   * @param affine `usize`
   * @param floor `f32`
   */
  export function winogradOutput(source: number, placeBytes: number, sourceChannel: number, target: number, row: number, targetChannel: number, channels: number, tiles: number, affine: number, floor: number): void;
  /**
   * kernels/integers.as/convolveCodes
   * @param source `usize`
   * @param target `usize`
   * @param channelBytes `usize`
   * @param pixels `usize`
   * @param pixelCount `i32`
   * @param program `usize`
   * @param blocks `usize`
   * @param blockCount `i32`
   * @param affine `usize`
   * @param floor `f32`
   */
  export function convolveCodes(source: number, target: number, channelBytes: number, pixels: number, pixelCount: number, program: number, blocks: number, blockCount: number, affine: number, floor: number): void;
  /**
   * kernels/integers.as/roundToCodes
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param grid `usize`
   */
  export function roundToCodes(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, grid: number): void;
  /**
   * kernels/images.as/divideImages
   * @param source `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param normal `usize`
   */
  export function divideImages(source: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, normal: number): void;
  /**
   * kernels/images.as/interleaveImages
   * @param source `usize`
   * @param count `i32`
   * @param pixels `i32`
   * @param channels `i32`
   * @param target `usize`
   */
  export function interleaveImages(source: number, count: number, pixels: number, channels: number, target: number): void;
  /**
   * kernels/images.as/scaleImages
   * @param source `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param affine `usize`
   */
  export function scaleImages(source: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, affine: number): void;
  /**
   * kernels/head.as/readOut
   * @param logits `usize`
   * @param channelBytes `usize`
   * @param classes `i32`
   * @param images `i32`
   * @param truths `usize`
   * @param labels `usize`
   * @param pPrediction `usize`
   * @param pLabel `usize`
   * @param rankLabel `usize`
   */
  export function readOut(logits: number, channelBytes: number, classes: number, images: number, truths: number, labels: number, pPrediction: number, pLabel: number, rankLabel: number): void;
  /**
   * kernels/pack.as/countTaps
   * @param kernel `usize`
   * @param channels `i32`
   * @param taps `i32`
   * @param silent `usize`
   * @param target `usize`
   */
  export function countTaps(kernel: number, channels: number, taps: number, silent: number, target: number): void;
  /**
   * kernels/pack.as/packBlock
   * @param addresses `usize`
   * @param channels `i32`
   * @param taps `i32`
   * @param silent `usize`
   * @param offsets `usize`
   * @param target `usize`
   * @returns `usize`
   */
  export function packBlock(addresses: number, channels: number, taps: number, silent: number, offsets: number, target: number): number;
  /**
   * kernels/pack.as/packRow
   * @param channel `usize`
   * @param taps `i32`
   * @param silent `usize`
   * @param offsets `usize`
   * @param target `usize`
   * @returns `usize`
   */
  export function packRow(channel: number, taps: number, silent: number, offsets: number, target: number): number;
  /**
   * kernels/pack.as/unreadInputs
   * @param kernel `usize`
   * @param outputs `i32`
   * @param inputs `i32`
   * @param positions `i32`
   * @param target `usize`
   */
  export function unreadInputs(kernel: number, outputs: number, inputs: number, positions: number, target: number): void;
  /**
   * kernels/round.as/roundToGrid
   * @param source `usize`
   * @param sourceRow `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param grid `usize`
   */
  export function roundToGrid(source: number, sourceRow: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, grid: number): void;
  /**
   * kernels/prune.as/applyCut
   * @param weights `usize`
   * @param keys `usize`
   * @param total `i32`
   * @param cut `usize`
   */
  export function applyCut(weights: number, keys: number, total: number, cut: number): void;
  /**
   * kernels/prune.as/magnitudeKeys
   * @param weights `usize`
   * @param keys `usize`
   * @param count `i32`
   */
  export function magnitudeKeys(weights: number, keys: number, count: number): void;
  /**
   * kernels/prune.as/randomKeys
   * @param seed `u32`
   * @param memberSeed `u32`
   * @param first `u32`
   * @param keys `usize`
   * @param count `i32`
   */
  export function randomKeys(seed: number, memberSeed: number, first: number, keys: number, count: number): void;
  /**
   * kernels/prune.as/selectCut
   * @param keys `usize`
   * @param total `i32`
   * @param count `u32`
   * @param bins `usize`
   * @param cut `usize`
   */
  export function selectCut(keys: number, total: number, count: number, bins: number, cut: number): void;
  /**
   * kernels/training.as/kernelGradient
   * @param source `usize`
   * @param gradient `usize`
   * @param channelBytes `usize`
   * @param pixels `usize`
   * @param pixelCount `i32`
   * @param offsets `usize`
   * @param taps `i32`
   * @param channels `i32`
   * @param target `usize`
   */
  export function kernelGradient(source: number, gradient: number, channelBytes: number, pixels: number, pixelCount: number, offsets: number, taps: number, channels: number, target: number): void;
  /**
   * kernels/training.as/normGradient
   * @param value `usize`
   * @param valueRow `usize`
   * @param valueChannel `usize`
   * @param gradient `usize`
   * @param gradientRow `usize`
   * @param gradientChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param affine `usize`
   * @param relu `bool`
   * @param factors `usize`
   */
  export function normGradient(value: number, valueRow: number, valueChannel: number, gradient: number, gradientRow: number, gradientChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, affine: number, relu: boolean, factors: number): void;
  /**
   * kernels/training.as/normSums
   * @param value `usize`
   * @param valueRow `usize`
   * @param valueChannel `usize`
   * @param gradient `usize`
   * @param gradientRow `usize`
   * @param gradientChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param affine `usize`
   * @param relu `bool`
   * @param sums `usize`
   */
  export function normSums(value: number, valueRow: number, valueChannel: number, gradient: number, gradientRow: number, gradientChannel: number, channels: number, height: number, width: number, affine: number, relu: boolean, sums: number): void;
  /**
   * kernels/training.as/rowGradient
   * @param source `usize`
   * @param gradient `usize`
   * @param channelBytes `usize`
   * @param pixels `usize`
   * @param pixelCount `i32`
   * @param rows `usize`
   * @param rowCount `i32`
   * @param entries `usize`
   * @param target `usize`
   */
  export function rowGradient(source: number, gradient: number, channelBytes: number, pixels: number, pixelCount: number, rows: number, rowCount: number, entries: number, target: number): void;
  /**
   * kernels/training.as/spreadPixel
   * @param source `usize`
   * @param sourceChannel `usize`
   * @param target `usize`
   * @param targetRow `usize`
   * @param targetChannel `usize`
   * @param channels `i32`
   * @param height `i32`
   * @param width `i32`
   * @param factor `f32`
   */
  export function spreadPixel(source: number, sourceChannel: number, target: number, targetRow: number, targetChannel: number, channels: number, height: number, width: number, factor: number): void;
}
/** Instantiates the compiled WebAssembly module with the given imports. */
export declare function instantiate(module: WebAssembly.Module, imports: {
}): Promise<typeof __AdaptedExports>;
