import { type Clock, wallClock, within } from './clock';
import { openingPatience } from './failure';

/** What `requestGpu` may be told. Without `gpu` it takes `navigator.gpu`, which workers have too. */
export type GpuOptions = { gpu?: GPU; adapterOptions?: GPURequestAdapterOptions; clock?: Clock };

/** An adapter's device with what people and the memory budget need to know of it. */
export type Gpu = {
  device: GPUDevice;
  info: GPUAdapterInfo;
  /** "WebGPU · NVIDIA H100", "WebGPU · SwiftShader (software)". */
  description: string;
  /** No hardware behind it: a fallback adapter, or a software rasteriser that does not say so. */
  software: boolean;
};

// Those of workgroups and their storage are for tfjs, which may be handed the device.
const raisedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupStorageSize',
] as const;

const properNames: Record<string, string> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  intel: 'Intel',
  llvmpipe: 'llvmpipe',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
  swiftshader: 'SwiftShader',
};

const softwareAdapters = ['swiftshader', 'llvmpipe', 'lavapipe'];

/** Names an adapter for people, and says whether it is software. */
export function describeAdapter(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>,
  isFallback: boolean,
): { description: string; software: boolean } {
  const all = [info.vendor, info.architecture, info.device, info.description].join(' ').toLowerCase();
  const known = softwareAdapters.find((name) => all.includes(name));
  const software = isFallback || known !== undefined;
  const vendor = properNames[info.vendor.toLowerCase()] ?? info.vendor;
  const named = known
    ? (properNames[known] ?? known)
    : info.description || [vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return { description: `WebGPU · ${named}${software ? ' (software)' : ''}`, software };
}

const seconds = `${openingPatience / 1000} s`;

/** Asks for an adapter, null where there is none. Rejects with one sentence when no answer comes. */
export function findAdapter(
  gpu: GPU,
  options?: GPURequestAdapterOptions,
  clock: Clock = wallClock,
): Promise<GPUAdapter | null> {
  return within(
    clock,
    openingPatience,
    gpu.requestAdapter(options),
    `Expected a WebGPU adapter, but the browser has not answered for ${seconds}: choose another device.`,
  );
}

/**
 * Asks for an adapter and its device, with the adapter's own limits and no optional feature: no kernel needs
 * any. Rejects with one sentence when there is no WebGPU, no adapter, or no answer.
 */
export async function requestGpu({ gpu, adapterOptions, clock = wallClock }: GpuOptions = {}): Promise<Gpu> {
  const entry = gpu ?? globalThis.navigator?.gpu;
  if (!entry) {
    throw new Error(
      'Expected WebGPU, but this browser or page has none: open the page over https or localhost.',
    );
  }
  const adapter = await findAdapter(entry, { powerPreference: 'high-performance', ...adapterOptions }, clock);
  if (!adapter) {
    throw new Error('Expected a WebGPU adapter, but the browser offers none: choose another device.');
  }
  const requested = adapter.requestDevice({
    label: 'lacuna',
    requiredLimits: Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]])),
  });
  const { info } = adapter;
  const named = describeAdapter(info, info.isFallbackAdapter);
  const device = await within(
    clock,
    openingPatience,
    requested,
    `Expected ${named.description} to open, but it has not for ${seconds}: choose another device.`,
  ).catch((error) => {
    // One that opens all the same is of no use any more.
    requested.then(
      (late) => late.destroy(),
      () => {},
    );
    throw error;
  });
  return { device, info, ...named };
}
