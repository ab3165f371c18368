// Where the processor time of a run or of a training step on a software adapter goes: each of its dispatches
// is done again by itself.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fileSource } from '../../src/cli/files';
import { textTable } from '../../src/cli/textTable';
import { samplePopulation, sampleShard } from '../../src/engine/samples';
import { openDawn } from '../../src/engine/webgpu/dawn';
import { createWebGpuDevice, type WebGpuDevice } from '../../src/engine/webgpu/device';
import { trainingRecipe } from '../../src/model/recipe';
import { firstImages } from '../../src/model/shard';
import { fixed } from '../../src/text/fixed';
import { NETWORKS, type NetworkName } from '../architectures/networks';
import { epochOf } from '../page/training';
import { openBenchZoo } from '../page/zoo';

const HELP = `node bench/webgpuProfile.mjs [--images 8] [--members 2] [--rounds 5] [--network resnet20]
node bench/webgpuProfile.mjs --train [--images 64] [--members 1] [--rounds 5]
Where the processor time of a run of sample networks, or of an epoch of one step by the zoo's, goes.`;

/** Milliseconds of processor time that this process has used, the adapter's threads included. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

type Dispatch = { pipeline: GPUComputePipeline; group: GPUBindGroup; size: [number, number, number] };

/** Notes submissions and dispatches while `isOn`; buffers made then are never destroyed. */
function watchDispatches(device: GPUDevice) {
  const state = { isOn: false, submits: 0, dispatches: [] as Dispatch[] };
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    if (state.isOn) buffer.destroy = () => undefined;
    return buffer;
  };
  const submit = device.queue.submit.bind(device.queue);
  device.queue.submit = (buffers) => {
    if (state.isOn) state.submits++;
    return submit(buffers);
  };
  const createEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createEncoder(descriptor);
    if (!state.isOn) return encoder;
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (...settings) => {
      const pass = begin(...settings);
      const [setPipeline, setGroup, dispatch] = [
        pass.setPipeline.bind(pass),
        pass.setBindGroup.bind(pass) as (index: number, group: GPUBindGroup) => undefined,
        pass.dispatchWorkgroups.bind(pass),
      ];
      let [pipeline, group]: [GPUComputePipeline | null, GPUBindGroup | null] = [null, null];
      pass.setPipeline = (own) => {
        pipeline = own;
        return setPipeline(own);
      };
      pass.setBindGroup = (index: number, own: GPUBindGroup | null | undefined) => {
        group = own!;
        return setGroup(index, own!);
      };
      pass.dispatchWorkgroups = (x, y = 1, z = 1) => {
        state.dispatches.push({ pipeline: pipeline!, group: group!, size: [x, y, z] });
        return dispatch(x, y, z);
      };
      return pass;
    };
    return encoder;
  };
  return state;
}

/** The processor time of one dispatch by itself, ms. */
async function timeOf(device: GPUDevice, { pipeline, group, size }: Dispatch): Promise<number> {
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(...size);
  pass.end();
  const commands = encoder.finish();
  const before = processorMs();
  device.queue.submit([commands]);
  await device.queue.onSubmittedWorkDone();
  return processorMs() - before;
}

type Sizes = { images: number; members: number; network: string };

/** A run of sample networks over sample images. */
async function runOf(device: WebGpuDevice, { images, members, network }: Sizes) {
  const architecture = NETWORKS[network as NetworkName]();
  const population = samplePopulation(architecture, members, 1, 11);
  const shard = sampleShard(architecture, images, 10, 12);
  return async () => {
    for await (const _ of device.run(population, shard));
  };
}

/** An epoch of one step, by the zoo's dense networks at a rate of zero: each goes the same way. */
async function trainingOf(device: WebGpuDevice, { images, members }: Sizes) {
  const folder = fileURLToPath(new URL('../../public/zoo/fashion-mnist', import.meta.url));
  const zoo = await openBenchZoo(folder, { members }, fileSource);
  const shard = firstImages(zoo.shard, images);
  const recipe = { ...trainingRecipe({ epochs: 1, batch: images, rate: 0.04, images }), peakRate: 0 };
  return epochOf(device, recipe, zoo.dense, members, shard);
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      train: { type: 'boolean', default: false },
      images: { type: 'string' },
      members: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      network: { type: 'string', default: 'resnet20' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { train } = values;
  const rounds = Number(values.rounds);
  const sizes = {
    images: Number(values.images ?? (train ? 64 : 8)),
    members: Number(values.members ?? (train ? 1 : 2)),
    network: train ? "the zoo's network in training" : values.network,
  };
  const device = await createWebGpuDevice({ gpu: await openDawn(), crossover: 0 });
  const gpu = (await device.gpu()).device;
  const watched = watchDispatches(gpu);
  const work = await (train ? trainingOf(device, sizes) : runOf(device, sizes));
  // The first run compiles kernels, uploads weights and packs them.
  await work();
  watched.isOn = true;
  await work();
  watched.isOn = false;
  const { dispatches, submits } = watched;
  if (dispatches.length === 0) throw new Error('Expected the device to dispatch kernels, got none.');
  let whole = Infinity;
  const least = dispatches.map(() => Infinity);
  for (let round = 0; round < rounds; round++) {
    const before = processorMs();
    await work();
    whole = Math.min(whole, processorMs() - before);
    for (const [i, each] of dispatches.entries()) least[i] = Math.min(least[i], await timeOf(gpu, each));
  }
  const kinds = new Map<string, { count: number; ms: number }>();
  for (const [i, { pipeline }] of dispatches.entries()) {
    const { count, ms } = kinds.get(pipeline.label) ?? { count: 0, ms: 0 };
    kinds.set(pipeline.label, { count: count + 1, ms: ms + least[i] });
  }
  const sum = least.reduce((all, ms) => all + ms, 0);
  console.log(
    `${device.description}: ${sizes.members} x ${sizes.images} of ${sizes.network}, ${fixed(whole, 0)} ms ` +
      `in all, ${fixed(sum, 0)} in ${dispatches.length} dispatches by themselves, ${submits} submits`,
  );
  const rows = [...kinds]
    .sort(([, a], [, b]) => b.ms - a.ms)
    .map(([kind, { count, ms }]) => [kind, `${count}`, fixed(ms, 1), `${fixed((100 * ms) / sum, 0)}%`]);
  console.log(textTable(['kind', 'dispatches', 'ms', 'share'], rows));
  device.close();
}

await main(process.argv.slice(2));
