// Where the processor time of a run on a software adapter goes, by kinds of dispatches: what a run takes less
// when one kind is left out.
import { parseArgs } from 'node:util';
import { textTable } from '../../src/cli/textTable';
import { samplePopulation, sampleShard } from '../../src/engine/samples';
import { openDawn } from '../../src/engine/webgpu/dawn';
import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import { fixed } from '../../src/text/fixed';
import { NETWORKS, type NetworkName } from '../architectures/networks';

/** Milliseconds of processor time that this process has used, the adapter's threads included. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Counts the dispatches of every pipeline by its label, and leaves those of `omitted` out. */
function watchDispatches(device: GPUDevice) {
  const counts = new Map<string, number>();
  const state = { counts, omitted: '' };
  const createEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createEncoder(descriptor);
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (...settings) => {
      const pass = begin(...settings);
      const [set, dispatch] = [pass.setPipeline.bind(pass), pass.dispatchWorkgroups.bind(pass)];
      let label = '';
      pass.setPipeline = (pipeline) => {
        label = pipeline.label;
        set(pipeline);
      };
      pass.dispatchWorkgroups = (...size) => {
        counts.set(label, (counts.get(label) ?? 0) + 1);
        if (label !== state.omitted) dispatch(...size);
      };
      return pass;
    };
    return encoder;
  };
  return state;
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      images: { type: 'string', default: '8' },
      members: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '5' },
      network: { type: 'string', default: 'resnet20' },
    },
  });
  const [images, members, rounds] = [values.images, values.members, values.rounds].map(Number);
  const architecture = NETWORKS[values.network as NetworkName]();
  const population = samplePopulation(architecture, members, 1, 11);
  const shard = sampleShard(architecture, images, 10, 12);
  const device = await createWebGpuDevice({ gpu: await openDawn(), crossover: 0 });
  const watched = watchDispatches((await device.gpu()).device);
  const run = async () => {
    const before = processorMs();
    for await (const _ of device.run(population, shard));
    return processorMs() - before;
  };
  // The first run uploads weights and packs them.
  await run();
  watched.counts.clear();
  await run();
  const dispatches = [...watched.counts];
  const least = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const omitted of ['', ...dispatches.map(([label]) => label)]) {
      watched.omitted = omitted;
      least.set(omitted, Math.min(least.get(omitted) ?? Infinity, await run()));
    }
  }
  const all = least.get('')!;
  console.log(
    `${device.description}: ${members} x ${images} of ${values.network}, ${fixed(all, 0)} ms in all`,
  );
  const rows = dispatches.map(([label, count]) => {
    const ms = all - least.get(label)!;
    return [label, `${count}`, fixed(ms, 0), `${fixed((100 * ms) / all, 0)}%`];
  });
  console.log(textTable(['kind', 'dispatches', 'ms', 'share'], rows));
  device.close();
}

await main(process.argv.slice(2));
