import { describe, expect, it } from 'vitest';
import { createWebGpuDevice } from './device';
import { describeAdapter, requestGpu } from './gpu';
import { manualClock, settled } from './testing';

const info = { vendor: '', architecture: '', device: '', description: '' };

describe('describeAdapter', () => {
  it('names hardware', () => {
    expect(describeAdapter({ ...info, vendor: 'nvidia', description: 'NVIDIA H100' }, false)).toEqual({
      description: 'WebGPU · NVIDIA H100',
      software: false,
    });
    expect(describeAdapter({ ...info, vendor: 'intel', architecture: 'gen-12lp' }, false).description).toBe(
      'WebGPU · Intel gen-12lp',
    );
    expect(describeAdapter(info, false).description).toBe('WebGPU · unnamed adapter');
  });

  it('knows software, said or not', () => {
    const swiftShader = { ...info, vendor: 'google', architecture: 'swiftshader' };
    expect(describeAdapter(swiftShader, true)).toEqual({
      description: 'WebGPU · SwiftShader (software)',
      software: true,
    });
    const llvmpipe = { ...info, vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' };
    expect(describeAdapter(llvmpipe, false).software).toBe(true);
  });
});

describe('requestGpu', () => {
  it('says what is missing', async () => {
    await expect(requestGpu()).rejects.toThrow('Expected WebGPU, but this browser or page has none');
    const bare = { requestAdapter: async () => null } as unknown as GPU;
    await expect(requestGpu({ gpu: bare })).rejects.toThrow('Expected a WebGPU adapter');
  });
});

const never = new Promise<never>(() => {});
const adapter = (requestDevice: () => Promise<object>) => ({
  features: new Set(),
  limits: {},
  info: { ...info, description: 'Sleepy', isFallbackAdapter: false },
  requestDevice,
});
const offering = (requestDevice: () => Promise<object>) =>
  ({ requestAdapter: async () => adapter(requestDevice) }) as unknown as GPU;

it('asks for the limits of an adapter, and for none of its features', async () => {
  const asked: GPUDeviceDescriptor[] = [];
  const limits = { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 28 };
  const features = new Set(['shader-f16', 'timestamp-query']);
  const able = {
    ...adapter(async () => ({})),
    features,
    limits,
    requestDevice: async (descriptor: GPUDeviceDescriptor) => {
      asked.push(descriptor);
      return {};
    },
  };
  await requestGpu({ gpu: { requestAdapter: async () => able } as unknown as GPU, clock: manualClock() });
  expect(asked[0].requiredLimits).toMatchObject(limits);
  expect([...(asked[0].requiredFeatures ?? [])]).toEqual([]);
});

describe('a browser that does not answer', () => {
  it('is given 15 s to offer an adapter', async () => {
    const clock = manualClock();
    const gpu = { requestAdapter: () => never } as unknown as GPU;
    const opening = createWebGpuDevice({ gpu, clock });
    let open = true;
    opening.catch(() => {
      open = false;
    });
    clock.advance(14_999);
    await settled();
    expect(open).toBe(true);
    clock.advance(1);
    await expect(opening).rejects.toThrow(
      'Expected a WebGPU adapter, but the browser has not answered for 15 s: choose another device.',
    );
  });

  it('is given 15 s to open it; a device that comes later is destroyed', async () => {
    const clock = manualClock();
    let arrive = (_: object) => {};
    let destroyed = 0;
    const gpu = offering(
      () =>
        new Promise((resolve) => {
          arrive = resolve;
        }),
    );
    const opening = createWebGpuDevice({ gpu, clock });
    opening.catch(() => {});
    await settled();
    clock.advance(15_000);
    await expect(opening).rejects.toThrow('Expected WebGPU · Sleepy to open, but it has not for 15 s');
    arrive({ destroy: () => destroyed++ });
    await settled();
    expect(destroyed).toBe(1);
    expect(clock.pending()).toBe(0);
  });

  it('is given 15 s between two kernels', async () => {
    const clock = manualClock();
    const compiled: (() => void)[] = [];
    let destroyed = 0;
    const device = {
      lost: never,
      limits: {},
      addEventListener() {},
      pushErrorScope() {},
      popErrorScope: async () => null,
      createShaderModule: () => ({}),
      createComputePipelineAsync: () => new Promise<void>((resolve) => compiled.push(resolve)),
      destroy: () => destroyed++,
    };
    const opening = createWebGpuDevice({ gpu: offering(async () => device), clock });
    opening.catch(() => {});
    await settled();
    for (const finish of compiled.slice(1)) {
      clock.advance(14_000);
      finish();
      await settled();
    }
    expect(destroyed).toBe(0);
    clock.advance(15_000);
    await expect(opening).rejects.toThrow('The GPU has given no sign for 15 s');
    expect(destroyed).toBeGreaterThan(0);
    expect(clock.pending()).toBe(0);
  });
});
