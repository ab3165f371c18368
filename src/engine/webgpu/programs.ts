import type { Arena } from './buffers';
import type { Operation } from './failure';
import affineSource from './kernels/affine.wgsl?raw';
import convolutionSource from './kernels/convolution.wgsl?raw';
import copySource from './kernels/copy.wgsl?raw';
import denseConvolutionSource from './kernels/denseConvolution.wgsl?raw';
import headSource from './kernels/head.wgsl?raw';
import imagesSource from './kernels/images.wgsl?raw';
import joinSource from './kernels/join.wgsl?raw';
import layerNormSource from './kernels/layerNorm.wgsl?raw';
import momentsSource from './kernels/moments.wgsl?raw';
import packSource from './kernels/pack.wgsl?raw';
import poolSource from './kernels/pool.wgsl?raw';
import poolShape from './kernels/poolShape.wgsl?raw';
import prelude from './kernels/prelude.wgsl?raw';
import pruneSource from './kernels/prune.wgsl?raw';
import roundSource from './kernels/round.wgsl?raw';
import rowConvolutionSource from './kernels/rowConvolution.wgsl?raw';
import rowsSource from './kernels/rows.wgsl?raw';
import tiled from './kernels/tiled.wgsl?raw';

/**
 * Invocations in a workgroup: a few wavefronts of a GPU, or one vector of a processor, where idle invocations
 * cost as much as others.
 */
const lanesOf = (software: boolean) => (software ? 8 : 64);

/** Repeats the lines between `//! for name in count` and `//! end`, with `$name` counting from 0. */
function unroll(source: string): string {
  return source.replace(
    /^ *\/\/! for (\w+) in (\d+)\n([\s\S]*?)^ *\/\/! end\n/gm,
    (_, name: string, count: string, body: string) =>
      Array.from({ length: Number(count) }, (_, i) => body.replaceAll(`$${name}`, String(i))).join(''),
  );
}

const single = 'const halves = false;\n';
const half = 'const halves = true;\n';

const sources = {
  affine: [tiled + affineSource, 'main'],
  copy: [tiled + copySource, 'main'],
  denseConvolution: [single + tiled + convolutionSource + denseConvolutionSource, 'main'],
  denseConvolutionHalf: [half + tiled + convolutionSource + denseConvolutionSource, 'main'],
  head: [tiled + headSource, 'main'],
  images: [tiled + imagesSource, 'main'],
  join: [tiled + joinSource, 'main'],
  layerNorm: [tiled + layerNormSource, 'main'],
  sumPixels: [tiled + momentsSource, 'sumPixels'],
  sumImages: [tiled + momentsSource, 'sumImages'],
  pack: [single + packSource, 'main'],
  packHalf: [half + packSource, 'main'],
  pool: [tiled + poolShape + poolSource, 'main'],
  countKeys: [pruneSource, 'countKeys'],
  chooseBin: [pruneSource, 'chooseBin'],
  countTies: [pruneSource, 'countTies'],
  sumTies: [pruneSource, 'sumTies'],
  removeWeights: [pruneSource, 'removeWeights'],
  round: [tiled + roundSource, 'main'],
  rowConvolution: [tiled + convolutionSource + rowConvolutionSource, 'main'],
  countWeights: [rowsSource, 'countWeights'],
  placeRows: [rowsSource, 'placeRows'],
  fillRows: [rowsSource, 'fillRows'],
} as const;

/** Every kernel's pipeline by name, and the invocations in a workgroup. */
export type Programs = Record<keyof typeof sources, GPUComputePipeline> & { lanes: number };

/**
 * Compiles one kernel for workgroups of `lanes` invocations. Rejects with one sentence that carries the
 * compiler's message.
 */
export async function compileProgram(
  device: GPUDevice,
  label: string,
  source: string,
  entryPoint: string,
  lanes: number,
): Promise<GPUComputePipeline> {
  device.pushErrorScope('validation');
  const module = device.createShaderModule({
    label,
    code: `const lanes = ${lanes}u;\n${prelude}${unroll(source)}`,
  });
  const pipeline = device.createComputePipelineAsync({
    label,
    layout: 'auto',
    compute: { module, entryPoint },
  });
  const [compiled, error] = await Promise.allSettled([pipeline, device.popErrorScope()]);
  if (compiled.status === 'fulfilled' && error.status === 'fulfilled' && !error.value) return compiled.value;
  const messages = (await module.getCompilationInfo()).messages.filter(({ type }) => type === 'error');
  const detail = messages.map(({ lineNum, message }) => `line ${lineNum}: ${message}`).join('; ');
  throw new Error(
    `The GPU does not accept the kernel "${label}": ` +
      `${detail || String(compiled.status === 'rejected' ? compiled.reason : error)}`,
  );
}

/**
 * Compiles all kernels at once, off the calling thread, each a sign to `opening`; `software` says that a
 * processor will run them.
 */
export async function compilePrograms(
  device: GPUDevice,
  software: boolean,
  opening: Operation,
): Promise<Programs> {
  const lanes = lanesOf(software);
  const compiled = await Promise.all(
    Object.entries(sources).map(
      async ([name, [source, entry]]) =>
        [name, await opening.wait(compileProgram(device, name, source, entry, lanes))] as const,
    ),
  );
  return { ...(Object.fromEntries(compiled) as Record<keyof typeof sources, GPUComputePipeline>), lanes };
}

/** What every host of a kernel needs: the device, its pipelines, and where new buffers go. */
export type Workspace = { device: GPUDevice; programs: Programs; arena: Arena };

/** One dispatch, ready to be recorded. */
export type Command = {
  pipeline: GPUComputePipeline;
  group: GPUBindGroup;
  workgroups: [x: number, y: number, z: number];
  /** Whether `workgroups` holds the z of one member, to be multiplied by the members in the tile. */
  perMember: boolean;
};

/**
 * Binds buffers to a pipeline, by binding number; null where the kernel has no such binding. `workgroups` is
 * checked against the device's limit for `members` members.
 */
export function createCommand(
  { device }: Pick<Workspace, 'device'>,
  pipeline: GPUComputePipeline,
  bindings: (GPUBuffer | null)[],
  workgroups: [x: number, y: number, z: number],
  members?: number,
): Command {
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  const [x, y, z] = workgroups;
  if (Math.max(x, y, z * (members ?? 1)) > limit) {
    throw new Error(
      `Expected at most ${limit} workgroups in a direction, but "${pipeline.label}" needs ${x} x ${y} x ` +
        `${z * (members ?? 1)}.`,
    );
  }
  const group = device.createBindGroup({
    label: pipeline.label,
    layout: pipeline.getBindGroupLayout(0),
    entries: bindings.flatMap((buffer, binding) => (buffer ? [{ binding, resource: { buffer } }] : [])),
  });
  return { pipeline, group, workgroups, perMember: members !== undefined };
}

/** Records commands in order into one pass. */
export function record(encoder: GPUCommandEncoder, commands: Command[], members = 1): void {
  const pass = encoder.beginComputePass();
  for (const { pipeline, group, workgroups, perMember } of commands) {
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups[0], workgroups[1], workgroups[2] * (perMember ? members : 1));
  }
  pass.end();
}
