// The cache lines that the WebAssembly kernels touch, step by step, from the layout that the engine itself
// makes: buffers, borders, tiles, and the tables of a packed program.
import { planSteps } from '../../src/engine/plan';
import type { ConvStep, Step } from '../../src/engine/steps';
import { readsOf } from '../../src/engine/steps';
import type { Kernels } from '../../src/engine/wasm/kernels';
import { LANES, PIXEL } from '../../src/engine/wasm/kernels';
import { createMachine } from '../../src/engine/wasm/memberMachine';
import { BLOCK } from '../../src/engine/wasm/packedKernels';
import { type Placement, placeBuffers } from '../../src/engine/wasm/placement';
import { packProgram } from '../../src/engine/wasm/program';
import { pixelTable } from '../../src/engine/wasm/runner';
import type { StepProgram } from '../../src/engine/wasm/stepWriters';
import {
  placesPerPixel,
  tilesAtOnce,
  winogradBytes,
  winogradKernelBytes,
} from '../../src/engine/wasm/winograd';
import type { Population } from '../../src/model/population';

type Touch = (address: number) => void;
/** Multiply-adds of a step for 16 images as its form does them, and the trace of it. */
export type TracedStep = { name: string; form: string; multiplyAdds: number; trace(touch: Touch): void };

/** All lines from `at` on. */
function stream(touch: Touch, at: number, bytes: number): void {
  for (let byte = 0; byte < bytes; byte += PIXEL) touch(at + byte);
}

type Memory = { code: number; words: Uint32Array; tiles: number };

/** Rows, part by part: every `atOnce` pixels, each row, each entry. */
function traceRows(
  touch: Touch,
  { code, words }: Memory,
  { rows, rowCount, rowParts }: StepProgram,
  pixels: Uint32Array,
  source: number,
  target: Placement,
  atOnce: number,
): void {
  for (let part = 0; part < rowParts; part++) {
    for (let pixel = 0; pixel < pixels.length; pixel += 2 * atOnce) {
      const places = Array.from({ length: atOnce }, (_, i) => pixel + 2 * i);
      const some = places.filter((place) => place < pixels.length);
      for (let row = 0; row < rowCount; row++) {
        const table = rows / 4 + 3 * (part * rowCount + row);
        touch(code + table * 4);
        const [first, count, channel] = words.subarray(table, table + 3);
        for (let entry = first; entry < first + 8 * count; entry += 8) {
          touch(code + entry);
          for (const at of some) touch(source + pixels[at] + words[entry / 4]);
        }
        for (const at of some) touch(target.at + target.inner + pixels[at + 1] + channel * target.channel);
      }
    }
  }
}

/** Blocks of six channels: each pixel, each block, each tap. */
function traceBlocks(
  touch: Touch,
  { code, words }: Memory,
  table: number,
  taps: number,
  count: number,
  pixels: Uint32Array,
  source: number,
  target: number,
  targetChannel: number,
): void {
  for (let pixel = 0; pixel < pixels.length; pixel += 2) {
    for (let block = 0; block < count; block++) {
      const at = table / 4 + block * (2 + BLOCK);
      touch(code + at * 4);
      const first = taps + words[at];
      const size = 4 * (1 + BLOCK);
      for (let tap = first; tap < first + size * words[at + 1]; tap += size) {
        touch(code + tap);
        touch(source + pixels[pixel] + words[tap / 4]);
      }
      for (let i = 0; i < BLOCK; i++) touch(target + pixels[pixel + 1] + words[at + 2 + i] * targetChannel);
    }
  }
}

/** Winograd's form: tiles to places, the places' products, and back. */
function traceWinograd(
  touch: Touch,
  memory: Memory,
  step: ConvStep,
  { winograd }: StepProgram,
  source: Placement,
  target: Placement,
): void {
  if (!winograd) return;
  const { input, output, padding } = step;
  const { tile } = winograd;
  const tiles = tilesAtOnce(step, tile);
  const [inputBytes, outputBytes] = winogradBytes(step, tile);
  const places = (tile + 2) ** 2;
  const channelBytes = inputBytes / tiles / input.channels;
  const sums = memory.tiles + inputBytes;
  const corner = source.at + source.inner - padding[0] * source.row - padding[1] * PIXEL;
  const square = (at: number, row: number, side: number) => {
    for (let y = 0; y < side; y++) stream(touch, at + y * row, side * PIXEL);
  };
  const each = (channels: number, at: number, plane: (channel: number, tile: number) => void) => {
    for (let i = 0; i < tiles; i++) {
      for (let channel = 0; channel < channels; channel++) {
        plane(channel, i);
        stream(touch, at + (i * channels + channel) * channelBytes, places * PIXEL);
      }
    }
  };
  const multiply = (place: number, i: number) => {
    const from = memory.tiles + (i * inputBytes) / tiles + place * PIXEL;
    const to = sums + (i * outputBytes) / tiles + place * PIXEL;
    let at = memory.code + winograd.kernels + (place * winogradKernelBytes(step, tile)) / places;
    for (let first = 0; first < output.channels; ) {
      const size = output.channels - first > 4 ? BLOCK : 2;
      for (let channel = 0; channel < input.channels; channel++) {
        touch(at);
        touch(from + channel * channelBytes);
        at += 4 * size;
      }
      const end = Math.min(first + size, output.channels);
      for (; first < end; first++) touch(to + first * channelBytes);
    }
  };
  for (let y = 0; y < output.height; y += tile) {
    for (let x = 0; x < output.width; x += tile * tiles) {
      each(input.channels, memory.tiles, (channel, i) => {
        const at = corner + channel * source.channel + y * source.row + (x + i * tile) * PIXEL;
        square(at, source.row, tile + 2);
      });
      for (let place = 0; place < places; place++) {
        for (let i = 0; i < tiles; i++) multiply(place, i);
      }
      each(output.channels, sums, (channel, i) => {
        const at = target.at + target.inner + channel * target.channel + y * target.row;
        square(at + (x + i * tile) * PIXEL, target.row, tile);
      });
    }
  }
}

/** Multiply-adds for 16 images as the form does them, those on zeros of Winograd's form too. */
function work(step: Step, { winograd, density }: StepProgram): number {
  if (step.kind !== 'conv') return 0;
  const { height, width, channels } = step.output;
  if (!winograd) return step.multiplyAdds * density * LANES;
  return placesPerPixel(winograd.tile) * step.input.channels * channels * height * width * LANES;
}

function formOf({ winograd, blockCount, rowCount }: StepProgram): string {
  if (winograd) return `F(${winograd.tile}x${winograd.tile})`;
  return [blockCount > 0 ? 'blocks' : '', rowCount > 0 ? 'rows' : ''].filter(Boolean).join(', ');
}

/**
 * The steps of a population's first network on 16 images; depthwise layers are taken as a stream. With fewer
 * `images`, which the engine does not have, a pixel is as many lanes, and rows sum more pixels at once.
 */
export function traceSteps(kernels: Kernels, population: Population, images = LANES): TracedStep[] {
  const plan = planSteps(population.architecture);
  const machine = createMachine(kernels, plan, population.architecture.input);
  const { words, steps } = packProgram(kernels, machine.base, plan, population, 0, { tap: 1, entry: 0.2 });
  const { places, bytes } = placeBuffers(plan);
  const memory = { tiles: Math.ceil(bytes / PIXEL) * PIXEL, code: machine.base, words };
  return plan.steps.map((step, at) => {
    const tables = steps[at];
    const target = places[step.target];
    const trace = (all: Touch) => {
      const touch = (at: number) => all(at < memory.code ? (at * images) / LANES : at);
      if (step.kind !== 'conv' || step.groups > 1) {
        for (const buffer of readsOf(step)) stream(touch, places[buffer].at, places[buffer].bytes);
        stream(touch, target.at, target.bytes);
        return;
      }
      const source = places[step.source];
      const pixels = pixelTable(step, source, target);
      const { blocks, blockCount } = tables;
      const into = target.at + target.inner;
      traceWinograd(touch, memory, step, tables, source, target);
      traceBlocks(touch, memory, blocks, 0, blockCount, pixels, source.at, into, target.channel);
      traceRows(touch, memory, tables, pixels, source.at, target, (2 * LANES) / images);
    };
    const { channels, height, width } = step.output;
    const name = `${step.kind}, ${step.input.channels} to ${channels} of ${height} x ${width}`;
    return { name, form: formOf(tables), multiplyAdds: work(step, tables), trace };
  });
}
