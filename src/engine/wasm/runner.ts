import { activationCode } from '../../model/layers/activations';
import { sameShape } from '../../model/layers/kind';
import type { ConvStep, JoinStep, PadStep, Plan, Step } from '../steps';
import { type Extent, type Kernels, PIXEL, type Plane } from './kernels';
import type { Placement } from './placement';
import type { BufferLayout, StepProgram } from './stepWriters';
import { convolveWinograd } from './winograd';

/** Zeros around a buffer's values, where another buffer has lain over them. */
export function clearBorder(kernels: Kernels, { at, bytes, inner, isShared }: Placement): void {
  if (isShared && inner > 0) new Uint8Array(kernels.memory.buffer, at, bytes).fill(0);
}

/** Where each output pixel's window begins in the source, and where it goes in the target. */
export function pixelTable(step: ConvStep, source: BufferLayout, target: BufferLayout): Uint32Array {
  const { stride, padding, output } = step;
  const table = new Uint32Array(output.height * output.width * 2);
  const start = source.inner - padding[0] * source.row - padding[1] * PIXEL;
  let next = 0;
  for (let y = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++) {
      table[next++] = start + stride[0] * y * source.row + stride[1] * x * PIXEL;
      table[next++] = y * target.row + x * PIXEL;
    }
  }
  return table;
}

const activationOf = (step: Step) => ('activation' in step ? step.activation : null);

/** The least value of a step's output, where its kernel takes its activation in. */
export function floorOf(step: Step): number {
  return activationOf(step)?.kind === 'relu' ? 0 : -Infinity;
}

/** Whether `other` has the shape of the result, so that nothing is repeated. */
function isWhole({ otherShape, output }: JoinStep): boolean {
  return sameShape(otherShape, output);
}

/** Whether a step's kernel takes a ReLU in. */
function takesFloor(step: Step): boolean {
  return step.kind === 'add' ? isWhole(step) : step.kind !== 'multiply';
}

/**
 * Runs steps of a plan whose buffers lie in a module's memory; `pixels` has each convolution's pixel table,
 * `tiles` is the room for Winograd's.
 */
export function createRunner(
  kernels: Kernels,
  plan: Plan,
  buffers: Placement[],
  pixels: number[],
  tiles: number,
) {
  const planeOf = (buffer: number): Plane => {
    const { at, inner, row, channel } = buffers[buffer];
    return [at + inner, row, channel];
  };
  const extentOf = ({ output }: Step): Extent => [output.channels, output.height, output.width];

  function convolveDepthwise(
    step: ConvStep,
    table: number,
    { depthwiseCount }: StepProgram,
    affine: number,
    floor: number,
  ) {
    const { stride, padding, output, kernel } = step;
    const [from, row] = planeOf(step.source);
    const corner = from - padding[0] * row - padding[1] * PIXEL;
    const extent = [output.height, output.width] as const;
    const to = planeOf(step.target);
    kernels.convolveDepthwise(
      corner,
      row,
      ...stride,
      ...to,
      ...extent,
      table,
      depthwiseCount,
      ...kernel,
      affine,
      floor,
    );
  }

  function convolve(position: number, step: ConvStep, program: number, tables: StepProgram, floor: number) {
    const [to] = planeOf(step.target);
    const { at } = buffers[step.source];
    const count = step.output.height * step.output.width;
    const affine = program + tables.affine;
    const call = [at, to, buffers[step.target].channel, pixels[position], count, program] as const;
    if (tables.integers) {
      kernels.convolveCodes(...call, program + tables.blocks, tables.blockCount, affine, floor);
      return;
    }
    if (tables.winograd) {
      const [from, into] = [buffers[step.source], buffers[step.target]];
      convolveWinograd(kernels, step, from, into, program, tables.winograd, tiles, floor);
      return;
    }
    if (tables.blockCount > 0) {
      kernels.convolveBlocks(...call, program + tables.blocks, tables.blockCount, affine, floor);
    }
    if (tables.depthwiseCount > 0) convolveDepthwise(step, program + tables.depthwise, tables, affine, floor);
    if (tables.rowCount > 0) {
      const rows = [program + tables.rows, tables.rowCount] as const;
      if (step.groups === 1) kernels.convolveRows(...call, ...rows, tables.rowParts, affine, floor);
      else kernels.convolveGroups(...call, ...rows, affine, floor);
    }
  }

  function join(step: JoinStep, floor: number): void {
    const from = planeOf(step.source);
    const other = planeOf(step.other);
    const to = planeOf(step.target);
    const { channels, height, width } = step.otherShape;
    if (step.kind === 'add' && isWhole(step)) {
      kernels.add(...from, ...other, ...to, ...extentOf(step), floor);
      return;
    }
    const steps = [
      width === 1 ? 0 : PIXEL,
      height === 1 ? 0 : other[1],
      channels === 1 ? 0 : other[2],
    ] as const;
    kernels.join(...from, other[0], ...steps, ...to, ...extentOf(step), step.kind === 'multiply');
  }

  function pad(step: PadStep): void {
    const [at, row, channel] = planeOf(step.target);
    const { channels, height, width } = step.input;
    kernels.fillPlanes(at, row, channel, ...extentOf(step), step.value);
    const inner = at + step.padding[0] * row + step.padding[1] * PIXEL;
    kernels.copyPlanes(...planeOf(step.source), inner, row, channel, channels, height, width);
  }

  function concatenate(sources: number[], counts: number[], step: Step): void {
    let [at, row, channel] = planeOf(step.target);
    sources.forEach((source, i) => {
      kernels.copyPlanes(
        ...planeOf(source),
        at,
        row,
        channel,
        counts[i],
        step.output.height,
        step.output.width,
      );
      at += counts[i] * channel;
    });
  }

  function arrange(order: number[], step: Step): void {
    const [from, fromRow, fromChannel] = planeOf(step.source);
    const [to, row, channel] = planeOf(step.target);
    const { height, width } = step.output;
    order.forEach((taken, i) => {
      const plane = from + taken * fromChannel;
      kernels.copyPlanes(plane, fromRow, fromChannel, to + i * channel, row, channel, 1, height, width);
    });
  }

  function flatten(step: Step): void {
    const [from, fromRow, fromChannel] = planeOf(step.source);
    let [to, row, channel] = planeOf(step.target);
    const { channels, height, width } = step.input;
    for (let c = 0; c < channels; c++) {
      for (let y = 0; y < height; y++) {
        const at = from + c * fromChannel + y * fromRow;
        kernels.copyPlanes(at, PIXEL, PIXEL, to, row, channel, width, 1, 1);
        to += width * channel;
      }
    }
  }

  /** A step up to its activation, but for the `floor` of its values. */
  function compute(position: number, program: number, tables: StepProgram, floor: number): void {
    const step = plan.steps[position];
    const from = planeOf(step.source);
    const to = planeOf(step.target);
    const extent = extentOf(step);
    const affine = program + tables.affine;
    const { height: rows, width: columns } = step.input;
    clearBorder(kernels, buffers[step.target]);
    switch (step.kind) {
      case 'conv':
        convolve(position, step, program, tables, floor);
        break;
      case 'affine':
        kernels.scaleShift(...from, ...to, ...extent, affine, floor);
        break;
      case 'round': {
        const round = tables.integers ? kernels.roundToCodes : kernels.roundToGrid;
        round(...from, ...to, ...extent, affine);
        break;
      }
      case 'add':
      case 'multiply':
        join(step, floor);
        break;
      case 'globalAverage':
        kernels.globalAverage(...from, to[0], to[2], extent[0], rows, columns);
        break;
      case 'globalMax':
        kernels.pool(...from, ...to, ...extent, rows, columns, rows, columns, 1, 1, 0, 0, 0, 0, 0);
        break;
      case 'maxPool':
      case 'averagePool': {
        const mode = step.kind === 'maxPool' ? 0 : step.countPadding ? 2 : 1;
        const windows = [...step.size, ...step.stride, ...step.padding] as const;
        kernels.pool(...from, ...to, ...extent, rows, columns, ...windows, mode);
        break;
      }
      case 'concatenate':
        concatenate(step.sources, step.channels, step);
        break;
      case 'arrange':
        arrange(step.order, step);
        break;
      case 'pad':
        pad(step);
        break;
      case 'flatten':
        flatten(step);
        break;
      case 'layerNorm':
        kernels.normaliseChannels(...from, ...to, ...extent, affine, step.epsilon);
        break;
      case 'prelu':
        kernels.slopeBelow(...from, ...to, ...extent, affine);
        break;
    }
  }

  /** The activation of a step's output, in place, unless its kernel took it in. */
  function activate(position: number): void {
    const step = plan.steps[position];
    const activation = activationOf(step);
    if (!activation) return;
    if (activation.kind === 'relu' && takesFloor(step)) return;
    kernels.activate(...planeOf(step.target), ...extentOf(step), ...activationCode(activation));
  }

  return {
    /** A whole step. */
    step(position: number, program: number, tables: StepProgram): void {
      compute(position, program, tables, floorOf(plan.steps[position]));
      activate(position);
    },
    /** A step without its activation. */
    bare(position: number, program: number, tables: StepProgram): void {
      compute(position, program, tables, -Infinity);
    },
    activate,
  };
}
