import { type Population, tensorOf } from '../../model/population';
import { channelFactors, type Folded, fold, kernelOf } from '../parameters';
import type { ConvStep, Plan, Step } from '../steps';
import type { Arena } from './buffers';
import { formFor, type KernelForm, shapeKernels, tapsOf } from './convolution';
import type { Workspace } from './programs';

/**
 * A population's kernels on the GPU, as they are and in the form in which they run. They belong to whoever
 * holds them.
 */
export type Kernels = {
  /** [member, output, input, height, width] of each convolution, by position in the plan's steps. */
  weights: (GPUBuffer | undefined)[];
  /** The form of a convolution, laid out when first asked for. */
  formOf(step: ConvStep, position: number): KernelForm;
  /** What their buffers take; more once a layer is laid out. */
  bytes(): number;
  hold(): void;
  /** The buffers go with the last release. */
  release(): void;
};

/** How many values are not zero, and whether float16 holds every value exactly. */
function inspectKernel(values: Float32Array): { kept: number; halves: boolean } {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let kept = 0;
  let halves = true;
  for (let i = 0; i < bits.length; i++) {
    const magnitude = bits[i] & 0x7fffffff;
    if (magnitude === 0) continue;
    kept++;
    if (!halves) continue;
    const exponent = (magnitude >>> 23) - 127;
    // Below 2^-14 float16 has fewer bits of fraction, down to 2^-24.
    const spare = exponent < -14 ? 13 + (-14 - exponent) : 13;
    halves = exponent <= 15 && spare <= 23 && (magnitude & ((1 << spare) - 1)) === 0;
  }
  return { kept, halves };
}

function kernelData(population: Population, step: ConvStep): Float32Array {
  return tensorOf(population, `${step.name}.weight`).data;
}

/**
 * Puts the kernels of every convolution of a population into GPU buffers, by position in the plan's steps.
 */
export function uploadWeights(arena: Arena, plan: Plan, population: Population): (GPUBuffer | undefined)[] {
  return plan.steps.map((step) => {
    if (step.kind !== 'conv') return undefined;
    for (const member of population.members.keys()) kernelOf(population, step, member);
    return arena.upload(`${step.name}.weight`, kernelData(population, step));
  });
}

/**
 * The share of weights left, 0..1, up to which a layer of so many output channels and taps runs as compressed
 * rows.
 */
export type CrossoverFor = (channels: number, taps: number) => number;

/**
 * The kernels of `population` whose values `weights` holds. Takes over the workspace's arena and begins held
 * once.
 */
export function createKernels(
  work: Workspace,
  plan: Plan,
  population: Population,
  weights: (GPUBuffer | undefined)[],
  crossoverFor: CrossoverFor,
): Kernels {
  const facts = plan.steps.map((step) =>
    step.kind === 'conv' ? inspectKernel(kernelData(population, step)) : { kept: 0, halves: true },
  );
  const total = plan.steps.map((step) => (step.kind === 'conv' ? kernelData(population, step).length : 0));
  const members = population.members.length;
  const forms = new Map<number, KernelForm>();
  let holds = 1;
  return {
    weights,
    formOf(step, position) {
      const known = forms.get(position);
      if (known) return known;
      const kind = formFor(
        step,
        facts[position].kept / total[position],
        crossoverFor(step.output.channels, tapsOf(step)),
      );
      const kernels = { weights: weights[position]!, members, ...facts[position] };
      const form = shapeKernels(work, step, kernels, kind);
      forms.set(position, form);
      return form;
    },
    bytes: () => work.arena.bytes(),
    hold() {
      holds++;
    },
    release() {
      holds--;
      if (holds === 0) work.arena.destroy();
    },
  };
}

/**
 * The most recently used kernels by population key, within a number of populations and of bytes; the last
 * ones used always.
 */
export type KernelCache = {
  /** The kernels under `key`, held once more, or null. */
  take(key: string): Kernels | null;
  /** Keeps `kernels` under `key` with a hold of its own. */
  keep(key: string, kernels: Kernels): void;
  /** Lets go of the oldest that are too many, now that others may have grown. */
  trim(): void;
  clear(): void;
};

/** An empty cache for at most `populations` of at most `bytes` together. */
export function createKernelCache(populations: number, bytes: number): KernelCache {
  const entries = new Map<string, Kernels>();
  const drop = (key: string) => {
    entries.get(key)?.release();
    entries.delete(key);
  };
  const held = () => [...new Set(entries.values())].reduce((sum, kernels) => sum + kernels.bytes(), 0);
  const trim = () => {
    for (const oldest of [...entries.keys()].slice(0, -1)) {
      if (entries.size <= populations && held() <= bytes) return;
      drop(oldest);
    }
  };
  return {
    take(key) {
      const kernels = entries.get(key);
      if (!kernels) return null;
      entries.delete(key);
      entries.set(key, kernels);
      kernels.hold();
      return kernels;
    },
    keep(key, kernels) {
      kernels.hold();
      drop(key);
      entries.set(key, kernels);
      trim();
    },
    trim,
    clear() {
      for (const key of [...entries.keys()]) drop(key);
    },
  };
}

/** What gives a step's scale and shift for a member; null where it has none. */
function foldedOf(population: Population, step: Step): ((member: number) => Folded) | null {
  if (step.kind === 'conv' || step.kind === 'affine') return (member) => fold(population, step, member);
  if (step.kind !== 'layerNorm' && step.kind !== 'prelu') return null;
  return (member) => channelFactors(population, step, member);
}

/**
 * Scale and shift of one step as the kernels read them, [member, channel, 2], or a rounding step's grids,
 * [member, 2]; undefined where a step has none.
 */
export function affineValues(population: Population, step: Step): Float32Array<ArrayBuffer> | undefined {
  if (step.kind === 'round') return tensorOf(population, `${step.name}.grid`).data.slice();
  const folded = foldedOf(population, step);
  if (!folded) return undefined;
  const { channels } = step.output;
  const values = new Float32Array(population.members.length * channels * 2);
  population.members.forEach((_, member) => {
    const { scale, shift } = folded(member);
    for (let channel = 0; channel < channels; channel++) {
      const at = (member * channels + channel) * 2;
      values[at] = scale[channel];
      values[at + 1] = shift[channel];
    }
  });
  return values;
}

/** Uploads `affineValues` of every step, by position in the plan's steps. */
export function uploadAffine(arena: Arena, plan: Plan, population: Population): (GPUBuffer | undefined)[] {
  return plan.steps.map((step) => {
    const values = affineValues(population, step);
    return values && arena.upload('scale and shift', values);
  });
}
