import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Source } from '../../library/fetchFile';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { startLab } from './testing/lab';

const datasets = vi.hoisted(() => [
  { id: 'tiny', title: 'Tiny' },
  { id: 'other', title: 'Another' },
]);

const stub = vi.hoisted(() => ({
  /** Called before each member is run; may throw or wait. */
  beforeMember: async (_device: string, _signal?: AbortSignal): Promise<void> => {},
  opened: [] as string[],
  closed: [] as string[],
}));

vi.mock('../../library/zoo', async (original) => {
  const { openZoo } = await original<typeof import('../../library/zoo')>();
  /** The same zoo under every address, called as the folder is. */
  const source: Source = async function* (base, path, signal) {
    const { files, manifest, source: tiny } = tinyZoo();
    const id = base.split('/').at(-2) ?? '';
    const dataset = { ...manifest.dataset, id, title: id };
    files.set('manifest.json', new TextEncoder().encode(JSON.stringify({ ...manifest, dataset })));
    yield* tiny(base, path, signal);
  };
  return { openZoo: (base: string) => openZoo(base, source) };
});

vi.mock('../../library/datasets', () => ({ openDatasets: async () => datasets }));

vi.mock('./speed', () => ({ measureSpeed: async () => 1000 }));

vi.mock('./openDevice', async () => {
  const { stubDevice } = await import('./testing/lab');
  return {
    openWasm: async () => stubDevice('wasm', stub),
    openChoice: async (choice: Experiment['device']) => ({
      device: stubDevice(choice === 'auto' ? 'wasm' : choice, stub),
      reason: 'stub',
    }),
  };
});

const { createLab } = await import('./session');

const lab = () => startLab(createLab, 'tiny');

const experiment: Experiment = {
  ...defaultExperiment({
    data: 'tiny',
    datasets,
    levels: [],
    widths: [],
    images: 4,
    batchNorm: true,
    networks: { dense: 2, null: 2 },
  }),
  variant: 'null',
};

beforeEach(() => {
  stub.beforeMember = async () => {};
  stub.opened = [];
  stub.closed = [];
});

describe('the lab', () => {
  it('offers what has been trained, and shows what was shipped', async () => {
    const { send, heard } = lab();
    const { zoo } = await heard('zoo');
    expect(zoo.offer).toMatchObject({ networks: { dense: 5, null: 2 }, images: 4 });
    send({ kind: 'show', experiment });
    const { state, comparison } = await heard('shown');
    expect(state).toBe('shipped');
    expect(comparison).toMatchObject({ source: 'shipped', device: null, images: 4 });
    const { levels } = await heard('levels');
    expect(levels.map(({ id }) => id)).toEqual(['dense', 'null']);
  });

  it('computes, says on what, and tells how it agrees with the shipped answers', async () => {
    const { send, heard } = lab();
    send({ kind: 'run', job: 1, experiment, reuse: false });
    const { comparison } = await heard('comparison', ({ state }) => state === 'done');
    expect(comparison).toMatchObject({ source: 'computed', device: { name: 'wasm' }, images: 4 });
    expect(comparison.agreement?.compared).toBe(16);
    expect((await heard('ended')).state).toBe('done');
  });

  it('finishes a run on WebAssembly when its device fails, without repeating what was finished', async () => {
    const { send, heard } = lab();
    const ran: string[] = [];
    stub.beforeMember = async (device) => {
      ran.push(device);
      if (device === 'webgpu' && ran.length === 2) throw new Error('The GPU is gone.');
    };
    send({ kind: 'run', job: 1, experiment: { ...experiment, device: 'webgpu' }, reuse: false });
    expect((await heard('ended')).state).toBe('done');
    expect(ran).toEqual(['webgpu', 'webgpu', 'wasm', 'wasm', 'wasm']);
    expect(stub.closed).toEqual(['webgpu']);
    const report = await heard('device', ({ device }) => device.name === 'wasm');
    expect(report.device.reason).toContain('The GPU is gone.');
  });

  it('ends with one sentence when there is no device left', async () => {
    const { send, heard } = lab();
    stub.beforeMember = async () => {
      throw new Error('No memory.');
    };
    send({ kind: 'run', job: 1, experiment, reuse: false });
    expect(await heard('ended')).toMatchObject({ state: 'failed', message: 'No memory.' });
  });

  it('takes what it computed before when it may, with another tie rule too', async () => {
    const { send, heard } = lab();
    const pruned: Experiment = { ...experiment, variant: 'pruned', sparsity: 0.5 };
    send({ kind: 'run', job: 1, experiment: pruned, reuse: true });
    await heard('ended', ({ job }) => job === 1);
    let runs = 0;
    stub.beforeMember = async () => {
      runs++;
    };
    send({ kind: 'run', job: 2, experiment: { ...pruned, ties: 'smallest' }, reuse: true });
    const { comparison } = await heard('comparison', ({ job }) => job === 2);
    expect(comparison.findings.options.ties).toBe('smallest');
    expect(runs).toBe(0);
  });

  it('keeps dense answers for the next run on the same networks', async () => {
    const { send, heard } = lab();
    const pruned = (sparsity: number): Experiment => ({ ...experiment, variant: 'pruned', sparsity });
    send({ kind: 'run', job: 1, experiment: pruned(0.5), reuse: false });
    await heard('ended', ({ job }) => job === 1);
    let runs = 0;
    stub.beforeMember = async () => {
      runs++;
    };
    send({ kind: 'run', job: 2, experiment: pruned(0.9), reuse: false });
    await heard('ended', ({ job }) => job === 2);
    expect(runs).toBe(2);
  });

  it('opens another dataset and ends work on the first; an unknown one opens the first listed', async () => {
    const { send, heard, events } = lab();
    const { zoo } = await heard('zoo');
    expect(zoo.offer).toMatchObject({ data: 'tiny', datasets, widths: [0.5] });
    stub.beforeMember = () => new Promise(() => {});
    send({ kind: 'run', job: 1, experiment, reuse: false });
    send({ kind: 'open', base: 'http://zoo.test/', data: 'other' });
    expect((await heard('ended', ({ job }) => job === 1)).state).toBe('cancelled');
    const second = await heard('zoo', (event) => event.zoo.offer.data === 'other');
    expect(second.zoo.title).toBe('other');
    send({ kind: 'show', experiment: { ...experiment, data: 'other' } });
    expect((await heard('shown')).comparison.experiment.data).toBe('other');
    send({ kind: 'open', base: 'http://zoo.test/', data: 'none of these' });
    const zoos = () => expect(events.filter(({ kind }) => kind === 'zoo')).toHaveLength(3);
    await vi.waitFor(zoos, { timeout: 60_000 });
    expect(events.findLast((event) => event.kind === 'zoo')?.zoo.offer.data).toBe('tiny');
  });

  it('computes narrow networks beside dense ones, each with its own architecture', async () => {
    const { send, heard } = lab();
    const narrow: Experiment = { ...experiment, variant: 'narrow', width: 0.5 };
    send({ kind: 'run', job: 1, experiment: narrow, reuse: false });
    const { comparison } = await heard('comparison', ({ state }) => state === 'done');
    expect(comparison.findings.members).toEqual({ dense: 2, compressed: 2 });
    expect(comparison.compressed.members).toEqual(['narrow-50/0', 'narrow-50/1']);
    expect(comparison.findings.paired).toBe(false);
    expect(comparison.findings.noiseFloor.kind).toBe('null');
    send({ kind: 'show', experiment: narrow });
    const { levels } = await heard('levels');
    expect(levels.map(({ id }) => id)).toEqual(['dense', 'null']);
  });

  it('ends every job once, whatever is asked for and when, and the last one is done', async () => {
    const step = fc.record({ ask: fc.constantFrom('run', 'sweep', 'cancel', 'device'), wait: fc.nat(8) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const { events, send, heard } = lab();
        let job = 0;
        for (const { ask, wait } of steps) {
          if (ask === 'run') send({ kind: 'run', job: ++job, experiment, reuse: false });
          else if (ask === 'sweep') send({ kind: 'sweep', job: ++job, experiment });
          else if (ask === 'device') send({ kind: 'device', choice: 'wasm' });
          else send({ kind: 'cancel' });
          for (let task = 0; task < wait; task++) await new Promise(setImmediate);
        }
        const last = ++job;
        send({ kind: 'run', job: last, experiment, reuse: false });
        expect(await heard('ended', (event) => event.job === last)).toMatchObject({ state: 'done' });
        const ended = events.flatMap((event) => (event.kind === 'ended' ? [event.job] : []));
        expect(ended.sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
        const { comparison } = await heard(
          'comparison',
          (event) => event.job === last && event.state === 'done',
        );
        expect(comparison.agreement?.compared).toBe(16);
      }),
      { numRuns: 60 },
    );
  });

  it('takes the speed of the last long run for its device’s', async () => {
    const { send, heard } = lab();
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    stub.beforeMember = async () => {
      now += 500;
    };
    send({ kind: 'run', job: 1, experiment, reuse: false });
    const { device } = await heard('device', (event) => event.device.speed !== null);
    clock.mockRestore();
    expect(device.speed).toEqual({ imagesPerSecond: 8, source: 'run' });
  });

  it.each([
    { variant: 'quantised', format: 'float16' },
    { variant: 'quantised', format: 'int8' },
    { variant: 'quantised', format: 'fixed' },
    { variant: 'pruned', method: '2:4' },
    { variant: 'pruned', method: 'channels', sparsity: 0.5 },
  ] as const)('makes $variant $format $method here, paired with the dense networks', async (change) => {
    const { send, heard } = lab();
    send({ kind: 'run', job: 1, experiment: { ...experiment, ...change }, reuse: false });
    const { comparison } = await heard('comparison', ({ state }) => state === 'done');
    expect(comparison.findings).toMatchObject({ paired: true, images: 4 });
    expect(comparison.findings.flips?.value).toBeGreaterThanOrEqual(0);
    const isTreated = change.variant === 'pruned';
    expect(comparison.agreement?.compared).toBe(isTreated ? undefined : 8);
    expect(comparison.treatment?.row.images).toBe(isTreated ? 4 : undefined);
  });

  it('begins anew on WebAssembly when its device fails while ranges are recorded', async () => {
    const { send, heard } = lab();
    stub.beforeMember = async (device) => {
      if (device === 'webgpu') throw new Error('The GPU is gone.');
    };
    const fixed = { ...experiment, variant: 'quantised', format: 'fixed', device: 'webgpu' } as const;
    send({ kind: 'run', job: 1, experiment: fixed, reuse: false });
    expect((await heard('ended')).state).toBe('done');
    expect(stub.closed).toEqual(['webgpu']);
  });

  it('sweeps the levels in order', async () => {
    const { send, heard, events } = lab();
    send({ kind: 'sweep', job: 1, experiment });
    expect((await heard('ended')).state).toBe('done');
    const levels = events.flatMap((event) =>
      event.kind === 'sweepLevel' ? [event.level.summary.sparsity] : [],
    );
    expect(levels).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95]);
    const rows = events.flatMap((event) => (event.kind === 'made' ? [event.made] : []));
    expect(rows.map(({ experiment: { sparsity }, swept }) => [sparsity, swept])).toEqual(
      levels.map((level) => [level, true]),
    );
    expect(rows[0].row).toMatchObject({ networks: 2, images: 4, change: { pies: 0, paired: true } });
    expect(rows.map(({ cost }) => cost?.weightsLeft)).toEqual(rows.map(() => expect.any(Number)));
  });
});
