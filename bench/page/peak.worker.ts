/** Asked for the peak of one core for some milliseconds, answers multiply-adds a second. */
export type PeakRequest = { module: WebAssembly.Module; milliseconds: number };

const ROUNDS = 200_000;
const MULTIPLY_ADDS = ROUNDS * 40;

self.onmessage = async ({ data }: MessageEvent<PeakRequest>) => {
  const { exports } = await WebAssembly.instantiate(data.module, {});
  const multiplyAdd = exports.multiplyAdd as (rounds: number, x: number, y: number) => number;
  for (let call = 0; call < 200; call++) multiplyAdd(2000, 0.5, 0.25);
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  for (; elapsed < data.milliseconds; elapsed = performance.now() - start) {
    multiplyAdd(ROUNDS, 0.5, 0.25);
    calls++;
  }
  self.postMessage((calls * MULTIPLY_ADDS * 1000) / elapsed);
};
