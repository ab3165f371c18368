import type { Device, DeviceName } from '../../engine/device';
import { findAdapter } from '../../engine/webgpu/gpu';
import type { DeviceChoice } from '../../model/experiment';
import { messageOf } from '../../text/messageOf';

/** A device, and why it was taken, for people. */
export type Opened = { device: Device; reason: string };

export async function openWasm(): Promise<Device> {
  const { createWasmDevice } = await import('../../engine/wasm/device');
  return createWasmDevice();
}

async function openWebGpu() {
  const [{ createWebGpuDevice }, { shapeMemory }] = await Promise.all([
    import('../../engine/webgpu/device'),
    import('./shapeMemory'),
  ]);
  return createWebGpuDevice({ shapeMemory });
}

/** TensorFlow.js computes on our own GPUDevice where there is a GPU, else in its WebAssembly. */
async function openTensorflow(): Promise<Device> {
  const { createTensorflowDevice } = await import('../../engine/tensorflow/device');
  if (!(await hasRealGpu())) return createTensorflowDevice();
  const owner = await openWebGpu();
  const device = await createTensorflowDevice({ gpu: await owner.gpu() });
  const close = () => {
    device.close();
    owner.close();
  };
  return { ...device, close };
}

/** Why a device does not train a reader's networks, for people; null where it does. */
export function trainingRefusal({ description, trainEpoch, software }: Device): string | null {
  if (!trainEpoch) return `${description} does not train`;
  return software ? `${description} has no GPU behind it and would train slowly` : null;
}

const openers: Record<DeviceName, () => Promise<Device>> = {
  wasm: openWasm,
  webgpu: openWebGpu,
  tensorflow: openTensorflow,
};

async function hasRealGpu(): Promise<boolean> {
  if (!('gpu' in navigator)) return false;
  const adapter = await findAdapter(navigator.gpu).catch(() => null);
  return adapter !== null && !adapter.info.isFallbackAdapter;
}

async function openAuto(): Promise<Opened> {
  if (await hasRealGpu()) {
    try {
      return { device: await openWebGpu(), reason: 'this machine has a GPU' };
    } catch (error) {
      return { device: await openWasm(), reason: `the GPU cannot be used: ${messageOf(error)}` };
    }
  }
  const reason =
    'gpu' in navigator ? 'WebGPU has no GPU behind it here' : 'this browser offers no WebGPU here';
  return { device: await openWasm(), reason };
}

/** The device a reader chose; where it cannot run, WebAssembly and the reason. */
export async function openChoice(choice: DeviceChoice): Promise<Opened> {
  if (choice === 'auto') return openAuto();
  try {
    return { device: await openers[choice](), reason: 'chosen by you' };
  } catch (error) {
    if (choice === 'wasm') throw error;
    const reason = `${choice} was chosen but cannot run here: ${messageOf(error)}`;
    return { device: await openWasm(), reason };
  }
}
