/** GPU buffers that live and die together. */
export type Arena = {
  /** A zeroed storage buffer that can be copied from and written to. */
  storage(label: string, bytes: number, extraUsage?: GPUBufferUsageFlags): GPUBuffer;
  /** A storage buffer that holds `data`. */
  upload(label: string, data: Float32Array | Uint32Array): GPUBuffer;
  /** A uniform buffer of u32 values. */
  uniform(label: string, values: number[]): GPUBuffer;
  /** A buffer to read results back through. */
  staging(label: string, bytes: number): GPUBuffer;
  /** What all of them take. */
  bytes(): number;
  destroy(): void;
};

// The values that the standard gives GPUBufferUsage, which is no global in Node.
const usage = { mapRead: 1, copySource: 4, copyTarget: 8, uniform: 64, storage: 128 };

/** Opens an arena on `device`. Buffers over the device's limits are refused with one sentence. */
export function createArena(device: GPUDevice): Arena {
  const buffers: GPUBuffer[] = [];
  const allocate = (label: string, bytes: number, flags: number, limit: number) => {
    const size = Math.max(4, Math.ceil(bytes / 4) * 4);
    if (size > limit) {
      throw new Error(`Expected at most ${limit} bytes in one GPU buffer, but "${label}" needs ${size}.`);
    }
    const buffer = device.createBuffer({ label, size, usage: flags });
    buffers.push(buffer);
    return buffer;
  };
  const storage: Arena['storage'] = (label, bytes, extraUsage = 0) =>
    allocate(
      label,
      bytes,
      usage.storage | usage.copySource | usage.copyTarget | extraUsage,
      Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize),
    );
  return {
    storage,
    upload(label, data) {
      const buffer = storage(label, data.byteLength);
      device.queue.writeBuffer(buffer, 0, data as GPUAllowSharedBufferSource);
      return buffer;
    },
    uniform(label, values) {
      const data = new Uint32Array(Math.ceil(values.length / 4) * 4);
      data.set(values);
      const buffer = allocate(label, data.byteLength, usage.uniform | usage.copyTarget, 65536);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    staging: (label, bytes) =>
      allocate(label, bytes, usage.mapRead | usage.copyTarget, device.limits.maxBufferSize),
    bytes: () => buffers.reduce((sum, { size }) => sum + size, 0),
    destroy() {
      for (const buffer of buffers) buffer.destroy();
      buffers.length = 0;
    },
  };
}

/** Copies what `staging` holds once the GPU is done with it. */
export async function readBack(staging: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
  await staging.mapAsync(1, 0, bytes);
  const copy = staging.getMappedRange(0, bytes).slice(0);
  staging.unmap();
  return copy;
}
