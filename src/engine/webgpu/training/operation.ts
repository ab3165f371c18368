// `trainEpoch` of a device on WebGPU: networks whose epochs are asked for at the same time train together.
import type { Shard } from '../../../model/shard';
import { checkShard } from '../../check';
import type { Device, EpochResult } from '../../device';
import { planSteps } from '../../plan';
import { refuseUntrainable } from '../../refusal';
import { createArena } from '../buffers';
import { orAbort } from '../failure';
import type { Session } from '../session';
import { type Asked, trainEpochs } from './epochs';
import { gathered } from './together';
import { trainingBytes } from './trainer';

/** Milliseconds in which networks that train alike may join. */
const JOIN_MS = 25;

/** Networks that a GPU is glad of at once. */
export const TRAINS_AT_ONCE = 10;

/** The most networks of a dispatch; a processor in a GPU's place would give no sign for too long. */
const MOST = { hardware: 32, software: 4 };

/** Bytes that activations and gradients may take; what a run may take is for one pass. */
const SHARE = 4;

/** Networks that fit at once. */
function fitting({ gpu, limits }: Session, { settings }: Asked): number {
  const { all, largest } = trainingBytes(settings.architecture, settings.recipe.batch);
  const most = gpu.software ? MOST.software : MOST.hardware;
  const fit = Math.min((SHARE * limits.budget) / all, limits.binding / largest);
  return Math.max(1, Math.min(most, Math.floor(fit)));
}

/** Numbers for shards, so that equal ones have one. */
function createNumbers() {
  const numbers = new WeakMap<ArrayBufferLike, number>();
  let next = 0;
  return ({ id, count, images, labels }: Shard) => {
    const numberOf = (buffer: ArrayBufferLike) => {
      const number = numbers.get(buffer) ?? next++;
      numbers.set(buffer, number);
      return number;
    };
    return (
      `${id} ${numberOf(images.buffer)}:${images.byteOffset} ` +
      `${numberOf(labels.buffer)}:${labels.byteOffset} ` +
      `${count}`
    );
  };
}

/** What trains on the sessions that `open` gives. */
export function trainingOn(open: () => Promise<Session>): Pick<Device, 'trainEpoch'> {
  const numberOf = createNumbers();
  type Question = Asked & { images: Shard };

  async function run(questions: Question[], signal: AbortSignal): Promise<EpochResult[]> {
    const session = await orAbort(open(), signal);
    const { gpu, programs, clock, trainingKernels: kernels } = session;
    const { device, software } = gpu;
    const results: EpochResult[] = [];
    const size = fitting(session, questions[0]);
    for (let first = 0; first < questions.length; first += size) {
      const operation = session.watch.begin(signal);
      const work = { device, software, programs, kernels, arena: createArena(device) };
      try {
        operation.check();
        const some = questions.slice(first, first + size);
        results.push(...(await trainEpochs(work, operation, clock, some, some[0].images)));
      } finally {
        operation.end();
        work.arena.destroy();
      }
    }
    return results;
  }

  const ask = gathered<Question, EpochResult>({
    keyOf: ({ settings: { architecture, recipe, epoch }, images }) =>
      JSON.stringify([architecture, recipe, epoch, numberOf(images)]),
    run,
    later: (callback) => setTimeout(callback, JOIN_MS),
  });

  return {
    async trainEpoch(settings, state, images, progress = () => {}, signal) {
      const plan = planSteps(settings.architecture);
      refuseUntrainable(plan);
      checkShard(settings.architecture, plan.classes, images);
      return ask({ settings, state, progress, images }, signal);
    },
  };
}
