import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../device';
import { expectLikeReference } from '../expectLikeReference';
import { samplePopulation, sampleShard } from '../samples';
import { conv, network, relu } from '../testing';
import { openDawn } from './dawn';
import type { Operation } from './failure';
import type { Gpu } from './gpu';
import { createKernelCache } from './network';
import { operationsOn } from './operations';
import { compileShape } from './programs';
import { openSession, type Session } from './session';
import { openPrograms, readMeasured, type ShapeMemory, tileShapes, writeMeasured } from './shapes';
import { manualClock } from './testing';

const software = tileShapes(true);
const times = [
  [10, 10, 10, 10, 10],
  [5, 5, 5, 5, 5],
];

/** A memory that holds `text`, and what it was asked. */
function memory(text: string | null) {
  const kept = { text, adapters: new Set<string>() };
  const shapeMemory: ShapeMemory = {
    async read(adapter) {
      kept.adapters.add(adapter);
      return kept.text;
    },
    async write(adapter, written) {
      kept.adapters.add(adapter);
      kept.text = written;
    },
  };
  return { kept, shapeMemory };
}

/** An adapter that compiles at once, and counts what it does. */
function fakeGpu() {
  const compiled: (string | undefined)[] = [];
  const device = {
    pushErrorScope() {},
    popErrorScope: async () => null,
    createShaderModule: () => ({}),
    async createComputePipelineAsync({ label }: GPUComputePipelineDescriptor) {
      compiled.push(label);
      return {};
    },
  } as unknown as GPUDevice;
  const gpu: Gpu = { device, info: {} as GPUAdapterInfo, description: 'fake', software: true };
  const opening: Operation = { wait: (promise) => promise, check() {}, end() {} };
  return { gpu, opening, compiled };
}

describe('the shape of dense convolutions', () => {
  // One session: opening a software GPU takes seconds.
  const { kept, shapeMemory } = memory(null);
  let session: Session;
  beforeAll(async () => {
    const options = { gpu: await openDawn(), crossover: 0, shapeMemory, clock: manualClock() };
    session = await openSession(options, async () => {});
  });
  afterAll(() => session?.close());

  it('is measured on an adapter that is not known, and kept with its times', () => {
    const { tiles, programs } = session;
    expect(tiles).toMatchObject({ timed: 2, candidates: 2, isRemembered: false });
    expect(tiles?.shape).toBe(programs.shape);
    expect(tiles?.speed?.chosen).toBeGreaterThan(0);
    expect([...kept.adapters].join()).toMatch(/SwiftShader/i);
    expect(readMeasured(kept.text, software)?.times.map(({ length }) => length)).toEqual([5, 5]);
  });

  it('is taken from what is remembered, and no other is compiled', async () => {
    const { gpu, opening, compiled } = fakeGpu();
    const known = memory(writeMeasured({ times, work: 1e6 }, software)).shapeMemory;
    const { programs, tiles } = await openPrograms(gpu, known, manualClock(), opening);
    expect(programs.shape).toEqual(software[1]);
    expect(tiles).toEqual({
      shape: software[1],
      isUsual: false,
      timed: 2,
      candidates: 2,
      speed: { chosen: 2e8, usual: 1e8 },
      isRemembered: true,
    });
    expect(compiled.filter((label) => label === 'denseConvolution')).toHaveLength(1);
  });

  it('is the usual one, and nothing is measured, without a memory', async () => {
    const { gpu, opening } = fakeGpu();
    const { programs, tiles } = await openPrograms(gpu, undefined, manualClock(), opening);
    expect(programs.shape).toEqual(software[0]);
    expect(tiles).toBeNull();
  });

  const architecture = network(
    [3, 5, 6],
    [
      conv('a', 3, 17, [3, 3], { padding: 1, stride: 2 }),
      relu,
      { kind: 'globalAverage' },
      { kind: 'dense', name: 'head', input: 17, output: 5, bias: true },
    ],
  );

  it.each([software[1], ...tileShapes(false)])('computes like the reference: %o', async (shape) => {
    const { gpu, watch, programs } = session;
    const opening = watch.begin();
    const shaped = await compileShape(gpu.device, shape, programs.lanes, opening);
    opening.end();
    const own = { ...session, programs: { ...programs, ...shaped }, cache: createKernelCache(1, 0) };
    const operations = operationsOn(async () => own);
    const device: Device = { name: 'webgpu', description: '', ...operations, close() {} };
    const population = samplePopulation(architecture, 3, 1, 1);
    await expectLikeReference(device, population, sampleShard(architecture, 33, 5, 1));
    // These weights fit float16, which another kernel reads.
    const halves = samplePopulation(architecture, 2, 1, 2);
    for (const { data } of Object.values(halves.tensors)) {
      data.set(data.map((value) => Math.round(value * 64) / 64));
    }
    await expectLikeReference(device, halves, sampleShard(architecture, 7, 5, 2));
    own.cache.clear();
  });
});

describe('readMeasured', () => {
  const text = writeMeasured({ times, work: 1e6 }, software);
  it('reads what was written of the same candidates', () => {
    expect(readMeasured(text, software)).toEqual({ times, work: 1e6 });
    expect(
      readMeasured(writeMeasured({ times: [times[0], []], work: 1 }, software), software),
    ).not.toBeNull();
  });

  it('is null for other candidates, and for anything else', () => {
    expect(readMeasured(text, tileShapes(false))).toBeNull();
    for (const other of [
      null,
      '',
      'null',
      '[]',
      '{}',
      text.slice(1),
      text.replaceAll('10', '-1'),
      text.replaceAll('10,', '"a",'),
      text.replace('[10,', '['),
      writeMeasured({ times: [[], times[1]], work: 1e6 }, software),
      writeMeasured({ times: [times[0]], work: 1e6 }, software),
      writeMeasured({ times, work: 0 }, software),
    ]) {
      expect(readMeasured(other, software), String(other)).toBeNull();
    }
  });
});
