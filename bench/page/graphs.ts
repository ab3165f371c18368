/** Architectures of the field, with random weights: ours beside onnxruntime-web. */

import { kernelOf } from '../../src/engine/parameters';
import { planSteps } from '../../src/engine/plan';
import { samplePopulation, sampleShard } from '../../src/engine/samples';
import { createWasmDevice } from '../../src/engine/wasm/device';
import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import type { Architecture } from '../../src/model/architecture';
import type { Population } from '../../src/model/population';
import { NETWORKS, type NetworkName, resnet18 } from '../architectures/networks';
import type { EngineResult, GraphGpuResult, GraphResult, MemorySamples, Settings } from '../results';
import { expectSame } from './engine';
import { measureWinograd, openKernels, profileGraph } from './graphLayers';
import { contend, type Expected } from './measure';
import { createOrt } from './ort';
import { createOrtPerCore } from './ortPerCore';
import { createOurs, labelsOf } from './ours';
import { memorySamples } from './product';
import { workersStarted } from './workers';

const CLASSES = 10;
const PRUNED = { method: 'magnitude', scope: 'global', sparsity: 0.9, seed: 0 } as const;
const BATCHES = [16, 64];
const ROUNDS = 3;

function population(name: NetworkName, members: number): Population {
  return { ...samplePopulation(NETWORKS[name](), members, 1, 11), key: `${name}/${members}` };
}

/** The first networks of a population. */
function few({ tensors, members, ...rest }: Population, count: number): Population {
  const cut = Object.entries(tensors).map(([name, { shape, data }]) => {
    const end = (data.length / members.length) * count;
    return [name, { shape, data: data.subarray(0, end) }] as const;
  });
  const key = `${rest.key}, ${count} of them`;
  return { ...rest, key, members: members.slice(0, count), tensors: Object.fromEntries(cut) };
}

/** Images at random, and the labels that our device gives, which the other library has to give as well. */
async function expected(architecture: Architecture, images: number, ours: ReturnType<typeof createOurs>) {
  const shard = sampleShard(architecture, images, CLASSES, 12);
  return (all: Population): Expected => ({
    shard,
    async shipped() {
      const prepared = await ours.prepare(all, shard, 0);
      const labels = await prepared.run();
      prepared.release();
      return { labels, images };
    },
  });
}

/** The share of the multiply-adds of a population's first network whose weight is not zero. */
function shareLeft(all: Population): number {
  let [left, whole] = [0, 0];
  for (const step of planSteps(all.architecture).steps) {
    if (step.kind !== 'conv') continue;
    const kernel = kernelOf(all, step, 0);
    left += step.multiplyAdds * (kernel.filter((weight) => weight !== 0).length / kernel.length);
    whole += step.multiplyAdds;
  }
  return left / whole;
}

/** Ours and onnxruntime-web, one session a core, in turns, dense and with 90% removed. */
export async function measureGraphs(settings: Settings, ortBase: string): Promise<GraphResult> {
  const { graphMembers, graphImages, graphPeerMembers, rounds, threads } = settings;
  const before = workersStarted();
  const device = await createWasmDevice({ threads });
  const ours = createOurs(device, { threads });
  const ort = createOrtPerCore(ortBase, threads, BATCHES);
  const engines: Record<string, EngineResult[]> = {};
  const left: Record<string, number> = {};
  const profiles: GraphResult['profiles'] = {};
  const kernels = await openKernels();
  try {
    for (const name of Object.keys(NETWORKS) as NetworkName[]) {
      const dense = population(name, graphMembers);
      const shard = await expected(dense.architecture, graphImages, ours);
      if (name === 'resnet20') {
        await shard(dense).shipped(dense);
        expectSame('lacuna', 'workers', threads, workersStarted() - before);
      }
      const sparse = { ...(await device.prune(dense, PRUNED)), key: `${name}/sparse-90/${graphMembers}` };
      left[name] = shareLeft(sparse);
      for (const [kind, all] of Object.entries({ dense, sparse })) {
        const peers = few(all, graphPeerMembers);
        const contenders = [
          await contend(ours, shard(all), all, graphImages),
          await contend(ort, shard(peers), peers, graphImages),
        ];
        for (let round = 0; round < Math.min(ROUNDS, rounds); round++) {
          for (const contender of contenders) await contender.round();
        }
        engines[`${name} ${kind}`] = contenders.map((contender) => contender.result());
        profiles[`${name} ${kind}`] = profileGraph(kernels, all, 3 * rounds);
        for (const contender of contenders) contender.release();
      }
    }
  } finally {
    device.close();
    ort.close();
  }
  return { engines, left, profiles, winograd: await measureWinograd(kernels, rounds) };
}

/** Ours and onnxruntime-web on WebGPU, few images: the adapter may be software. Null where there is none. */
export async function measureGraphsGpu(settings: Settings, ortBase: string): Promise<GraphGpuResult | null> {
  if (!(await navigator.gpu?.requestAdapter())) return null;
  const { graphGpuImages, gpuMembers, gpuRounds } = settings;
  const device = await createWebGpuDevice();
  const ours = createOurs(device, {});
  const ort = await createOrt('webgpu', ortBase, 1, [graphGpuImages]);
  const all = population('resnet20', gpuMembers);
  const zoo = (await expected(all.architecture, graphGpuImages, ours))(all);
  const contenders = [
    await contend(ours, zoo, all, graphGpuImages),
    await contend(ort, zoo, all, graphGpuImages),
  ];
  for (let round = 0; round < gpuRounds; round++) {
    for (const contender of contenders) await contender.round();
  }
  const engines = contenders.map((contender) => contender.result());
  for (const contender of contenders) contender.release();
  ours.close();
  return { adapter: device.description, engines };
}

/** ResNet-18 at 224 x 224, for a page that did nothing else. */
export async function sampleGraphMemory({
  threads,
  resnetSide,
  resnetMembers,
  resnetImages,
}: Settings): Promise<MemorySamples> {
  const architecture = resnet18(resnetSide);
  const networks = { ...samplePopulation(architecture, resnetMembers, 1, 15), key: 'resnet18' };
  const shard = sampleShard(architecture, resnetImages, CLASSES, 16);
  const device = await createWasmDevice({ threads });
  const sizes = { key: networks.key, members: resnetMembers };
  return memorySamples(sizes, resnetImages, () => labelsOf(device, networks, shard));
}
