import { describe, expect, it } from 'vitest';
import { defaultExperiment, type Experiment } from '../../model/experiment';
import { expectLab, initialLabState, type LabState, reduceLab } from './labState';
import type { ZooReport } from './protocol';
import type { Comparison, Level } from './results';
import { sameCurve, sameQuestion } from './sameExperiment';

const experiment = defaultExperiment({
  data: 'd',
  datasets: [{ id: 'd', title: 'D' }],
  levels: [0.9],
  widths: [],
  images: 100,
  batchNorm: true,
  networks: { dense: 30, 'sparse-90': 30 },
});

function comparison(of: Experiment, source: Comparison['source']): Comparison {
  const empty = { members: [], images: 0, classes: 0, labels: new Uint16Array() };
  const findings = {} as Comparison['findings'];
  return {
    experiment: of,
    source,
    device: null,
    images: of.images,
    findings,
    dense: empty,
    compressed: empty,
    agreement: null,
  };
}

const shipped = comparison(experiment, 'shipped');
const computed = comparison(experiment, 'computed');

function started(): LabState {
  const shown = reduceLab(initialLabState, { kind: 'shown', state: 'shipped', comparison: shipped });
  return expectLab(shown, { kind: 'run', job: 1, experiment, reuse: false });
}

it('where nothing is computed, to show another experiment changes nothing before its answers come', () => {
  const shown = reduceLab(initialLabState, { kind: 'shown', state: 'shipped', comparison: shipped });
  expect(expectLab(shown, { kind: 'show', experiment })).toBe(shown);
  expect(expectLab(started(), { kind: 'show', experiment })).toMatchObject({
    job: null,
    runState: 'shipped',
  });
});

const zoo = (data: string, classes: string[]): ZooReport => ({
  offer: { data, datasets: [], levels: [], widths: [], images: 100, batchNorm: true, networks: {} },
  title: data,
  classes,
  countsTraining: true,
  trainingNote: null,
  weights: 1,
  origin: { kind: 'shipped', licence: 'MIT', source: '', citation: '' },
  notice: null,
  ownImages: null,
  verified: true,
});

describe('reduceLab', () => {
  it('keeps what another dataset of the same classes replaces, and nothing made of its networks', () => {
    const first: LabState = {
      ...reduceLab(initialLabState, { kind: 'zoo', zoo: zoo('d', ['a', 'b']) }),
      comparison: shipped,
      levels: [{} as LabState['levels'][number]],
      weights: {} as LabState['weights'],
      answers: { study: { experiment, question: 'study', asked: null, done: 1, answer: null } },
    };
    const second = reduceLab(first, { kind: 'zoo', zoo: zoo('e', ['a', 'b']) });
    expect(second.opened).toBe(first.opened + 1);
    expect(second).toMatchObject({ comparison: shipped, weights: null, levels: [], answers: {} });
    expect(reduceLab(first, { kind: 'zoo', zoo: zoo('f', ['c', 'd']) }).comparison).toBeNull();
  });

  it('remembers what could not be answered until asked again, and what brings back a broken lab', () => {
    const asking = { kind: 'ask', experiment, question: 'draws', asked: null } as const;
    const show = { kind: 'show', experiment } as const;
    const failed = [asking, { ...asking, question: 'indices' } as const, show].reduce<LabState>(
      (state, request) => reduceLab(state, { kind: 'failed', request, message: `no ${request.kind}` }),
      initialLabState,
    );
    expect(failed.problem).toBe('no show');
    expect(failed.failures.map(({ message }) => message)).toEqual(['no ask', 'no ask', 'no show']);
    const twice = reduceLab(failed, { kind: 'failed', request: asking, message: 'again' });
    expect(twice.failures.map(({ message }) => message)).toEqual(['no ask', 'no show', 'again']);
    const asked = expectLab(twice, asking);
    expect(asked.failures.map(({ request }) => request.kind)).toEqual(['ask', 'show']);
    const open = { kind: 'open', base: 'zoo/', data: 'd' } as const;
    expect(expectLab(asked, open)).toMatchObject({ failures: [], problem: null });
    const broken = reduceLab(started(), { kind: 'broken', message: 'gone', requests: [open, show] });
    expect(broken).toMatchObject({ job: null, runState: 'failed', problem: 'gone' });
    expect(broken.failures.map(({ request }) => request)).toEqual([open, show]);
  });

  it('goes from shipped through running and partial to done', () => {
    const running = started();
    expect(running.runState).toBe('running');
    const partial = reduceLab(running, {
      kind: 'comparison',
      job: 1,
      state: 'partial',
      comparison: computed,
    });
    expect(partial.runState).toBe('partial');
    const done = reduceLab(partial, { kind: 'ended', job: 1, state: 'done', message: null });
    expect(done).toMatchObject({ runState: 'done', job: null, progress: null });
  });

  it('does not listen to a job that is no longer the current one', () => {
    const second = expectLab(started(), { kind: 'run', job: 2, experiment, reuse: false });
    const late = reduceLab(second, { kind: 'ended', job: 1, state: 'cancelled', message: null });
    expect(late).toBe(second);
    expect(reduceLab(second, { kind: 'comparison', job: 1, state: 'done', comparison: computed })).toBe(
      second,
    );
  });

  it('keeps results computed here when shipped ones for the same question arrive late', () => {
    const known: LabState = { ...initialLabState, comparison: computed, runState: 'done' };
    expect(reduceLab(known, { kind: 'shown', state: 'shipped', comparison: shipped })).toBe(known);
    const other = comparison({ ...experiment, members: 3 }, 'shipped');
    expect(reduceLab(known, { kind: 'shown', state: 'shipped', comparison: other })).toMatchObject({
      comparison: other,
      runState: 'shipped',
    });
  });

  it('keeps saying that a run failed when the confidences of the shipped results arrive', () => {
    const failed = reduceLab(started(), {
      kind: 'ended',
      job: 1,
      state: 'failed',
      message: 'No weights.',
    });
    const detailed = reduceLab(failed, { kind: 'shown', state: 'shipped', comparison: { ...shipped } });
    expect(detailed).toMatchObject({ runState: 'failed', problem: 'No weights.' });
  });

  it('gathers a sweep on one curve and starts a new one when the question changes', () => {
    const level = (sparsity: number): Level => ({
      id: 'pruned',
      kind: 'pruned',
      summary: {
        sparsity,
        images: 100,
        pies: 0,
        excess: null,
        accuracyChange: { value: 0, interval: null, n: 0 },
        top1: { perMember: [], mean: { value: 1, interval: null, n: 0 }, sd: null },
      },
      pies: new Uint32Array(),
    });
    let state = expectLab(initialLabState, { kind: 'sweep', job: 1, experiment });
    for (const sparsity of [0.5, 0, 0.5]) {
      state = reduceLab(state, { kind: 'sweepLevel', job: 1, experiment, level: level(sparsity) });
    }
    expect(state.sweeps[0].levels.map(({ summary }) => summary.sparsity)).toEqual([0, 0.5]);
    const layered = { ...experiment, scope: 'layer' as const };
    state = reduceLab(state, { kind: 'sweepLevel', job: 1, experiment: layered, level: level(0.9) });
    expect(state.sweeps[0].levels).toHaveLength(1);
  });
});

describe('sameQuestion and sameCurve', () => {
  it('ignore what does not change the answer', () => {
    expect(sameQuestion(experiment, { ...experiment, device: 'wasm' })).toBe(true);
    expect(sameQuestion(experiment, { ...experiment, ties: 'smallest' })).toBe(false);
    const alone = { ...experiment, recalibrate: false };
    expect(sameCurve(alone, { ...alone, sparsity: 0.1, seed: 7, baseline: 'trained' })).toBe(true);
    expect(sameCurve(experiment, { ...experiment, baseline: 'trained' })).toBe(false);
    expect(sameCurve(experiment, { ...experiment, seed: 7 })).toBe(false);
    expect(sameCurve({ ...experiment, method: 'random' }, { ...experiment, method: 'random', seed: 7 })).toBe(
      false,
    );
  });
});
