import plainUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';

/** The library as it is loaded when asked for. */
export type Tfjs = typeof import('@tensorflow/tfjs');

/** A backend of tfjs. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/**
 * Which backend to use: `webgpu` needs the GPU to run on, which stays its owner's. Without a choice, wasm, or
 * cpu where that fails.
 */
export type BackendOptions = { gpu?: { device: GPUDevice; info: GPUAdapterInfo }; backend?: 'wasm' | 'cpu' };

// tfjs in a worker without cross-origin isolation takes its one-thread module by itself.
async function startWasm(tf: Tfjs): Promise<boolean> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainUrl,
    'tfjs-backend-wasm-simd.wasm': simdUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedUrl,
  });
  return tf.setBackend('wasm');
}

async function startWebGpu(tf: Tfjs, gpu: NonNullable<BackendOptions['gpu']>): Promise<boolean> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(gpu.device, gpu.info));
  return tf.setBackend('webgpu');
}

/**
 * Loads tfjs and readies a backend. Rejects with one sentence when the one that was asked for is not to be
 * had.
 */
export async function loadTfjs({
  gpu,
  backend,
}: BackendOptions): Promise<{ tf: Tfjs; backend: BackendName }> {
  const tf: Tfjs = await import('@tensorflow/tfjs');
  if (gpu) {
    if (await startWebGpu(tf, gpu)) return { tf, backend: 'webgpu' };
    throw new Error('Expected tfjs to run on the GPU it was given, but its WebGPU backend did not start.');
  }
  if (backend !== 'cpu') {
    const ready = await startWasm(tf).catch(() => false);
    if (ready) return { tf, backend: 'wasm' };
    if (backend === 'wasm')
      throw new Error('Expected the WebAssembly backend of tfjs, but it did not start.');
  }
  await tf.setBackend('cpu');
  return { tf, backend: 'cpu' };
}
