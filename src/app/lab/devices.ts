import type { Device, DeviceName } from '../../engine/device';
import type { Architecture } from '../../model/architecture';
import type { DeviceChoice } from '../../model/experiment';
import { orAbort } from './abort';
import { type Opened, openChoice, openWasm } from './openDevice';
import type { DeviceReport } from './protocol';
import { measureSpeed } from './speed';

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Opens devices on demand, keeps the one in use and says which and why. What opens, replaces or measures one waits for
 * its turn, so that two never open at once. A device that fails in the middle of a run is replaced by WebAssembly;
 * WebAssembly itself is opened afresh once.
 */
export function createDevices(architecture: Architecture, report: (device: DeviceReport) => void) {
  let opened: (Opened & { choice: DeviceChoice }) | null = null;
  let restarted = false;
  let turn: Promise<unknown> = Promise.resolve();
  const speeds: Partial<Record<DeviceName, number>> = {};

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  }

  function announce(): void {
    if (!opened) return;
    const { device, reason } = opened;
    const { name, description } = device;
    report({ name, description, reason, imagesPerSecond: speeds[name] ?? null });
  }

  return {
    /** Makes `choice` the device in use. */
    use(choice: DeviceChoice, signal: AbortSignal): Promise<Device> {
      const open = async () => {
        signal.throwIfAborted();
        if (opened?.choice === choice) return opened.device;
        opened?.device.close();
        opened = null;
        opened = { ...(await openChoice(choice)), choice };
        announce();
        return opened.device;
      };
      return orAbort(inTurn(open), signal);
    },
    current(): Device {
      if (!opened) throw new Error('No device is open yet.');
      return opened.device;
    },
    /** Puts another device in the place of one that failed; rejects with the cause when there is none left. */
    replace(failed: Device, cause: unknown): Promise<Device> {
      return inTurn(async () => {
        if (opened && opened.device !== failed) return opened.device;
        if (failed.name === 'wasm' && restarted) throw cause;
        restarted = failed.name === 'wasm';
        failed.close();
        const reason = `${failed.description} failed in the middle of a run: ${sentence(cause)}`;
        opened = { device: await openWasm(), reason, choice: opened?.choice ?? 'auto' };
        announce();
        return opened.device;
      });
    },
    /** Measures the device in use, once, and announces the figure; what stops it before it is done is no failure. */
    measure(signal: AbortSignal): Promise<void> {
      return inTurn(async () => {
        const device = opened?.device;
        if (!device || signal.aborted || speeds[device.name] !== undefined) return;
        try {
          speeds[device.name] = await measureSpeed(device, architecture, signal);
          announce();
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      });
    },
  };
}

export type Devices = ReturnType<typeof createDevices>;
