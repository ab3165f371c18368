import type { Clock } from './clock';
import { openDawn } from './dawn';

/** A clock that stands still until told. */
export type ManualClock = Clock & {
  /** Lets time go by, and every timer end when it is due. */
  advance(ms: number): void;
  /** Lets time go by as it does for a machine that sleeps: what is due ends late. */
  sleep(ms: number): void;
  /** Timers that have not ended. */
  pending(): number;
};

/** A clock at 0. */
export function manualClock(): ManualClock {
  let time = 0;
  const timers = new Set<{ due: number; callback: () => void }>();
  const end = (until: number, moveTo: (due: number) => void) => {
    for (;;) {
      const [next] = [...timers].filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
      if (!next) return;
      timers.delete(next);
      moveTo(next.due);
      next.callback();
    }
  };
  return {
    now: () => time,
    after(ms, callback) {
      const timer = { due: time + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = time + ms;
      end(until, (due) => {
        time = due;
      });
      time = until;
    },
    sleep(ms) {
      time += ms;
      end(time, () => {});
    },
    pending: () => timers.size,
  };
}

/** Lets everything that can settle without the GPU do so. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Dawn, with every adapter and device handed through `change` before our code sees it. */
export async function changedDawn(change: {
  adapter?: (adapter: GPUAdapter | null) => GPUAdapter | null;
  device?: (device: GPUDevice) => void;
}): Promise<GPU> {
  const dawn = await openDawn();
  return {
    async requestAdapter(options: GPURequestAdapterOptions) {
      const found = await dawn.requestAdapter(options);
      const adapter = change.adapter ? change.adapter(found) : found;
      if (!adapter) return null;
      const request = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = async (descriptor) => {
        const device = await request(descriptor);
        change.device?.(device);
        return device;
      };
      return adapter;
    },
  } as GPU;
}
