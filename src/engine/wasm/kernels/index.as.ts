// All that the module of the WebAssembly kernels exports.

export { convolveBlocks, convolveGroups, convolveRows } from './convolution.as';
export { convolveDepthwise } from './depthwise.as';
export { accumulateMoments, add, globalAverage, pool, scaleShift } from './channelwise.as';
export { activate } from './activation.as';
export { copyPlanes, fillPlanes, join, normaliseChannels, slopeBelow } from './graph.as';
export { packWinograd, winogradInput, winogradOutput } from './winograd.as';
export { multiplyPlaces } from './places.as';
export { winogradInput4, winogradOutput4 } from './winograd4.as';
export { convolveCodes, roundToCodes } from './integers.as';
export { divideImages, interleaveImages, placeImage, scaleImages } from './images.as';
export { readOut } from './head.as';
export { countTaps, packBlock, packRow } from './pack.as';
export { roundToGrid } from './round.as';
export { keptBits, magnitudeKeys, randomKeys, selectCut } from './prune.as';

/** The first byte of memory that no static data uses. */
export function heapBase(): usize {
  return __heap_base;
}
export { kernelGradient, keptGradient } from './kernelGradient.as';
export { normGradient, normSums, spreadPixel } from './training.as';
export { fillSlots, findSlots, packEights, pickLabels } from './trainingPack.as';
