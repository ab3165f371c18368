import { ROUNDS } from '../../model/tileShapes';
import type { Clock } from './clock';
import { openDawn } from './dawn';
import type { WebGpuOptions } from './session';
import { tileShapes, writeMeasured } from './shapes';

/**
 * Opens a device in software in half of the time, for tests that open many. Nothing is measured. Dense
 * convolutions have the second shape, remembered as the faster one, which is smaller and compiles sooner.
 */
export const opensSoon: WebGpuOptions = {
  crossover: 0.5,
  shapeMemory: {
    read: async () =>
      writeMeasured({ times: [2, 1].map((ms) => Array(ROUNDS).fill(ms)), work: 1 }, tileShapes(true)),
    write: async () => {},
  },
};

/** A clock that stands still until told. */
type ManualClock = Clock & {
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

/** The buffers of a device that `watch` was given, while they exist. */
export function trackBuffers() {
  const alive = new Set<GPUBuffer>();
  return {
    watch(device: GPUDevice): void {
      const create = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        const buffer = create(descriptor);
        const destroy = buffer.destroy.bind(buffer);
        buffer.destroy = () => {
          alive.delete(buffer);
          destroy();
        };
        alive.add(buffer);
        return buffer;
      };
    },
    labelled: (name: RegExp): GPUBuffer[] => [...alive].filter(({ label }) => name.test(label)),
  };
}

/**
 * Tells `hear` the label of each buffer of a device that is being read back; a promise that it returns stands
 * in for the answer.
 */
export function hearReadBacks(
  device: GPUDevice,
  hear: (label: string) => Promise<undefined> | undefined,
): void {
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    const map = buffer.mapAsync.bind(buffer);
    buffer.mapAsync = (...range) => {
      const answer = map(...range);
      answer.catch(() => {});
      return hear(buffer.label) ?? answer;
    };
    return buffer;
  };
}

/** Makes a GPU that does nothing and says nothing. */
export function silence(device: GPUDevice): void {
  const createEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (options) => {
    const encoder = createEncoder(options);
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (pass) => {
      const recorder = begin(pass);
      recorder.dispatchWorkgroups = () => {};
      return recorder;
    };
    return encoder;
  };
}
