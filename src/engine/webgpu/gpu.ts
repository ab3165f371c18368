/** What `requestGpu` may be told. Without `gpu` it takes `navigator.gpu`, which workers have too. */
export type GpuOptions = { gpu?: GPU; adapterOptions?: GPURequestAdapterOptions };

/** An adapter's device with what people and the memory budget need to know of it. */
export type Gpu = {
  device: GPUDevice;
  info: GPUAdapterInfo;
  /** "WebGPU · NVIDIA H100", "WebGPU · SwiftShader (software)". */
  description: string;
  /** No hardware behind it: a fallback adapter, or a software rasteriser that does not say so. */
  software: boolean;
};

const optionalFeatures: GPUFeatureName[] = [
  'shader-f16',
  'timestamp-query',
  'subgroups',
  'bgra8unorm-storage',
];

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

/**
 * Asks for an adapter and its device, with the adapter's own limits and those optional features it has. Rejects with one sentence
 * when there is no WebGPU or no adapter.
 */
export async function requestGpu({ gpu, adapterOptions }: GpuOptions = {}): Promise<Gpu> {
  const entry = gpu ?? globalThis.navigator?.gpu;
  if (!entry) {
    throw new Error(
      'Expected WebGPU, but this browser or page has none: open the page over https or localhost.',
    );
  }
  const adapter = await entry.requestAdapter({ powerPreference: 'high-performance', ...adapterOptions });
  if (!adapter) {
    throw new Error('Expected a WebGPU adapter, but the browser offers none: choose another device.');
  }
  const device = await adapter.requestDevice({
    label: 'lacuna',
    requiredFeatures: optionalFeatures.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(raisedLimits.map((name) => [name, adapter.limits[name]])),
  });
  const { info } = adapter;
  return { device, info, ...describeAdapter(info, info.isFallbackAdapter) };
}
