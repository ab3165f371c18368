import type { Population } from '../../model/population';
import { fold } from '../parameters';
import { hasBatchNorm, type Plan, readsOf } from '../steps';
import { LANES, PIXEL } from './kernels';
import type { ImageGroups, Machine } from './memberMachine';
import type { Program } from './program';
import type { Tensors } from './protocol';

/** Activations that one worker keeps between two passes over the calibration images. */
const SAVED_BYTES = 64 * 2 ** 20;

/** Multiply-adds a value above which it is cheaper to keep it than to compute it again. */
const WORTH_SAVING = 16;

/**
 * Milliseconds between two reports of progress within one BatchNorm, or the work on one group of images where
 * that is longer.
 */
const REPORT_MS = 200;

/** Whether the steps after `position` read nothing that it or earlier steps wrote but its own output. */
function standsAlone(plan: Plan, position: number): boolean {
  const { target } = plan.steps[position];
  const written = new Set([target]);
  return plan.steps.slice(position + 1).every((step) => {
    const known = readsOf(step).every((source) => written.has(source));
    written.add(step.target);
    return known;
  });
}

/** Multiply-adds for one image from step `first` up to `end`, counting only weights that are not zero. */
function workBetween(plan: Plan, program: Program, first: number, end: number): number {
  let work = 0;
  for (let position = first; position < end; position++) {
    work += plan.steps[position].multiplyAdds * program.steps[position].density;
  }
  return work;
}

/**
 * Re-estimates every BatchNorm of one member, in order, each with the earlier ones already re-estimated. It
 * takes mean and unbiased variance (0 for a single value) of its input over `count` images and all positions.
 * `population` has this one member, `program` its packed weights, no channel left out. Where it pays, the
 * values before a BatchNorm are kept, so that the next pass starts from them. `progress` hears of the share
 * done after each BatchNorm, and in between whenever 200 ms have passed by `now`.
 */
export function recalibrateMember(
  machine: Machine,
  memory: WebAssembly.Memory,
  plan: Plan,
  population: Population,
  program: Program,
  images: ImageGroups,
  count: number,
  progress: (done: number) => void,
  now: () => number = () => performance.now(),
): Tensors {
  const groups = Math.ceil(count / LANES);
  const scratch = machine.scratch();
  const code = machine.place(scratch, program);
  const picture = scratch.take(images.groupBytes);
  const widest = Math.max(...plan.steps.map((step) => step.output.channels));
  const moments = scratch.take(widest * 24);
  const identity = scratch.take(widest * 8);
  const pairs = (at: number, scale: ArrayLike<number>, shift: ArrayLike<number>) => {
    const floats = new Float32Array(memory.buffer, at, scale.length * 2);
    for (let channel = 0; channel < scale.length; channel++) {
      floats[2 * channel] = scale[channel];
      floats[2 * channel + 1] = shift[channel];
    }
  };
  const ones = new Float32Array(widest).fill(1);
  const zeros = new Float32Array(widest);
  pairs(identity, ones, zeros);
  const tensors = { ...population.tensors };
  const statistics: Tensors = {};
  const normed = plan.steps.flatMap((step, position) => (hasBatchNorm(step) ? [{ step, position }] : []));
  const keeping: { position: number; at: number; bytes: number }[] = [];
  let savedBytes = 0;
  let reported = now();
  const report = (norms: number) => {
    reported = now();
    progress(norms / normed.length);
  };
  normed.forEach(({ step, position }, turn) => {
    const { channels, height, width } = step.output;
    const affine = code + program.steps[position].affine;
    pairs(affine, ones.subarray(0, channels), zeros);
    new Float64Array(memory.buffer, moments, channels * 3).fill(0);
    const bytes = channels * height * width * PIXEL;
    const from = keeping.at(-1);
    const first = from ? from.position + 1 : 0;
    const work = workBetween(plan, program, first, position + 1) / (channels * height * width);
    const keep =
      turn + 1 < normed.length &&
      work > WORTH_SAVING &&
      savedBytes + bytes * groups <= SAVED_BYTES &&
      standsAlone(plan, position);
    const at = keep ? scratch.take(bytes * groups) : 0;
    for (let group = 0; group < groups; group++) {
      if (from) {
        const before = code + program.steps[from.position].affine;
        machine.restore(from.position, from.at + group * from.bytes, before);
      } else {
        machine.loadImages(images, group, picture);
      }
      machine.runSteps(code, program, first, position);
      machine.runBare(code, program, position);
      machine.accumulate(position, Math.min(LANES, count - group * LANES), moments);
      if (keep) machine.save(position, at + group * bytes, identity);
      if (now() - reported >= REPORT_MS) report(turn + (group + 1) / (groups + 1));
    }
    if (keep) {
      keeping.push({ position, at, bytes });
      savedBytes += bytes * groups;
    }
    const values = new Float64Array(memory.buffer, moments, channels * 3);
    const bias = fold(population, { ...step, norm: null }, 0).shift;
    const mean = Float32Array.from({ length: channels }, (_, c) => values[3 * c + 1] + bias[c]);
    const variance = Float32Array.from({ length: channels }, (_, c) =>
      values[3 * c] > 1 ? values[3 * c + 2] / (values[3 * c] - 1) : 0,
    );
    const { name } = step.norm;
    for (const [part, data] of [['mean', mean] as const, ['variance', variance] as const]) {
      statistics[`${name}.${part}`] = data;
      tensors[`${name}.${part}`] = { shape: [channels], data };
    }
    const renewed = fold({ ...population, tensors }, step, 0);
    pairs(affine, renewed.scale, renewed.shift);
    report(turn + 1);
  });
  return statistics;
}
