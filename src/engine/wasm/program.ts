import type { Population } from '../../model/population';
import { type AffineStep, type BufferShape, type ConvStep, fold, kernelOf, type Plan } from '../plan';
import {
  BLOCK,
  type Block,
  type Costs,
  type Flags,
  occupiedRows,
  type Rows,
  silentChannels,
  splitChannels,
  unreadChannels,
} from './channels';
import { PIXEL } from './kernels';

/** Byte extents of an activation buffer: channels of rows of pixels, with the border. */
export type BufferLayout = {
  /** Bytes from one row, one channel to the next. */
  row: number;
  channel: number;
  /** Bytes from the buffer's start to its first inner pixel. */
  inner: number;
  bytes: number;
};

/** Lays a buffer out, each channel an odd number of pixels long, so that the channels' same pixels fall into different sets of the cache. */
export function bufferLayout({ channels, height, width, border }: BufferShape): BufferLayout {
  const row = (width + 2 * border) * PIXEL;
  const pixels = (height + 2 * border) * (width + 2 * border);
  const channel = (pixels + (1 - (pixels % 2))) * PIXEL;
  return { row, channel, inner: border * (row + PIXEL), bytes: channels * channel };
}

/** Where a step's tables lie in a program, in bytes from its start. */
export type StepProgram = {
  rows: number;
  rowCount: number;
  blocks: number;
  blockCount: number;
  /** (scale, shift) per output channel. */
  affine: number;
  /** Share of the kernel's weights that are not zero. */
  density: number;
};

/** One member's weights in the form that the kernels read; `steps` runs parallel to the plan's. */
export type Program = { words: Uint32Array<ArrayBuffer>; steps: StepProgram[] };

/** Byte offsets of a kernel's taps from the top left one, in the kernel's row-major order. */
function tapOffsets(step: ConvStep, source: BufferLayout): Uint32Array {
  const [height, width] = step.kernel;
  const offsets = new Uint32Array(step.input.channels * height * width);
  let next = 0;
  for (let channel = 0; channel < step.input.channels; channel++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        offsets[next++] = channel * source.channel + y * source.row + x * PIXEL;
      }
    }
  }
  return offsets;
}

type Writer = { words: Uint32Array<ArrayBuffer>; floats: Float32Array; next: number };

function writeAffine(writer: Writer, step: ConvStep | AffineStep, folded: ReturnType<typeof fold>): number {
  const at = writer.next;
  for (let channel = 0; channel < step.output.channels; channel++) {
    writer.floats[writer.next++] = folded.scale[channel];
    writer.floats[writer.next++] = folded.shift[channel];
  }
  return at * 4;
}

function writeRows(writer: Writer, rows: Rows, kernel: Float32Array, offsets: Uint32Array): number {
  const at = writer.next;
  let entries = at + rows.length * 3;
  for (const { channel, taps } of rows) {
    writer.words[writer.next++] = entries * 4;
    writer.words[writer.next++] = taps.length;
    writer.words[writer.next++] = channel;
    for (const tap of taps) {
      writer.words[entries++] = offsets[tap];
      writer.floats[entries++] = kernel[channel * offsets.length + tap];
    }
  }
  writer.next = entries;
  return at * 4;
}

function writeBlocks(writer: Writer, blocks: Block[], kernel: Float32Array, offsets: Uint32Array): number {
  const at = writer.next;
  let taps = at + blocks.length * (2 + BLOCK);
  for (const block of blocks) {
    writer.words[writer.next++] = taps * 4;
    writer.words[writer.next++] = block.taps.length;
    for (const channel of block.channels) writer.words[writer.next++] = channel;
    for (const tap of block.taps) {
      writer.words[taps++] = offsets[tap];
      for (const channel of block.channels) writer.floats[taps++] = kernel[channel * offsets.length + tap];
    }
  }
  writer.next = taps;
  return at * 4;
}

const nothing: StepProgram = { rows: 0, rowCount: 0, blocks: 0, blockCount: 0, affine: 0, density: 1 };

/**
 * Packs one member's weights for the kernels: each group of output channels dense or compressed, whichever `costs` says is
 * cheaper. Channels that nothing reads become zero, and weights on channels that are always zero are left out, unless `every`
 * asks for all.
 */
export function packProgram(
  plan: Plan,
  population: Population,
  member: number,
  costs: Costs,
  every = false,
): Program {
  const kernels = plan.steps.map((step) =>
    step.kind === 'conv' ? kernelOf(population, step, member) : null,
  );
  const unread = every ? [] : unreadChannels(plan, kernels);
  const silent = new Map<number, Flags>();
  const most = plan.steps.reduce((sum, step) => {
    if (step.kind === 'affine') return sum + 2 * step.output.channels;
    if (step.kind !== 'conv') return sum;
    const { channels } = step.output;
    const weights = channels * step.input.channels * step.kernel[0] * step.kernel[1];
    return sum + 2 * weights + 5 * channels;
  }, 0);
  const words = new Uint32Array(most);
  const writer: Writer = { words, floats: new Float32Array(words.buffer), next: 0 };
  const steps = plan.steps.map((step, position): StepProgram => {
    const source = silent.get(step.source);
    silent.delete(step.target);
    if (step.kind !== 'conv' && step.kind !== 'affine') {
      if (step.kind !== 'add' && source) silent.set(step.target, source);
      return nothing;
    }
    const folded = fold(population, step, member);
    const skipped = unread[position];
    if (skipped) {
      for (let channel = 0; channel < skipped.length; channel++) {
        if (skipped[channel] === 1) folded.scale[channel] = folded.shift[channel] = 0;
      }
    }
    const affine = writeAffine(writer, step, folded);
    const kernel = kernels[position];
    if (step.kind !== 'conv' || !kernel) return { ...nothing, affine };
    const offsets = tapOffsets(step, bufferLayout(plan.buffers[step.source]));
    const occupied = occupiedRows(step, kernel, skipped, source);
    if (!every) silent.set(step.target, silentChannels(step, occupied, folded.shift));
    const { blocks, rows } = splitChannels(occupied, offsets.length, costs);
    return {
      affine,
      rows: writeRows(writer, rows, kernel, offsets),
      rowCount: rows.length,
      blocks: writeBlocks(writer, blocks, kernel, offsets),
      blockCount: blocks.length,
      density: occupied.reduce((sum, row) => sum + row.taps.length, 0) / kernel.length,
    };
  });
  return { words: words.slice(0, writer.next), steps };
}
