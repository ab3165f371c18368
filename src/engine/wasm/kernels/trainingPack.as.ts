// How training puts a kernel's weights into the programs that convolutions and gradients read. A program is
// packed with labels, u32, in the weights' places: 0 where none counts, else the number of the weight, from
// 1. Where labels lie, weights go at every step.
import { packRow } from './pack.as';

/** Labels of a kernel in another order: `from` has the place of each in `labels`. */
export function pickLabels(labels: usize, from: usize, count: i32, target: usize): void {
  const end = from + (<usize>count << 2);
  for (; from < end; from += 4, target += 4) {
    store<u32>(target, load<u32>(labels + (<usize>load<u32>(from) << 2)));
  }
}

/** Where `noteSlot` writes next. */
let nextSlot: usize = 0;

/** Notes (address, number of the weight) of a label, if it is one. */
// @ts-ignore: decorator
@inline
function noteSlot(at: usize): void {
  const label = load<u32>(at);
  store<u32>(nextSlot, <u32>at);
  store<u32>(nextSlot, label - 1, 4);
  nextSlot += <usize>(label != 0) << 3;
}

/**
 * Writes (address, number of the weight) of every label in a program's blocks of `size` channels and in its
 * rows, and returns how many there are; the next 8 bytes are lost.
 */
export function findSlots(
  program: usize, rows: usize, rowCount: i32, blocks: usize, blockCount: i32, size: i32, target: usize,
): i32 {
  nextSlot = target;
  const tapBytes = (<usize>size + 1) << 2;
  for (let block = 0; block < blockCount; block++, blocks += (<usize>size + 2) << 2) {
    let tap = program + load<u32>(blocks);
    const end = tap + <usize>load<u32>(blocks, 4) * tapBytes;
    for (; tap < end; tap += tapBytes) {
      for (let at = tap + 4; at < tap + tapBytes; at += 4) noteSlot(at);
    }
  }
  for (let row = 0; row < rowCount; row++, rows += 12) {
    let entry = program + load<u32>(rows);
    const end = entry + (<usize>load<u32>(rows, 4) << 3);
    for (; entry < end; entry += 8) noteSlot(entry + 4);
  }
  return <i32>((nextSlot - target) >> 3);
}

/** Puts weights where `findSlots` found their labels. */
export function fillSlots(slots: usize, count: i32, weights: usize): void {
  const end = slots + (<usize>count << 3);
  for (; slots < end; slots += 8) {
    store<f32>(load<u32>(slots), load<f32>(weights + (<usize>load<u32>(slots, 4) << 2)));
  }
}

/** Half an eight: the places of a channel and of four taps of a list that ends at `end`; its last repeats. */
function writeHalf(
  eight: usize, labels: usize, half: usize, channel: usize, entry: usize, end: usize,
): void {
  store<u32>(eight + (half << 2), <u32>channel);
  for (let i: usize = 0; i < 4; i++, entry += 8) {
    const place = 4 * half + i;
    store<u32>(eight + (place << 2), load<u32>(min(entry, end - 8)), 8);
    store<u32>(labels + (place << 2), entry < end ? load<u32>(entry, 4) : 0);
  }
}

/**
 * Packs what `keptGradient` reads: `eights`, and the label of each of their taps, 0 for a place that repeats
 * another's. Returns how many there are: at most the weights that count by eight, and one a channel. A
 * channel's last four taps or fewer share an eight with another's. `list` has room for a channel's taps, 8
 * bytes each, and one more.
 */
export function packEights(
  kernel: usize, channels: i32, taps: i32, silent: usize, offsets: usize, channelBytes: usize, list: usize,
  eights: usize, labels: usize,
): i32 {
  const start = eights;
  let waiting: usize = 0;
  let waitingLabels: usize = 0;
  for (let channel: usize = 0; channel < <usize>channels; channel++, kernel += <usize>taps << 2) {
    const end = packRow(kernel, taps, silent, offsets, list);
    const place = channel * channelBytes;
    let entry = list;
    for (; entry + 32 < end; entry += 64, eights += 40, labels += 32) {
      writeHalf(eights, labels, 0, place, entry, end);
      writeHalf(eights, labels, 1, place, entry + 32, end);
    }
    if (entry >= end) continue;
    if (waiting) {
      writeHalf(waiting, waitingLabels, 1, place, entry, end);
      waiting = 0;
      continue;
    }
    waiting = eights;
    waitingLabels = labels;
    eights += 40;
    labels += 32;
    writeHalf(waiting, waitingLabels, 0, place, entry, end);
    writeHalf(waiting, waitingLabels, 1, place, end, end);
  }
  return <i32>((eights - start) / 40);
}
