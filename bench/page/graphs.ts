/** Architectures of the field, with random weights: ours beside onnxruntime-web, and Winograd's form. */

import { kernelOf } from '../../src/engine/parameters';
import { planSteps } from '../../src/engine/plan';
import { samplePopulation, sampleShard } from '../../src/engine/samples';
import plainUrl from '../../src/engine/wasm/build/plain.wasm?url';
import relaxedUrl from '../../src/engine/wasm/build/relaxed.wasm?url';
import { createWasmDevice } from '../../src/engine/wasm/device';
import { compileKernels, instantiateKernels } from '../../src/engine/wasm/kernels';
import { createMachine, interleave } from '../../src/engine/wasm/memberMachine';
import type { Transforms } from '../../src/engine/wasm/packedKernels';
import { packProgram } from '../../src/engine/wasm/program';
import { createWebGpuDevice } from '../../src/engine/webgpu/device';
import type { Architecture } from '../../src/model/architecture';
import type { Population } from '../../src/model/population';
import { NETWORKS, type NetworkName, resnet18 } from '../architectures/networks';
import type { EngineResult, GraphGpuResult, GraphResult, MemorySamples, Settings } from '../results';
import { expectSame } from './engine';
import { contend, type Expected, timed } from './measure';
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
        for (const contender of contenders) contender.release();
      }
    }
  } finally {
    device.close();
    ort.close();
  }
  return { engines, left, winograd: await measureWinograd(rounds) };
}

const WINOGRAD_IMAGES = 64;

/**
 * A layer of 3 x 3, stride 1, 64 channels at 16 x 16, on one core, in both of our forms in turns: ms a run.
 */
async function measureWinograd(rounds: number): Promise<GraphResult['winograd']> {
  const bytes = async (url: string) => (await fetch(url)).arrayBuffer();
  const [plain, relaxed] = await Promise.all([bytes(plainUrl), bytes(relaxedUrl)]);
  const kernels = await instantiateKernels(await compileKernels({ plain, relaxed }));
  const side = 16;
  const channels = 64;
  const each = (value: number) => new Array<number>(channels).fill(value);
  const architecture: Architecture = {
    input: { channels, height: side, width: side, mean: each(0), std: each(1) },
    layers: [
      {
        kind: 'conv',
        name: 'c',
        input: channels,
        output: channels,
        kernel: [3, 3],
        stride: 1,
        padding: 1,
        bias: false,
      },
      { kind: 'globalAverage' },
    ],
  };
  const plan = planSteps(architecture);
  const member = samplePopulation(architecture, 1, 1, 13);
  const { images, labels } = sampleShard(architecture, WINOGRAD_IMAGES, CLASSES, 14);
  const groups = interleave(kernels, kernels.heapBase(), images, WINOGRAD_IMAGES, side * side, channels);
  const machine = createMachine(kernels, plan, architecture.input);
  const forms: Transforms[] = [
    [-Infinity, Infinity],
    [Infinity, Infinity],
  ];
  const [winograd, direct] = forms.map((transforms) => {
    const program = packProgram(kernels, machine.base, plan, member, 0, { tap: 1, entry: 1, transforms });
    return async () => machine.predict(program, groups, labels, 0, WINOGRAD_IMAGES, false);
  });
  const times: GraphResult['winograd'] = { winograd: [], direct: [] };
  for (let round = -3; round < 3 * rounds; round++) {
    const [a, b] = [await timed(winograd), await timed(direct)];
    if (round < 0) continue;
    times.winograd.push(a);
    times.direct.push(b);
  }
  return times;
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
