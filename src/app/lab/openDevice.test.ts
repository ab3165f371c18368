import { afterEach, describe, expect, it, vi } from 'vitest';

const stub = vi.hoisted(() => ({ webgpu: async (): Promise<object> => ({ name: 'webgpu' }) }));

vi.mock('../../engine/wasm/device', () => ({ createWasmDevice: async () => ({ name: 'wasm' }) }));
vi.mock('../../engine/webgpu/device', () => ({ createWebGpuDevice: () => stub.webgpu() }));

const { openChoice } = await import('./openDevice');

/** A browser whose WebGPU answers a request for an adapter like this; none at all for null. */
function browser(requestAdapter: (() => Promise<unknown>) | null): void {
  vi.stubGlobal('navigator', requestAdapter ? { gpu: { requestAdapter } } : {});
}
const adapter = (isFallbackAdapter: boolean) => async () => ({ info: { isFallbackAdapter } });

afterEach(() => {
  vi.unstubAllGlobals();
  stub.webgpu = async () => ({ name: 'webgpu' });
});

describe('the fastest device here', () => {
  it('is WebGPU where there is a GPU', async () => {
    browser(adapter(false));
    expect(await openChoice('auto')).toEqual({
      device: { name: 'webgpu' },
      reason: 'this machine has a GPU',
    });
  });

  it('is WebAssembly without WebGPU, without an adapter, and with a software one', async () => {
    browser(null);
    expect(await openChoice('auto')).toMatchObject({
      device: { name: 'wasm' },
      reason: 'this browser offers no WebGPU here',
    });
    const without = { device: { name: 'wasm' }, reason: 'WebGPU has no GPU behind it here' };
    for (const request of [async () => null, adapter(true), () => Promise.reject(new Error('blocked'))]) {
      browser(request);
      expect(await openChoice('auto')).toMatchObject(without);
    }
  });

  it('is WebAssembly where WebGPU never answers', async () => {
    vi.useFakeTimers();
    try {
      browser(() => new Promise(() => {}));
      const opening = openChoice('auto');
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await opening).toMatchObject({
        device: { name: 'wasm' },
        reason: 'WebGPU has no GPU behind it here',
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it('is WebAssembly when the GPU accepts no kernel or answers wrongly, and says so', async () => {
    browser(adapter(false));
    stub.webgpu = () => Promise.reject(new Error('The GPU does not accept the kernel "pool": line 3.'));
    expect(await openChoice('auto')).toMatchObject({
      device: { name: 'wasm' },
      reason: 'the GPU cannot be used: The GPU does not accept the kernel "pool": line 3.',
    });
    expect((await openChoice('webgpu')).reason).toBe(
      'webgpu was chosen but cannot run here: The GPU does not accept the kernel "pool": line 3.',
    );
  });
});
