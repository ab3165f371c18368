import { type Architecture, kernelName, prunableLayers } from '../../model/architecture';
import type { Population } from '../../model/population';
import type { EpochSettings, TrainingProgress } from '../device';
import { planSteps } from '../plan';
import type { Plan } from '../steps';
import { keptParts } from './kept';
import { type Kernels, LANES } from './kernels';
import { createMachine, gathered, type ImageGroups, interleave, type Machine } from './memberMachine';
import type { Costs } from './packedKernels';
import type { Program } from './program';
import type { Job, Request, Resource, Result, Tensors } from './protocol';
import { keptWeights } from './pruning';
import { recalibrateMember } from './recalibration';
import { createWhole, type HeldTensor, sentTensor } from './sentTensors';
import { separated, trainEpoch } from './training/epoch';
import { createTrainer, type Trainer } from './training/trainer';

type Network = { plan: Plan; architecture: Architecture; id: string };
type HeldMember = {
  key: string;
  network: Network;
  tensors: Record<string, HeldTensor>;
  program: Program | null;
  /** Whether it was packed before: who is asked for again will be once more. */
  isPacked: boolean;
};
/** Images as they came until a run wants them interleaved; training wants them as they came. */
type HeldImages = {
  pictures: Uint8Array | ImageGroups;
  pixels: number;
  channels: number;
  labels: Uint16Array;
  count: number;
};

/** Tells of progress once a second at most: a sign that a long job goes on. */
function secondBySecond(progress: (done: number) => void): (done: number) => void {
  let last = performance.now();
  return (done) => {
    const now = performance.now();
    if (now - last < 1000) return;
    last = now;
    progress(done);
  };
}

/** Keeps members and images between jobs and does the jobs, one at a time, in one instance of the kernels. */
export function createExecutor(kernels: Kernels, costs: Costs) {
  const members = new Map<string, HeldMember>();
  const images = new Map<string, HeldImages>();
  const whole = createWhole();
  /** What the kernels' memory is laid out for: a machine or a trainer, until anything else takes it. */
  let machine: { id: string; machine: Machine } | null = null;
  let trainer: { id: string; trainer: Trainer } | null = null;

  function takeMemory(): void {
    machine = null;
    trainer = null;
  }

  function machineFor({ id, plan, architecture }: Network): Machine {
    if (machine?.id === id) return machine.machine;
    takeMemory();
    machine = { id, machine: createMachine(kernels, plan, architecture.input) };
    return machine.machine;
  }

  /** Epochs follow one another on one architecture: what was laid out for the one before serves again. */
  function trainerFor({ architecture, recipe: { batch } }: EpochSettings): Trainer {
    const id = JSON.stringify([architecture, batch]);
    if (trainer?.id === id) return trainer.trainer;
    takeMemory();
    const plan = planSteps(architecture);
    trainer = {
      id,
      trainer: createTrainer(kernels, plan, architecture.input.channels, batch / LANES, costs),
    };
    return trainer.trainer;
  }

  function keep(key: string, resource: Resource): void {
    if (resource.kind === 'images') {
      const { count, pixels, channels, labels } = resource;
      images.set(key, { pictures: resource.images, pixels, channels, labels, count });
      return;
    }
    const { architecture, tensors } = resource;
    const id = JSON.stringify(architecture);
    const known = [...members.values()].find((member) => member.network.id === id)?.network;
    const network = known ?? { id, plan: planSteps(architecture), architecture };
    members.set(key, { key, network, tensors, program: null, isPacked: false });
  }

  function held<T>(store: Map<string, T>, key: string): T {
    const found = store.get(key);
    if (!found) throw new Error(`Expected "${key}" to have been sent to the worker before its first job.`);
    return found;
  }

  function groupsOf(held: HeldImages): ImageGroups {
    const { pictures, count, pixels, channels } = held;
    if ('groupBytes' in pictures) return pictures;
    takeMemory();
    const groups = interleave(kernels, kernels.heapBase(), pictures, count, pixels, channels);
    held.pictures = groups;
    return groups;
  }

  function plainOf({ pictures, count, channels }: HeldImages): Uint8Array {
    return 'groupBytes' in pictures ? separated(pictures, count, channels) : pictures;
  }

  /** A member as a population of its own, which the next call may overwrite. */
  function populationOf({ key, network, tensors }: HeldMember): Population {
    const { architecture } = network;
    const members = [{ id: key, seed: 0 }];
    return { key, architecture, variant: { kind: 'dense' }, members, tensors: whole(tensors) };
  }

  /** A copy of what is packed comes from memory that nobody used yet, which is dear: only where it serves. */
  function programOf(member: HeldMember, more: boolean): Program {
    const { program } = member;
    const machine = machineFor(member.network);
    if (program && machine.has(program)) return program;
    member.program = machine.pack(populationOf(member), costs, false, more || member.isPacked);
    member.isPacked = true;
    return member.program;
  }

  function doJob(job: Job, progress: TrainingProgress): Result[Job['kind']] {
    switch (job.kind) {
      case 'run': {
        const member = held(members, job.member);
        const shown = held(images, job.images);
        const groups = groupsOf(shown);
        const truths = shown.labels.subarray(job.start, job.start + job.count);
        const program = programOf(member, job.more);
        const machine = machineFor(member.network);
        const told = secondBySecond(progress);
        return machine.predict(program, groups, truths, job.start, job.count, job.logits, told);
      }
      case 'prune':
        return prune(job);
      case 'recalibrate':
        return recalibrate(job, progress);
      case 'train': {
        const shown = held(images, job.images);
        const { settings, state } = job;
        const told = secondBySecond(progress);
        const tell: TrainingProgress = (done, point) => (point ? progress(done, point) : told(done));
        const { labels, count } = shown;
        return trainEpoch(trainerFor(settings), settings, plainOf(shown), labels, count, state, tell);
      }
    }
  }

  /** Keeps a member that differs from `from` in some tensors. */
  function derive(key: string, from: HeldMember, own: Record<string, HeldTensor>): void {
    const tensors = { ...from.tensors, ...own };
    members.set(key, { key, network: from.network, tensors, program: null, isPacked: false });
  }

  function prune(job: Job & { kind: 'prune' }): Uint8Array<ArrayBuffer> {
    const member = held(members, job.member);
    const { architecture, tensors } = populationOf(member);
    const layers = prunableLayers(architecture).map((layer) => ({
      name: kernelName(layer),
      weights: tensors[kernelName(layer)].data,
      rows: layer.output,
    }));
    takeMemory();
    const kept = keptWeights(kernels, layers, job.memberSeed, job.settings);
    const sizes = layers.map(({ weights }) => weights.length);
    // The result goes to the page as it is.
    const parts = keptParts(kept.slice(), sizes);
    const pruned = layers.map(({ name }, layer) => {
      const of = member.tensors[name];
      return [name, { shape: of.shape, kept: parts[layer], of }] as const;
    });
    derive(job.into, member, Object.fromEntries(pruned));
    return kept;
  }

  function recalibrate(job: Job & { kind: 'recalibrate' }, progress: (done: number) => void): Tensors {
    const member = held(members, job.member);
    const all = held(images, job.images);
    const every = groupsOf(all);
    const groups = job.places ? gathered(every, job.places) : every;
    const { network } = member;
    const population = populationOf(member);
    const program = machineFor(network).pack(population, costs, true, false);
    const statistics = recalibrateMember(
      machineFor(network),
      kernels.memory,
      network.plan,
      population,
      program,
      groups,
      job.places?.length ?? all.count,
      progress,
    );
    const own = Object.entries(statistics).map(([name, values]) => {
      return [name, sentTensor(member.tensors[name].shape, values)] as const;
    });
    derive(job.into, member, Object.fromEntries(own));
    return statistics;
  }

  return {
    /**
     * Does what a request asks and returns the result; `progress` hears of the share done, if the job is a
     * long one.
     */
    execute({ forget, keep: resources, job }: Request, progress: TrainingProgress): Result[Job['kind']] {
      for (const key of forget) {
        members.delete(key);
        images.delete(key);
      }
      for (const { key, resource } of resources) keep(key, resource);
      return doJob(job, progress);
    },
  };
}

export type Executor = ReturnType<typeof createExecutor>;
