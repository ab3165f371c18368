import type { Device } from '../device';
import type { Gpu } from './gpu';
import { operationsOn } from './operations';
import { assertSelfCheck } from './selfCheck';
import { openSession, type Session, type WebGpuOptions } from './session';
import { TRAINS_AT_ONCE, trainingOn } from './training/operation';

/** A `Device` on WebGPU, with what the badge and those who share the GPU need. */
export type WebGpuDevice = Device & {
  /** Nothing but a processor behind the adapter: correct, but slow. */
  readonly software: boolean;
  /** The device and adapter in use, opened again if they were lost. tfjs may be handed them. */
  gpu(): Promise<Gpu>;
};

const checkItself = (session: Session): Promise<void> =>
  assertSelfCheck({ description: session.gpu.description, ...operationsOn(async () => session) });

/**
 * Opens WebGPU as a `Device`; works in workers. Every time it opens, all kernels are compiled and a tiny
 * network is checked against the reference, since a GPU that misbehaves says nothing and returns zeros.
 * Rejects with one sentence when there is no WebGPU, no adapter, or the check fails. What is running ends
 * with one sentence by a lost device, an error of the GPU, one that gives no sign for too long, or `close`.
 * Batches delivered before stand. The next call opens the adapter again, which may be another one by then:
 * `description`, `software` and `tiles` tell of the last.
 */
export async function createWebGpuDevice(options: WebGpuOptions = {}): Promise<WebGpuDevice> {
  let session: Promise<Session> | null = null;
  let named: Pick<Gpu, 'description' | 'software'> & Pick<Session, 'tiles'>;
  const open = (): Promise<Session> => {
    if (session) return session;
    const opening = openSession(options, checkItself);
    session = opening;
    const forget = () => {
      if (session === opening) session = null;
    };
    opening.then(({ gpu, tiles, watch, close }) => {
      if (session === opening) named = { ...gpu, tiles };
      watch.failed.then(() => {
        forget();
        close();
      });
    }, forget);
    return opening;
  };
  const { gpu, tiles } = await open();
  named = { ...gpu, tiles };
  return {
    name: 'webgpu',
    get description() {
      return named.description;
    },
    get software() {
      return named.software;
    },
    get tiles() {
      return named.tiles;
    },
    gpu: async () => (await open()).gpu,
    ...operationsOn(open),
    ...trainingOn(open),
    trainsAtOnce: TRAINS_AT_ONCE,
    close() {
      const closing = session;
      session = null;
      closing?.then(
        (closed) => closed.close(),
        () => {},
      );
    },
  };
}
