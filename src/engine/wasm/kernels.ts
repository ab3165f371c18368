import type { instantiate } from './kernelExports';

/**
 * What the kernels export, as asc declares it. Addresses and extents are in bytes unless they count things.
 */
export type Kernels = Awaited<ReturnType<typeof instantiate>>;

/** Where a buffer's first inner pixel is, and the bytes from one row and one channel to the next. */
export type Plane = [at: number, row: number, channel: number];

/** How many channels, rows and pixels of a row. */
export type Extent = [channels: number, height: number, width: number];

/** The two builds of the kernels. */
export type KernelBytes = { plain: BufferSource; relaxed: BufferSource };

/** Compiles the relaxed-SIMD build where this runtime validates it, else the plain one. */
export async function compileKernels(bytes: KernelBytes): Promise<WebAssembly.Module> {
  if (WebAssembly.validate(bytes.relaxed)) return WebAssembly.compile(bytes.relaxed);
  if (WebAssembly.validate(bytes.plain)) return WebAssembly.compile(bytes.plain);
  throw new Error('Expected a browser with WebAssembly SIMD (any since 2023), but this one has none.');
}

/** A fresh instance with its own memory. */
export async function instantiateKernels(module: WebAssembly.Module): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, {});
  return instance.exports as unknown as Kernels;
}

/** Images that the kernels handle as one: the lanes of four vectors. */
export const LANES = 16;

/** Bytes of one pixel of one channel: float32 in every lane. */
export const PIXEL = LANES * 4;

/** Rounds up to whole pixels, so that every region starts aligned. */
const aligned = (bytes: number) => Math.ceil(bytes / PIXEL) * PIXEL;

/** Consecutive regions of a module's memory from `start`, growing it when needed. */
export function createArena(kernels: Kernels, start: number) {
  let next = aligned(start);
  return {
    take(bytes: number): number {
      const at = next;
      next += aligned(bytes);
      const missing = next - kernels.memory.buffer.byteLength;
      if (missing > 0) {
        try {
          kernels.memory.grow(Math.ceil(missing / 65536));
        } catch {
          throw new Error(
            `Expected ${Math.ceil(next / 2 ** 20)} MB of memory for the WebAssembly kernels, but this ` +
              'device refused it.',
          );
        }
      }
      return at;
    },
    get next() {
      return next;
    },
  };
}

export type Arena = ReturnType<typeof createArena>;
