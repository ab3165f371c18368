const INVOCATIONS = 64 * 512;
const PER_ROUND = 8;
const LONG_ENOUGH_MS = 100;
const MOST_ROUNDS = 2 ** 26;

/** Eight independent sums an invocation on registers alone; `step` is the multiply-add. */
const shader = (step: string) => /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> results: array<vec4f>;
@group(0) @binding(1) var<uniform> rounds: u32;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let a = 0.5 + f32(id.x & 7u) * 1e-6;
  let b = 0.25;
  var s = vec4f(a, b, 0.0, 1.0);
  var t = vec4f(b, a, 1.0, 0.0);
  for (var round = 0u; round < rounds; round++) {
    s = ${step.replaceAll('x', 's')};
    t = ${step.replaceAll('x', 't')};
  }
  results[id.x] = s + t;
}`;

const STEPS = ['x * a + vec4f(b)', 'fma(x, vec4f(a), vec4f(b))'];

/**
 * Multiply-adds a second that a WebGPU device reaches on registers alone: the better of a product with a sum,
 * and fma.
 */
export async function measureGpuPeak(device: GPUDevice): Promise<number> {
  const { STORAGE, UNIFORM, COPY_DST } = GPUBufferUsage;
  const results = device.createBuffer({ size: INVOCATIONS * 16, usage: STORAGE });
  const rounds = device.createBuffer({ size: 4, usage: UNIFORM | COPY_DST });
  let best = 0;
  try {
    for (const step of STEPS) {
      const module = device.createShaderModule({ code: shader(step) });
      const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
      const group = device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [results, rounds].map((buffer, binding) => ({ binding, resource: { buffer } })),
      });
      const run = async (count: number) => {
        device.queue.writeBuffer(rounds, 0, Uint32Array.of(count));
        await device.queue.onSubmittedWorkDone();
        const start = performance.now();
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(INVOCATIONS / 64);
        pass.end();
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
        return performance.now() - start;
      };
      let count = 64;
      let elapsed = await run(count);
      while (elapsed < LONG_ENOUGH_MS && count < MOST_ROUNDS) {
        count *= 4;
        elapsed = await run(count);
      }
      elapsed = Math.min(elapsed, await run(count), await run(count));
      best = Math.max(best, (1000 * INVOCATIONS * PER_ROUND * count) / elapsed);
    }
  } finally {
    results.destroy();
    rounds.destroy();
  }
  return best;
}
