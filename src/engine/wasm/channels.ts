import type { ConvStep, Plan, Step } from '../plan';

/** Output channels in a dense block. */
export const BLOCK = 4;

/**
 * What a kernel spends on one output pixel, in arbitrary units: a tap of a dense block (four channels) against an entry
 * of a compressed row.
 */
export type Costs = { tap: number; entry: number };

/** One a channel: 1 or 0. */
export type Flags = Uint8Array;

export type Rows = { channel: number; taps: Uint32Array }[];

/** The taps of each output channel that add anything: weights that are not zero, on inputs that are not always zero (`silent`). */
export function occupiedRows(step: ConvStep, kernel: Float32Array, skipped?: Flags, silent?: Flags): Rows {
  const { channels } = step.output;
  const taps = kernel.length / channels;
  const perInput = taps / step.input.channels;
  const scratch = new Uint32Array(taps);
  return Array.from({ length: channels }, (_, channel) => {
    let count = 0;
    if (skipped?.[channel] !== 1) {
      for (let tap = 0; tap < taps; tap++) {
        const weight = kernel[channel * taps + tap];
        if (weight === 0) continue;
        if (silent?.[Math.floor(tap / perInput)] === 1 && Number.isFinite(weight)) continue;
        scratch[count++] = tap;
      }
    }
    return { channel, taps: scratch.slice(0, count) };
  });
}

/** Output channels that are zero everywhere: no taps, and a shift that is nothing after the ReLU. */
export function silentChannels(step: ConvStep, rows: Rows, shift: Float32Array): Flags {
  return Uint8Array.from(rows, ({ channel, taps }) => {
    const isZero = step.relu ? shift[channel] <= 0 : shift[channel] === 0;
    return taps.length === 0 && isZero ? 1 : 0;
  });
}

export type Block = { channels: number[]; taps: Uint32Array };

/** Splits output channels into dense blocks of four, fullest first, and the compressed rows that are cheaper alone. */
export function splitChannels(rows: Rows, taps: number, costs: Costs): { blocks: Block[]; rows: Rows } {
  const byFill = rows.toSorted((a, b) => b.taps.length - a.taps.length);
  const blocks: Block[] = [];
  const used = new Uint8Array(taps);
  let next = 0;
  for (; next + BLOCK <= byFill.length; next += BLOCK) {
    const group = byFill.slice(next, next + BLOCK);
    used.fill(0);
    let entries = 0;
    for (const row of group) {
      entries += row.taps.length;
      for (const tap of row.taps) used[tap] = 1;
    }
    const union = used.reduce((count, flag) => count + flag, 0);
    if (entries * costs.entry <= union * costs.tap) break;
    const unionTaps = new Uint32Array(union);
    let at = 0;
    for (let tap = 0; tap < taps; tap++) {
      if (used[tap] === 1) unionTaps[at++] = tap;
    }
    blocks.push({ channels: group.map((row) => row.channel), taps: unionTaps });
  }
  return { blocks, rows: byFill.slice(next).toSorted((a, b) => a.channel - b.channel) };
}

const reads = (step: Step, buffer: number) =>
  step.source === buffer || (step.kind === 'add' && step.other === buffer);

/** The one kernel that reads what step `position` writes, directly or through steps that keep channels apart; -1 if there is none or more. */
function onlyReader(plan: Plan, position: number): number {
  let { target } = plan.steps[position];
  for (let next = position + 1; next < plan.steps.length; next++) {
    const step = plan.steps[next];
    if (step.source !== target || step.kind === 'add') return -1;
    if (plan.steps.slice(next + 1).some((later) => reads(later, target))) return -1;
    if (step.kind === 'conv') return next;
    target = step.target;
  }
  return -1;
}

/** Output channels of each convolution that its only reader has no weight for: not needed, as long as activations are finite. */
export function unreadChannels(plan: Plan, kernels: (Float32Array | null)[]): (Flags | undefined)[] {
  return plan.steps.map((step, position) => {
    const reader = step.kind === 'conv' ? onlyReader(plan, position) : -1;
    const kernel = reader < 0 ? null : kernels[reader];
    if (!kernel) return undefined;
    const { channels } = plan.steps[reader].input;
    const unread = new Uint8Array(channels).fill(1);
    const taps = kernel.length / (plan.steps[reader].output.channels * channels);
    for (let i = 0; i < kernel.length; i++) {
      if (kernel[i] !== 0) unread[Math.floor(i / taps) % channels] = 0;
    }
    return unread;
  });
}
