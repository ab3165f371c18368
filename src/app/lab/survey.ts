import { describeAdapter, findAdapter } from '../../engine/webgpu/gpu';
import type { DeviceOffer } from '../../model/deviceFigures';

async function webGpuOffer(): Promise<DeviceOffer> {
  const offer = { name: 'webgpu', title: 'WebGPU', available: false, slow: false } as const;
  if (!('gpu' in navigator)) return { ...offer, note: 'this browser offers none at this address' };
  const adapter = await findAdapter(navigator.gpu).catch(() => null);
  if (!adapter) return { ...offer, note: 'this browser has no adapter for it' };
  const { description, software } = describeAdapter(adapter.info, adapter.info.isFallbackAdapter);
  const title = description;
  const note = software ? 'no GPU behind it: correct, but slow' : 'a GPU';
  return { ...offer, available: true, slow: software, title, note };
}

/** The devices that this machine offers, in the order in which a reader may want them. */
export async function surveyDevices(): Promise<DeviceOffer[]> {
  const cores = navigator.hardwareConcurrency ?? 1;
  return [
    {
      name: 'wasm',
      title: `WebAssembly · ${cores} ${cores === 1 ? 'core' : 'cores'}`,
      available: true,
      slow: false,
      note: 'the processor, every core',
    },
    await webGpuOffer(),
    {
      name: 'tensorflow',
      title: 'TensorFlow.js',
      available: true,
      slow: true,
      note: 'an independent reference, not made to be fast; loaded when chosen',
    },
  ];
}
