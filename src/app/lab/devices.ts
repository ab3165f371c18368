import type { Device, DeviceName } from '../../engine/device';
import type { Architecture } from '../../model/architecture';
import type { DeviceChoice } from '../../model/experiment';
import { isAbort } from './compare';
import type { DeviceReport } from './protocol';
import { measureSpeed } from './speed';

type Opened = { device: Device; reason: string };

async function openWasm(): Promise<Device> {
  const { createWasmDevice } = await import('../../engine/wasm/device');
  return createWasmDevice();
}

async function openWebGpu(): Promise<Device> {
  const { createWebGpuDevice } = await import('../../engine/webgpu/device');
  return createWebGpuDevice();
}

async function openTensorflow(): Promise<Device> {
  const { createTensorflowDevice } = await import('../../engine/tensorflow/device');
  return createTensorflowDevice();
}

const openers: Record<DeviceName, () => Promise<Device>> = {
  wasm: openWasm,
  webgpu: openWebGpu,
  tensorflow: openTensorflow,
};

async function hasRealGpu(): Promise<boolean> {
  if (!('gpu' in navigator)) return false;
  const adapter = await navigator.gpu.requestAdapter().catch(() => null);
  return adapter !== null && !adapter.info.isFallbackAdapter;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function openChoice(choice: DeviceChoice): Promise<Opened> {
  if (choice !== 'auto') {
    try {
      return { device: await openers[choice](), reason: 'chosen by you' };
    } catch (error) {
      if (choice === 'wasm') throw error;
      const reason = `${choice} was chosen but cannot run here: ${sentence(error)}`;
      return { device: await openWasm(), reason };
    }
  }
  if (await hasRealGpu()) {
    try {
      return { device: await openWebGpu(), reason: 'this machine has a GPU' };
    } catch (error) {
      return { device: await openWasm(), reason: `the GPU cannot be used: ${sentence(error)}` };
    }
  }
  const reason =
    'gpu' in navigator ? 'WebGPU has no GPU behind it here' : 'this browser offers no WebGPU here';
  return { device: await openWasm(), reason };
}

/**
 * Opens devices on demand, keeps the one in use and says which and why. A device that fails in the middle of a run is
 * replaced by WebAssembly; WebAssembly itself is opened afresh once.
 */
export function createDevices(architecture: Architecture, report: (device: DeviceReport) => void) {
  let opened: Opened | null = null;
  let openedFor: DeviceChoice | null = null;
  let restarted = false;
  let speeds: Partial<Record<DeviceName, number>> = {};

  function announce(): void {
    if (!opened) return;
    const { device, reason } = opened;
    report({
      name: device.name,
      description: device.description,
      reason,
      imagesPerSecond: speeds[device.name] ?? null,
    });
  }

  return {
    /** Makes `choice` the device in use. */
    async use(choice: DeviceChoice): Promise<Device> {
      if (opened && openedFor === choice) return opened.device;
      opened?.device.close();
      opened = null;
      opened = await openChoice(choice);
      openedFor = choice;
      announce();
      return opened.device;
    },
    current(): Device {
      if (!opened) throw new Error('No device is open yet.');
      return opened.device;
    },
    /** Puts another device in the place of one that failed; rejects with the cause when there is none left. */
    async replace(failed: Device, cause: unknown): Promise<Device> {
      if (opened && opened.device !== failed) return opened.device;
      if (failed.name === 'wasm' && restarted) throw cause;
      restarted = failed.name === 'wasm';
      failed.close();
      opened = {
        device: await openWasm(),
        reason: `${failed.description} failed in the middle of a run: ${sentence(cause)}`,
      };
      announce();
      return opened.device;
    },
    /** Measures the device in use, once, and announces the figure. */
    async measure(signal: AbortSignal): Promise<void> {
      const device = opened?.device;
      if (!device || speeds[device.name] !== undefined) return;
      try {
        const speed = await measureSpeed(device, architecture, signal);
        speeds = { ...speeds, [device.name]: speed };
      } catch (error) {
        if (!isAbort(error)) throw error;
      }
      announce();
    },
  };
}

export type Devices = ReturnType<typeof createDevices>;
