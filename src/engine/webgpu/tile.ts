import type { Plan } from '../steps';

/** How much of a run is on the GPU at once. */
export type TileSize = {
  /** Images, in vec4s. */
  images4: number;
  /** The most members. */
  members: number;
};

/**
 * What a tile may use: the largest single binding, and all activations together, both in bytes; images;
 * workgroups in a direction.
 */
export type TileLimits = { binding: number; budget: number; images: number; workgroups: number };

const hardware = { budget: 256 * 2 ** 20, images: 512 };
// A software adapter computes in the processor's caches.
const software = { budget: 32 * 2 ** 20, images: 64 };

/**
 * The limits of a device: what its adapter allows, and a budget (bytes) that leaves room for the rest of the
 * system unless given.
 */
export function tileLimits(limits: GPUSupportedLimits, isSoftware: boolean, given?: number): TileLimits {
  const { images, ...usual } = isSoftware ? software : hardware;
  const budget = given ?? usual.budget;
  return {
    binding: Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize),
    budget: Math.min(budget, limits.maxBufferSize),
    images,
    workgroups: limits.maxComputeWorkgroupsPerDimension,
  };
}

/** Values of one image in each buffer of a plan, the first being shared by all members. */
export function bufferValues(plan: Plan): number[] {
  return plan.buffers.map(({ channels, height, width }) => channels * height * width);
}

/**
 * The largest tile, at most `members` x `images`, whose activations and workgroups fit. Images come first,
 * then members. One sentence when even four images of one member do not fit.
 */
export function chooseTile(plan: Plan, members: number, images: number, limits: TileLimits): TileSize {
  const values = bufferValues(plan);
  const shared = values[0];
  const own = values.slice(1);
  const total = own.reduce((sum, size) => sum + size, 0);
  const fits = (count: number, images4: number) =>
    Math.max(shared, ...own.map((size) => size * count)) * images4 * 16 <= limits.binding &&
    (shared + total * count) * images4 * 16 <= limits.budget;
  let images4 = Math.ceil(Math.min(images, limits.images) / 4);
  while (images4 > 1 && !fits(1, images4)) images4 = Math.ceil(images4 / 2);
  if (!fits(1, images4)) {
    throw new Error(
      `Expected one network's activations to fit ${limits.budget} bytes of GPU memory, but four images ` +
        `need ${(shared + total) * 16}.`,
    );
  }
  // Kernels that run a workgroup for each channel of each member have the most.
  const widest = Math.max(...plan.steps.map(({ output }) => output.channels));
  let most = Math.max(1, Math.min(members, Math.floor(limits.workgroups / widest)));
  while (most > 1 && !fits(most, images4)) most--;
  return { images4, members: most };
}
