import plainUrl from '../build/plain.wasm?url';
import relaxedUrl from '../build/relaxed.wasm?url';
import type { PeakRequest } from './peak.worker';

/** True where the browser has relaxed SIMD, which our kernels and the peak kernel then both use. */
export async function hasRelaxedSimd(): Promise<boolean> {
  return WebAssembly.validate(await (await fetch(relaxedUrl)).arrayBuffer());
}

/**
 * Multiply-adds a second that `threads` workers reach together on registers alone, with the SIMD level that
 * our kernels use here.
 */
export async function createPeak(threads: number) {
  const url = (await hasRelaxedSimd()) ? relaxedUrl : plainUrl;
  const module = await WebAssembly.compileStreaming(fetch(url));
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./peak.worker.ts', import.meta.url), { type: 'module' }),
  );
  return {
    async measure(milliseconds: number): Promise<number> {
      const rates = await Promise.all(
        workers.map(
          (worker) =>
            new Promise<number>((resolve, reject) => {
              worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
              worker.onerror = (event) => reject(new Error(`The peak kernel stopped: ${event.message}`));
              worker.postMessage({ module, milliseconds } satisfies PeakRequest);
            }),
        ),
      );
      return rates.reduce((sum, rate) => sum + rate, 0);
    },
    close() {
      for (const worker of workers) worker.terminate();
    },
  };
}
