declare namespace __AdaptedExports {
  export const memory: WebAssembly.Memory;
  export function heapBase(): number;
  export function convolveBlocks(source: number, target: number, channelBytes: number,
    pixels: number, pixelCount: number, program: number, blocks: number, blockCount: number,
    affine: number,
    floor: number): void;
  export function convolveGroups(source: number, target: number, channelBytes: number,
    pixels: number, pixelCount: number, program: number, rows: number, rowCount: number, affine: number,
    floor: number): void;
  export function convolveRows(source: number, target: number, channelBytes: number, pixels: number,
    pixelCount: number, program: number, rows: number, rowCount: number, parts: number, affine: number,
    floor: number): void;
  export function convolveDepthwise(source: number, sourceRow: number, strideRows: number,
    strideColumns: number, target: number, targetRow: number, targetChannel: number, height: number,
    width: number, table: number, count: number, kernelHeight: number, kernelWidth: number,
    affine: number,
    floor: number): void;
  export function accumulateMoments(source: number, sourceRow: number, sourceChannel: number,
    channels: number, height: number, width: number, images: number,
    moments: number): void;
  export function add(source: number, sourceRow: number, sourceChannel: number, other: number,
    otherRow: number, otherChannel: number, target: number, targetRow: number, targetChannel: number,
    channels: number, height: number, width: number,
    floor: number): void;
  export function globalAverage(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetChannel: number, channels: number, height: number,
    width: number): void;
  export function pool(source: number, sourceRow: number, sourceChannel: number, target: number,
    targetRow: number, targetChannel: number, channels: number, height: number, width: number,
    inputHeight: number, inputWidth: number, rows: number, columns: number, down: number, across: number,
    top: number, left: number, bottom: number, right: number,
    mode: number): void;
  export function scaleShift(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetRow: number, targetChannel: number, channels: number, height: number,
    width: number, affine: number,
    floor: number): void;
  export function activate(target: number, row: number, channel: number, channels: number,
    height: number, width: number, kind: number, a: number,
    b: number): void;
  export function copyPlanes(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetRow: number, targetChannel: number, channels: number, height: number,
    width: number): void;
  export function fillPlanes(target: number, row: number, channel: number, channels: number,
    height: number, width: number,
    value: number): void;
  export function join(source: number, sourceRow: number, sourceChannel: number, other: number,
    otherPixel: number, otherRow: number, otherChannel: number, target: number, targetRow: number,
    targetChannel: number, channels: number, height: number, width: number,
    isProduct: boolean): void;
  export function normaliseChannels(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetRow: number, targetChannel: number, channels: number, height: number,
    width: number, affine: number,
    epsilon: number): void;
  export function slopeBelow(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetRow: number, targetChannel: number, channels: number, height: number,
    width: number,
    slopes: number): void;
  export function packWinograd(kernel: number, outputs: number, inputs: number, target: number,
    placeBytes: number,
    tile: number): void;
  export function winogradInput(source: number, row: number, sourceChannel: number, target: number,
    channels: number,
    tiles: number): void;
  export function winogradOutput(source: number, target: number, row: number, targetChannel: number,
    channels: number, tiles: number, affine: number,
    floor: number): void;
  export function multiplyPlaces(source: number, target: number, places: number, tiles: number,
    inputs: number, outputs: number, weights: number,
    placeBytes: number): void;
  export function winogradInput4(source: number, row: number, sourceChannel: number, target: number,
    channels: number,
    tiles: number): void;
  export function winogradOutput4(source: number, target: number, row: number, targetChannel: number,
    channels: number, tiles: number, affine: number,
    floor: number): void;
  export function convolveCodes(source: number, target: number, channelBytes: number, pixels: number,
    pixelCount: number, program: number, blocks: number, blockCount: number, affine: number,
    floor: number): void;
  export function roundToCodes(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetRow: number, targetChannel: number, channels: number, height: number,
    width: number,
    grid: number): void;
  export function divideImages(source: number, target: number, targetRow: number,
    targetChannel: number, channels: number, height: number, width: number,
    normal: number): void;
  export function interleaveImages(source: number, count: number, pixels: number, channels: number,
    target: number): void;
  export function placeImage(source: number, target: number, channels: number, height: number,
    width: number, mirrored: boolean, down: number,
    right: number): void;
  export function scaleImages(source: number, target: number, targetRow: number,
    targetChannel: number, channels: number, height: number, width: number,
    affine: number): void;
  export function readOut(logits: number, channelBytes: number, classes: number, images: number,
    truths: number, labels: number, pPrediction: number, pLabel: number,
    rankLabel: number): void;
  export function countTaps(kernel: number, channels: number, taps: number, silent: number,
    target: number): void;
  export function packBlock(addresses: number, channels: number, taps: number, silent: number,
    offsets: number,
    target: number): number;
  export function packRow(channel: number, taps: number, silent: number, offsets: number,
    target: number): number;
  export function roundToGrid(source: number, sourceRow: number, sourceChannel: number,
    target: number, targetRow: number, targetChannel: number, channels: number, height: number,
    width: number,
    grid: number): void;
  export function keptBits(keys: number, total: number, cut: number, bits: number): void;
  export function magnitudeKeys(weights: number, keys: number, count: number): void;
  export function randomKeys(seed: number, memberSeed: number, first: number, keys: number,
    count: number): void;
  export function selectCut(keys: number, total: number, count: number, bins: number, room: number,
    cut: number): void;
  export function kernelGradient(source: number, gradient: number, channelBytes: number,
    pixels: number, pixelCount: number, offsets: number, taps: number, channels: number,
    target: number): void;
  export function keptGradient(source: number, gradient: number, pixels: number, pixelCount: number,
    eights: number, count: number,
    target: number): void;
  export function normGradient(value: number, valueRow: number, valueChannel: number,
    gradient: number, gradientRow: number, gradientChannel: number, target: number, targetRow: number,
    targetChannel: number, channels: number, height: number, width: number, affine: number,
    relu: boolean,
    factors: number): void;
  export function normSums(value: number, valueRow: number, valueChannel: number, gradient: number,
    gradientRow: number, gradientChannel: number, channels: number, height: number, width: number,
    affine: number, relu: boolean,
    sums: number): void;
  export function spreadPixel(source: number, sourceChannel: number, target: number,
    targetRow: number, targetChannel: number, channels: number, height: number, width: number,
    factor: number): void;
  export function fillSlots(slots: number, count: number, weights: number): void;
  export function findSlots(program: number, rows: number, rowCount: number, blocks: number,
    blockCount: number, size: number,
    target: number): number;
  export function packEights(kernel: number, channels: number, taps: number, silent: number,
    offsets: number, channelBytes: number, list: number, eights: number,
    labels: number): number;
  export function pickLabels(labels: number, from: number, count: number, target: number): void;
}
export declare function instantiate(module: WebAssembly.Module, imports: {
}): Promise<typeof __AdaptedExports>;
