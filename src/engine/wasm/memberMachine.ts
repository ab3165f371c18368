import type { InputShape } from '../../model/architecture';
import type { Population } from '../../model/population';
import type { Plan } from '../steps';
import { type Arena, createArena, type Kernels, LANES, PIXEL } from './kernels';
import { KEPT_NETWORK_BYTES } from './memory';
import type { Costs } from './packedKernels';
import { placeBuffers } from './placement';
import { type Program, writeProgram } from './program';
import { clearBorder, createRunner, floorOf, pixelTable } from './runner';
import { winogradBytes, winogradTiles } from './winograd';

/** Images interleaved by 16: `groups` of [channel][row][column][16 images] bytes. */
export type ImageGroups = { data: Uint8Array; groupBytes: number };

/** Predictions of one member for consecutive images. */
export type Answers = {
  labels: Uint16Array<ArrayBuffer>;
  pPrediction: Float32Array<ArrayBuffer>;
  pLabel: Float32Array<ArrayBuffer>;
  rankLabel: Uint16Array<ArrayBuffer>;
  logits?: Float32Array<ArrayBuffer>;
};

/** Room for the transformed tiles of the largest convolution that may run so. */
function placeTiles(arena: Arena, plan: Plan): number {
  const rooms = plan.steps.flatMap((step) =>
    step.kind === 'conv' ? winogradTiles(step).map((tile) => winogradBytes(step, tile)) : [],
  );
  return arena.take(Math.max(0, ...rooms.map(([input, output]) => input + output)));
}

/**
 * A plan laid out in a module's memory, ready to run programs group by group; buffers of `apartBytes` or more
 * share it.
 */
export function createMachine(kernels: Kernels, plan: Plan, input: InputShape, apartBytes?: number) {
  const arena = createArena(kernels, kernels.heapBase());
  const normal = arena.take(input.channels * 8);
  const floats = (at: number, count: number) => new Float32Array(kernels.memory.buffer, at, count);
  const placed = placeBuffers(plan, apartBytes);
  const first = arena.take(placed.bytes);
  new Uint8Array(kernels.memory.buffer, first, placed.bytes).fill(0);
  const buffers = placed.places.map((place) => ({ ...place, at: first + place.at }));
  const pixels = plan.steps.map((step) => {
    if (step.kind !== 'conv') return 0;
    const table = pixelTable(step, buffers[step.source], buffers[step.target]);
    const at = arena.take(table.byteLength);
    new Uint32Array(kernels.memory.buffer, at, table.length).set(table);
    return at;
  });
  const isRounded = plan.steps.some(({ kind }) => kind === 'round');
  for (let channel = 0; channel < input.channels; channel++) {
    const [mean, std] = [input.mean[channel], input.std[channel]];
    const pair = isRounded ? [mean, std] : [1 / (255 * std), -mean / std];
    floats(normal, input.channels * 2).set(pair, channel * 2);
  }
  const run = createRunner(kernels, plan, buffers, pixels, placeTiles(arena, plan));
  const base = arena.next;
  /** The program that lies at `base`, if nothing was written over it since. */
  let resident: Program | null = null;

  function runSteps(code: number, program: Program, first: number, end: number): void {
    for (let position = first; position < end; position++) {
      run.step(position, code, program.steps[position]);
    }
  }

  function place(arena: Arena, program: Program): number {
    const { words, bytes } = program;
    const at = arena.take(bytes);
    if (resident !== program) {
      if (!words) throw new Error('Expected the weights to lie in the memory of the kernels still.');
      new Uint32Array(kernels.memory.buffer, at, words.length).set(words);
    }
    resident = null;
    return at;
  }

  function loadGroup(group: number): void {
    const to = buffers[0];
    const { channels, height, width } = input;
    clearBorder(kernels, to);
    const load = isRounded ? kernels.divideImages : kernels.scaleImages;
    load(group, to.at + to.inner, to.row, to.channel, channels, height, width, normal);
  }

  /**
   * The output of step `position` in its buffer, and packed without border at `at`, as arguments of kernels.
   */
  function places(position: number, at: number) {
    const { target, output } = plan.steps[position];
    const { channels, height, width } = output;
    const buffer = buffers[target];
    return {
      buffer: [buffer.at + buffer.inner, buffer.row, buffer.channel] as const,
      packed: [at, width * PIXEL, height * width * PIXEL] as const,
      extent: [channels, height, width] as const,
    };
  }

  return {
    /** The first byte that no table or buffer uses. */
    base,

    /** Packs a member for this machine (`packProgram`); a small one is copied where it is `kept`. */
    pack(population: Population, costs: Costs, every: boolean, kept: boolean): Program {
      // Nothing lies there whole until all is written: writing may fail half way.
      resident = null;
      const { bytes, steps } = writeProgram(kernels, base, plan, population, 0, costs, every);
      const words =
        kept && bytes <= KEPT_NETWORK_BYTES
          ? new Uint32Array(kernels.memory.buffer, base, bytes / 4).slice()
          : null;
      resident = { bytes, words, steps };
      return resident;
    },

    /** Whether a packed member can be run without being packed again. */
    has: (program: Program): boolean => program.words !== null || resident === program,

    /**
     * Memory for one task, which begins with a program that is placed; what an earlier task placed there is
     * lost.
     */
    scratch: () => createArena(kernels, base),
    place,
    runSteps,

    /** Images to the network's input: group number `group`, through `at`. */
    loadImages(images: ImageGroups, group: number, at: number): void {
      const from = group * images.groupBytes;
      const bytes = images.data.subarray(from, from + images.groupBytes);
      new Uint8Array(kernels.memory.buffer, at).set(bytes);
      loadGroup(at);
    },

    /** A step without its activation. */
    runBare(code: number, program: Program, position: number): void {
      run.bare(position, code, program.steps[position]);
    },

    /** Adds the output of step `position` for the first `lanes` images to the moments at `moments`. */
    accumulate(position: number, lanes: number, moments: number): void {
      const { buffer, extent } = places(position, 0);
      kernels.accumulateMoments(...buffer, ...extent, lanes, moments);
    },

    /** Copies the output of step `position` to `at`; `identity` holds (1, 0) per channel. */
    save(position: number, at: number, identity: number): void {
      const { buffer, packed, extent } = places(position, at);
      kernels.scaleShift(...buffer, ...packed, ...extent, identity, -Infinity);
    },

    /** Brings back what `save` copied, scaled and shifted by `affine`, then through the step's activation. */
    restore(position: number, at: number, affine: number): void {
      const { buffer, packed, extent } = places(position, at);
      clearBorder(kernels, buffers[plan.steps[position].target]);
      kernels.scaleShift(...packed, ...buffer, ...extent, affine, floorOf(plan.steps[position]));
      run.activate(position);
    },

    /**
     * Runs a program over `count` images from `start`, of classes `truths`; `progress` hears of the share done.
     */
    predict(
      program: Program,
      images: ImageGroups,
      truths: Uint16Array,
      start: number,
      count: number,
      withLogits: boolean,
      progress: (done: number) => void = () => {},
    ): Answers {
      const lead = start % LANES;
      const all = lead + count;
      const groups = Math.ceil(all / LANES);
      const scratch = createArena(kernels, base);
      const code = place(scratch, program);
      resident = program;
      const pictures = scratch.take(groups * images.groupBytes);
      const [truthAt, labelAt, rankAt] = [2, 2, 2].map((bytes) => scratch.take(groups * LANES * bytes));
      const [predictionAt, ownAt] = [4, 4].map((bytes) => scratch.take(groups * LANES * bytes));
      const { buffer } = kernels.memory;
      const from = ((start - lead) / LANES) * images.groupBytes;
      new Uint8Array(buffer, pictures).set(images.data.subarray(from, from + groups * images.groupBytes));
      new Uint16Array(buffer, truthAt, groups * LANES).fill(0).set(truths, lead);
      const logits = withLogits ? new Float32Array(all * plan.classes) : undefined;
      const output = buffers[plan.output];
      for (let group = 0; group < groups; group++) {
        loadGroup(pictures + group * images.groupBytes);
        for (let at = 0; at < plan.steps.length; at++) {
          runSteps(code, program, at, at + 1);
          progress((group + (at + 1) / plan.steps.length) / groups);
        }
        const done = group * LANES;
        const lanes = Math.min(LANES, all - done);
        kernels.readOut(
          output.at + output.inner,
          output.channel,
          plan.classes,
          lanes,
          truthAt + done * 2,
          labelAt + done * 2,
          predictionAt + done * 4,
          ownAt + done * 4,
          rankAt + done * 2,
        );
        if (logits) {
          for (let klass = 0; klass < plan.classes; klass++) {
            const values = floats(output.at + output.inner + klass * output.channel, lanes);
            for (let lane = 0; lane < lanes; lane++)
              logits[(done + lane) * plan.classes + klass] = values[lane];
          }
        }
      }
      return {
        labels: new Uint16Array(buffer, labelAt, all).slice(lead),
        pPrediction: floats(predictionAt, all).slice(lead),
        pLabel: floats(ownAt, all).slice(lead),
        rankLabel: new Uint16Array(buffer, rankAt, all).slice(lead),
        logits: logits?.slice(lead * plan.classes),
      };
    },
  };
}

export type Machine = ReturnType<typeof createMachine>;

/**
 * Interleaves images u8 [count, height, width, channels] for `Machine.predict`, a few groups at a time
 * through memory from `base`.
 */
export function interleave(
  kernels: Kernels,
  base: number,
  images: Uint8Array,
  count: number,
  pixels: number,
  channels: number,
): ImageGroups {
  const imageBytes = pixels * channels;
  const groupBytes = imageBytes * LANES;
  const groups = Math.ceil(count / LANES);
  const data = new Uint8Array(groups * groupBytes);
  const chunk = Math.max(1, Math.floor(2 ** 20 / groupBytes));
  const arena = createArena(kernels, base);
  const from = arena.take(chunk * groupBytes);
  const to = arena.take(chunk * groupBytes);
  for (let group = 0; group < groups; group += chunk) {
    const first = group * LANES;
    const some = Math.min(count - first, chunk * LANES);
    const part = images.subarray(first * imageBytes, (first + some) * imageBytes);
    new Uint8Array(kernels.memory.buffer, from).set(part);
    kernels.interleaveImages(from, some, pixels, channels, to);
    const bytes = Math.ceil(some / LANES) * groupBytes;
    data.set(new Uint8Array(kernels.memory.buffer, to, bytes), group * groupBytes);
  }
  return { data, groupBytes };
}

/** Those of interleaved images that lie at `places`, interleaved in their order. */
export function gathered({ data, groupBytes }: ImageGroups, places: Uint32Array): ImageGroups {
  const all = new Uint8Array(Math.ceil(places.length / LANES) * groupBytes);
  places.forEach((place, image) => {
    const from = Math.floor(place / LANES) * groupBytes + (place % LANES);
    const to = Math.floor(image / LANES) * groupBytes + (image % LANES);
    for (let byte = 0; byte < groupBytes; byte += LANES) all[to + byte] = data[from + byte];
  });
  return { data: all, groupBytes };
}
