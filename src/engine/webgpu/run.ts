import type { Population } from '../../model/population';
import type { Shard } from '../../model/shard';
import type { PredictionBatch, RunOptions } from '../device';
import { remainingWork } from '../remaining';
import type { Plan } from '../steps';
import type { Space } from './activations';
import { readBack } from './buffers';
import type { Clock } from './clock';
import type { Operation } from './failure';
import { imagesCommand, stepCommands, writeTile } from './forward';
import { type Kernels, uploadAffine } from './network';
import { createPace } from './pace';
import { createCommand, record, type Workspace } from './programs';

/** Tiles on the GPU at once: while one is read back, the next computes. */
const depth = 2;
/** Copies images into a buffer whose length the GPU can take. */
export function tileBytes(shard: Shard, start: number, count: number): Uint8Array<ArrayBuffer> {
  const size = shard.height * shard.width * shard.channels;
  const bytes = new Uint8Array(Math.ceil((count * size) / 4) * 4);
  bytes.set(shard.images.subarray(start * size, (start + count) * size));
  return bytes;
}

function transposeLogits(
  planes: Float32Array,
  members: number,
  classes: number,
  stride: number,
  count: number,
) {
  const logits = new Float32Array(members * count * classes);
  for (let member = 0; member < members; member++) {
    for (let c = 0; c < classes; c++) {
      const from = (member * classes + c) * stride;
      for (let image = 0; image < count; image++) {
        logits[(member * count + image) * classes + c] = planes[from + image];
      }
    }
  }
  return logits;
}

/** The batch whose three planes of results (kernels/head.wgsl), and logits if any, were read back. */
function decodeBatch(
  data: ArrayBuffer,
  task: { first: number; members: number; start: number; count: number },
  stride: number,
  classes: number | null,
): PredictionBatch {
  const { first, members, start, count } = task;
  const plane = members * stride;
  const codes = new Uint32Array(data, 0, plane);
  const winners = new Float32Array(data, plane * 4, plane);
  const own = new Float32Array(data, plane * 8, plane);
  const size = members * count;
  const batch: PredictionBatch = {
    members: Array.from({ length: members }, (_, i) => first + i),
    start,
    count,
    labels: new Uint16Array(size),
    pPrediction: new Float32Array(size),
    pLabel: new Float32Array(size),
    rankLabel: new Uint16Array(size),
  };
  for (let member = 0; member < members; member++) {
    for (let image = 0; image < count; image++) {
      const from = member * stride + image;
      const to = member * count + image;
      batch.labels[to] = codes[from] & 0xffff;
      batch.rankLabel[to] = codes[from] >>> 16;
      batch.pPrediction[to] = winners[from];
      batch.pLabel[to] = own[from];
    }
  }
  if (classes !== null) {
    batch.logits = transposeLogits(new Float32Array(data, plane * 12), members, classes, stride, count);
  }
  return batch;
}

/**
 * Runs every member over every image, tile by tile: images in the outer loop, members in the inner one.
 * `work.arena` is the run's own and goes to its caller in the end.
 */
export async function* runTiles(
  work: Workspace,
  plan: Plan,
  kernels: Kernels,
  population: Population,
  shard: Shard,
  options: RunOptions,
  { activations, reached }: Pick<Space, 'activations' | 'reached'>,
  clock: Clock,
  operation: Operation,
): AsyncGenerator<PredictionBatch> {
  const { device, programs, arena } = work;
  const { classes } = plan;
  const stride = activations.images4 * 4;
  const images = imagesCommand(work, population.architecture.input, activations);
  const steps = stepCommands(
    work,
    plan,
    plan.steps,
    {
      forms: plan.steps.map((step, position) =>
        step.kind === 'conv' ? kernels.formOf(step, position) : undefined,
      ),
      affine: uploadAffine(arena, plan, population),
    },
    activations,
  ).flat();
  const truth = arena.storage('true classes', stride * 4);
  const logits = activations.buffers[plan.output];
  const most = activations.members * stride * 4;
  const headShape = arena.uniform('head', [classes, activations.members * activations.images4]);
  const slots = Array.from({ length: depth }, () => {
    const results = arena.storage('results', most * 3);
    const head = createCommand(
      work,
      programs.head,
      [activations.tile, headShape, logits, truth, results],
      [Math.ceil(activations.images4 / work.programs.lanes), 1, 1],
      activations.members,
    );
    return { results, head, staging: arena.staging('read back', most * (options.logits ? 3 + classes : 3)) };
  });

  let submitted = 0;
  const submit = (task: { first: number; members: number; start: number; count: number; fresh: boolean }) => {
    const { results, head, staging } = slots[submitted++ % depth];
    writeTile(device, activations, task.first, task.count);
    const encoder = device.createCommandEncoder();
    record(encoder, [...(task.fresh ? [images] : []), ...steps, head], task.members);
    const plane = task.members * stride * 4;
    for (let i = 0; i < 3; i++) encoder.copyBufferToBuffer(results, i * most, staging, i * plane, plane);
    let bytes = plane * 3;
    if (options.logits) {
      encoder.copyBufferToBuffer(logits, 0, staging, bytes, plane * classes);
      bytes += plane * classes;
    }
    device.queue.submit([encoder.finish()]);
    const batch = readBack(staging, bytes).then((data) =>
      decodeBatch(data, task, stride, options.logits ? classes : null),
    );
    // A run that ends early leaves this one unawaited.
    batch.catch(() => {});
    return batch;
  };

  const pending: Promise<PredictionBatch>[] = [];
  const pace = createPace(clock, reached, activations);
  const next = async () => {
    const batch = await operation.wait(pending.shift()!);
    pace.ended(batch.members.length);
    return batch;
  };
  for (const stretch of remainingWork(population.members.length, shard.count, stride, options.finished)) {
    device.queue.writeBuffer(activations.bytes, 0, tileBytes(shard, stretch.start, stretch.count));
    device.queue.writeBuffer(
      truth,
      0,
      Uint32Array.from(shard.labels.subarray(stretch.start, stretch.start + stretch.count)),
    );
    let fresh = true;
    for (const run of stretch.members) {
      for (let first = run.first; first < run.end; ) {
        operation.check();
        const count = Math.min(pace.members(), run.end - first);
        pending.push(submit({ first, members: count, start: stretch.start, count: stretch.count, fresh }));
        fresh = false;
        first += count;
        if (pending.length === depth) yield await next();
      }
    }
  }
  while (pending.length > 0) yield await next();
}
