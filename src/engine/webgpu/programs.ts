import { type Activation, activations } from '../../model/layers/activations';
import type { TileShape } from '../../model/tileShapes';
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
import preludeSource from './kernels/prelude.wgsl?raw';
import pruneSource from './kernels/prune.wgsl?raw';
import roundSource from './kernels/round.wgsl?raw';
import rowConvolutionSource from './kernels/rowConvolution.wgsl?raw';
import rowsSource from './kernels/rows.wgsl?raw';
import tiled from './kernels/tiled.wgsl?raw';

/**
 * Invocations in a workgroup: a few wavefronts of a GPU, or one vector of a processor, where idle invocations
 * cost as much as others.
 */
export const lanesOf = (software: boolean) => (software ? 8 : 64);

/** How often lines are repeated, by name. */
type Counts = Record<string, number>;

/**
 * Repeats the lines between `//! for name in count` and `//! end`, with `$name` counting from 0, the
 * innermost first; a count is a number or one of `counts`.
 */
function unroll(source: string, counts: Counts): string {
  const once = source.replace(
    /^ *\/\/! for (\w+) in (\w+)\n((?:(?! *\/\/! ).*\n)*?) *\/\/! end\n/gm,
    (_, name: string, count: string, body: string) =>
      Array.from({ length: counts[count] ?? Number(count) }, (_, i) =>
        body.replaceAll(`$${name}`, String(i)),
      ).join(''),
  );
  return once === source ? source : unroll(once, counts);
}

/** Every kernel's first lines, with a case for each formula of activations that `isThere` names by number. */
const preludeFor = (isThere: (number: number) => boolean) =>
  preludeSource.replace(/\/\/! case of each (value|slope)/g, (_, part: 'value' | 'slope') =>
    Object.values(activations)
      .flatMap(({ formulas }) => formulas)
      .filter(({ number }) => isThere(number))
      .map(({ number, wgsl }) => `case ${number + 1}u: { ${wgsl[part]} }`)
      .join('\n'),
  );

const prelude = preludeFor(() => true);

/**
 * The first lines of kernels that know no activation but ReLU. Some adapters (SwiftShader) compute all cases
 * of a branch, whichever is asked for.
 */
const plainPrelude = preludeFor((number) => number === 0);

/** Whether a kernel that knows no activation but ReLU computes this one. */
export const isAtMostRelu = (activation: Activation | null): boolean =>
  activation === null || activation.kind === 'relu';

/** Names of kernels that know no activation but ReLU end so. */
const PLAIN = 'Plain';

const sources = {
  affine: [tiled + affineSource, 'main'],
  affinePlain: [tiled + affineSource, 'main'],
  copy: [tiled + copySource, 'main'],
  head: [tiled + headSource, 'main'],
  images: [tiled + imagesSource, 'main'],
  join: [tiled + joinSource, 'main'],
  layerNorm: [tiled + layerNormSource, 'main'],
  sumPixels: [tiled + momentsSource, 'sumPixels'],
  sumImages: [tiled + momentsSource, 'sumImages'],
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

const denseSource = tiled + convolutionSource + denseConvolutionSource;

/** The kernels that a `TileShape` shapes, with weights in float32 and in float16. */
const shapedSources = {
  denseConvolution: [denseSource, false],
  denseConvolutionHalf: [denseSource, true],
  pack: [packSource, false],
  packHalf: [packSource, true],
} as const;

/** The pipelines of one shape. */
type ShapedPrograms = Record<keyof typeof shapedSources, GPUComputePipeline> & { shape: TileShape };

/** Every kernel's pipeline by name, and the invocations in a workgroup of all but dense convolutions. */
export type Programs = Record<keyof typeof sources, GPUComputePipeline> & ShapedPrograms & { lanes: number };

/**
 * Compiles one kernel for workgroups of `lanes` invocations; `counts` are those of its repeated lines.
 * Rejects with one sentence that carries the compiler's message.
 */
export async function compileProgram(
  device: GPUDevice,
  label: string,
  source: string,
  entryPoint: string,
  lanes: number,
  counts: Counts = {},
): Promise<GPUComputePipeline> {
  device.pushErrorScope('validation');
  const head = label.endsWith(PLAIN) ? plainPrelude : prelude;
  const module = device.createShaderModule({
    label,
    code: `const lanes = ${lanes}u;\n${head}${unroll(source, counts)}`,
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

async function compileAll<Name extends string>(
  names: Name[],
  compile: (name: Name) => Promise<GPUComputePipeline>,
  opening: Operation,
): Promise<Record<Name, GPUComputePipeline>> {
  const compiled = names.map(async (name) => [name, await opening.wait(compile(name))] as const);
  return Object.fromEntries(await Promise.all(compiled)) as Record<Name, GPUComputePipeline>;
}

/** Compiles the kernels of one shape; `packing` is the invocations in a workgroup that packs weights. */
export async function compileShape(
  device: GPUDevice,
  shape: TileShape,
  packing: number,
  opening: Operation,
): Promise<ShapedPrograms> {
  const { images, channels, lanes } = shape;
  const counts = { channels, vectors: images / 4, quads: channels / 4, pairs: channels / 8 };
  const compile = (name: keyof typeof shapedSources) => {
    const [source, halves] = shapedSources[name];
    const head =
      `const halves = ${halves};\nconst blockChannels = ${channels}u;\n` +
      `const vectors = ${counts.vectors}u;\n`;
    const own = source === packSource ? packing : lanes;
    return compileProgram(device, name, head + source, 'main', own, counts);
  };
  const names = Object.keys(shapedSources) as (keyof typeof shapedSources)[];
  return { ...(await compileAll(names, compile, opening)), shape };
}

/**
 * Compiles all kernels at once, off the calling thread, each a sign to `opening`; `software` says that a
 * processor will run them.
 */
export async function compilePrograms(
  device: GPUDevice,
  software: boolean,
  shape: TileShape,
  opening: Operation,
): Promise<Programs> {
  const lanes = lanesOf(software);
  const compile = (name: keyof typeof sources) => {
    const [source, entry] = sources[name];
    return compileProgram(device, name, source, entry, lanes);
  };
  const names = Object.keys(sources) as (keyof typeof sources)[];
  const [plain, shaped] = await Promise.all([
    compileAll(names, compile, opening),
    compileShape(device, shape, lanes, opening),
  ]);
  return { ...plain, ...shaped, lanes };
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
