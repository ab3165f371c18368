import type { Device, DeviceName } from '../../engine/device';
import type { Zoo } from '../../library/zoo';
import type { DeviceChoice } from '../../model/experiment';
import { messageOf } from '../../text/messageOf';
import { orAbort } from './abort';
import { type Opened, openChoice, openWasm, trainingRefusal } from './openDevice';
import type { DeviceReport, MeasuredSpeed } from './protocol';

/** How a device is opened. */
type Openers = { openChoice: typeof openChoice; openWasm: typeof openWasm };

/** A run this long tells how fast its device is, in milliseconds. */
const TELLING = 300;

/**
 * Opens devices on demand, keeps the one in use and says which and why. What opens, replaces or measures one
 * waits for its turn, so that two never open at once. A device that fails in the middle of a run is replaced
 * by WebAssembly; WebAssembly itself is opened afresh once a job.
 */
export function createDevices(
  report: (device: DeviceReport) => void,
  openers: Openers = { openChoice, openWasm },
) {
  let opened: (Opened & { choice: DeviceChoice }) | null = null;
  let restarted = false;
  let turn: Promise<unknown> = Promise.resolve();
  const speeds: Partial<Record<DeviceName, MeasuredSpeed>> = {};

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  function announce(): void {
    if (!opened) return;
    const { device, reason } = opened;
    const { name, description, tiles = null } = device;
    report({ name, description, reason, speed: speeds[name] ?? null, tiles });
  }

  return {
    /** Makes `choice` the device in use. */
    use(choice: DeviceChoice, signal: AbortSignal): Promise<Device> {
      const open = async () => {
        signal.throwIfAborted();
        restarted = false;
        if (opened?.choice === choice) return opened.device;
        opened?.device.close();
        opened = null;
        opened = { ...(await openers.openChoice(choice)), choice };
        announce();
        return opened.device;
      };
      return orAbort(inTurn(open), signal);
    },
    current(): Device {
      if (!opened) throw new Error('No device is open yet.');
      return opened.device;
    },
    /**
     * A device that trains: the one in use, or WebAssembly beside it (`own`: to be closed after use), and
     * why.
     */
    async trainer(): Promise<{ device: Device; note: string | null; own: boolean }> {
      const device = opened?.device;
      const refusal = device ? trainingRefusal(device) : 'the device in use is not open';
      if (device && !refusal) return { device, note: null, own: false };
      const note = `${refusal}, so WebAssembly fine-tunes`;
      return { device: await openers.openWasm(), note, own: true };
    },
    /**
     * Puts another device in the place of one that failed; rejects with the cause when there is none left.
     */
    replace(failed: Device, cause: unknown): Promise<Device> {
      return inTurn(async () => {
        if (opened && opened.device !== failed) return opened.device;
        if (failed.name === 'wasm' && restarted) throw cause;
        restarted = failed.name === 'wasm';
        failed.close();
        const reason = `${failed.description} failed in the middle of a run: ${messageOf(cause)}`;
        opened = { device: await openers.openWasm(), reason, choice: opened?.choice ?? 'auto' };
        announce();
        return opened.device;
      });
    },
    /**
     * Measures the device in use, once, and announces the figure; what stops it before it is done is no
     * failure.
     */
    measure(zoo: Zoo, signal: AbortSignal): Promise<void> {
      return inTurn(async () => {
        const device = opened?.device;
        if (!device || signal.aborted || speeds[device.name] !== undefined) return;
        try {
          const { measureSpeed } = await import('./speed');
          const imagesPerSecond = await measureSpeed(device, zoo, signal);
          speeds[device.name] = { imagesPerSecond, source: 'warm-up' };
          announce();
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      });
    },
    /**
     * Takes the speed of a run of dense networks, `pairs` (network, image) in `ms`, for its device's, if it
     * was long enough to tell.
     */
    ran(device: Device, pairs: number, ms: number): void {
      if (ms < TELLING) return;
      speeds[device.name] = { imagesPerSecond: (pairs * 1000) / ms, source: 'run' };
      if (opened?.device === device) announce();
    },
    /** Closes the device in use; a later `use` opens one again. */
    close(): Promise<void> {
      return inTurn(async () => {
        opened?.device.close();
        opened = null;
      });
    },
  };
}

export type Devices = ReturnType<typeof createDevices>;
