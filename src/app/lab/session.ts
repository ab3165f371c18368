import { type Experiment, sweptExperiment } from '../../model/experiment';
import type { Learning } from '../../views/learning/learningWords';
import { said } from '../loading/said';
import { createAnswering } from '../panels/answering';
import { atWork } from './atWork';
import { comparedOf } from './compared';
import { createDevices } from './devices';
import { createJobs } from './jobs';
import { madeBy } from './madeBy';
import type { JobProgress } from './meter';
import { createNetworks } from './networks';
import { openData } from './openData';
import { shownImages } from './ownAttributes';
import type { Bench } from './populations';
import type { LabEvent, LabRequest } from './protocol';
import type { Comparison } from './results';
import type { AnswerStore } from './robustness';
import {
  computedBefore,
  initialSessionState,
  levelsKey,
  reduceSession,
  type SessionChange,
} from './sessionState';
import { auditExperiment, shippedComparison, shippedLevels, shippedOneShot, standIn } from './shipped';
import { imagesToTime, madeUpNetworks } from './speed';
import { imagesWith, shippedTable, tellDevices, tellMeasured } from './telling';
import { zooReport } from './zooReport';

type Requested<K extends LabRequest['kind']> = Extract<LabRequest, { kind: K }>;

/**
 * The lab: it opens the zoo, runs jobs one at a time and tells the page through `post`. A new job cancels the
 * one in progress; what a cancelled or failed one told stays with the page.
 */
export function createLab(post: (event: LabEvent) => void): (request: LabRequest) => void {
  let state = initialSessionState;
  let opening: Promise<Bench> | null = null;
  let measuring: AbortController | null = null;
  const underCorruption: AnswerStore = new Map();
  const change = (next: SessionChange) => {
    state = reduceSession(state, next);
  };
  const devices = createDevices((device) => post({ kind: 'device', device }));
  const jobs = createJobs(
    (job, end, message) => post({ kind: 'ended', job, state: end, message }),
    () => report(device(), { kind: 'device', choice: state.wanted }),
  );
  const networks = createNetworks(bench);
  const questions = createAnswering<Experiment>({
    trained: async (experiment) => ({
      zoo: (await bench()).zoo,
      experiment,
      networks: () => networks(experiment),
    }),
    compared: async (experiment, scores) => {
      const { zoo } = await bench();
      const comparison = (await recall(experiment)) ?? (await shippedComparison(zoo, experiment, scores));
      return comparison && comparedOf(zoo, comparison);
    },
    tell: (experiment, answered) => post({ kind: 'answered', experiment, ...answered }),
  });

  function bench(): Promise<Bench> {
    return opening ?? Promise.reject(new Error('No dataset is open yet.'));
  }

  async function open(base: string, named: string): Promise<Bench> {
    change({ kind: 'open' });
    const mine = state.opened;
    questions.drop();
    jobs.cancel();
    measuring?.abort();
    const { zoo, datasets, notice } = await openData(base, named);
    const reported = zooReport(zoo, datasets, notice);
    change({ kind: 'datasets', datasets });
    if (mine === state.opened) post({ kind: 'zoo', zoo: reported });
    return { zoo, devices, dense: null, tuned: new Map() };
  }

  /** What was computed here before for an experiment, audited by its tie rule. */
  async function recall(experiment: Experiment): Promise<Comparison | null> {
    const known = computedBefore(state, experiment);
    if (!known || known.experiment.ties === experiment.ties) return known;
    const { zoo } = await bench();
    const findings = await auditExperiment(zoo, experiment, known.dense, known.compressed);
    return { ...known, experiment, findings };
  }

  async function show(request: Requested<'show'>): Promise<void> {
    const { experiment } = request;
    change({ kind: 'show', experiment });
    const mine = state.turn;
    const tell = (event: LabEvent) => {
      if (mine === state.turn) post(event);
    };
    const { zoo } = await bench();
    const known = await recall(experiment);
    const first = known ?? (await shippedComparison(zoo, experiment, false));
    // Where nothing is on screen yet, what ships stands there until the run has answers.
    const instead = () => shippedComparison(zoo, standIn(zoo, experiment), false);
    const shownFirst = first ?? (state.shown.any ? null : await instead());
    if (shownFirst && mine === state.turn) change({ kind: 'shown', shown: { any: true } });
    if (shownFirst) tell({ kind: 'shown', state: known ? 'done' : 'shipped', comparison: shownFirst });
    // What the numbers say does not wait for the pictures.
    report(showImages(zoo, experiment.data, mine), request);
    const key = levelsKey(experiment);
    if (state.shown.levels !== key) {
      const levels = await shippedLevels(zoo, experiment);
      if (mine === state.turn) change({ kind: 'shown', shown: { levels: key } });
      tell({ kind: 'levels', levels });
    }
    const complete = known ? null : await shippedComparison(zoo, experiment, true);
    if (complete) tell({ kind: 'shown', state: 'shipped', comparison: complete });
    if (mine !== state.turn) return;
    const oneShot = await shippedOneShot(zoo, experiment);
    if (oneShot) tell({ kind: 'oneShot', experiment: sweptExperiment(experiment), levels: oneShot });
  }

  async function showImages(zoo: Bench['zoo'], data: string, mine: number): Promise<void> {
    if (state.shown.shard === data) return;
    const shard = await shownImages(zoo);
    if (mine !== state.turn || state.shown.shard === data) return;
    change({ kind: 'shown', shown: { shard: data } });
    post({ kind: 'shard', shard });
  }

  const learner = (job: number) => (experiment: Experiment, learning: Learning) =>
    post({ kind: 'learning', job, experiment, learning });
  const teller = (job: number) => (progress: JobProgress) => post({ kind: 'progress', job, ...progress });

  async function run({ job, experiment, reuse }: Requested<'run'>, signal: AbortSignal): Promise<void> {
    const known = reuse ? await recall(experiment) : null;
    if (known) return post({ kind: 'comparison', job, state: 'done', comparison: known });
    const here = await bench();
    const { computeExperiment } = await import('./computed');
    for await (const comparison of computeExperiment(here, experiment, signal, teller(job), learner(job))) {
      const last = comparison.images === experiment.images;
      if (last) {
        for (const made of madeBy(comparison)) post({ kind: 'made', made });
        change({ kind: 'computed', comparison });
      }
      // What networks were before fine-tuning is a comparison of its own, shown until theirs is there.
      const how = comparison.experiment !== experiment ? 'running' : last ? 'done' : 'partial';
      post({ kind: 'comparison', job, state: how, comparison });
    }
  }

  async function sweep({ job, experiment }: Requested<'sweep'>, signal: AbortSignal): Promise<void> {
    const here = await bench();
    const { computeSweep } = await import('./computed');
    const steps = computeSweep(here, experiment, signal, teller(job), learner(job));
    for await (const { made, ...point } of steps) {
      post({ kind: 'sweepLevel', job, ...point });
      post({ kind: 'made', made });
    }
  }

  async function robustness(
    { job, experiment, wish }: Requested<'robustness'>,
    signal: AbortSignal,
  ): Promise<void> {
    const here = await bench();
    const { computeRobustness } = await import('./robustness');
    const steps = computeRobustness(here, experiment, wish, underCorruption, signal, teller(job));
    for await (const known of steps) post({ kind: 'robustness', job, experiment, robustness: known });
  }

  /** Tells what is found out of the zoo, unless another was opened meanwhile. */
  async function tellOf(find: (zoo: Bench['zoo']) => Promise<LabEvent>): Promise<void> {
    const mine = state.opened;
    const event = await find((await bench()).zoo);
    if (mine === state.opened) post(event);
  }

  async function measure(request: Requested<'measure'>, signal: AbortSignal): Promise<void> {
    const { zoo } = await bench();
    await tellMeasured(zoo, request, signal, teller(request.job), post);
  }

  /** Pixels of test images come or go, and what was computed on others goes. */
  async function changeImages({ job, from }: Requested<'images'>, signal: AbortSignal): Promise<void> {
    const here = await bench();
    const { changedCopy } = await import('./ownCopy');
    const { zoo, notice } = await changedCopy(here.zoo, from, signal, teller(job));
    const shard = await shownImages(zoo);
    signal.throwIfAborted();
    Object.assign(here, { zoo, dense: null, tuned: new Map() });
    underCorruption.clear();
    questions.drop();
    change({ kind: 'images', data: zoo.manifest.dataset.id });
    post({ kind: 'images', zoo: zooReport(zoo, state.datasets, notice), shard });
    if (state.asked) await show({ kind: 'show', experiment: state.asked });
  }

  async function tellWeights({ variant, members }: Requested<'weights'>): Promise<void> {
    const mine = state.opened;
    const { zoo } = await bench();
    const population = await zoo.population(variant, members);
    if (mine !== state.opened) return;
    if (variant === 'dense') change({ kind: 'trained', population });
    post({ kind: 'weights', variant, population });
  }

  /** Opens the device asked for last and measures it while no job runs; a job that starts ends it. */
  async function device(): Promise<void> {
    const { zoo } = await bench();
    if (jobs.isBusy()) return;
    measuring?.abort();
    const controller = new AbortController();
    measuring = controller;
    try {
      await devices.use(state.wanted, controller.signal);
      const networks = state.trained ?? madeUpNetworks(zoo.manifest.architecture);
      await devices.measure(networks, await imagesToTime(zoo), controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  }

  function start(
    request: Requested<'run' | 'sweep' | 'robustness' | 'measure' | 'images'>,
    work: (signal: AbortSignal) => Promise<void>,
  ): void {
    // Devices are measured beside the one in use.
    if (request.kind !== 'measure' && request.kind !== 'images') {
      change({ kind: 'wanted', choice: request.experiment.device });
    }
    measuring?.abort();
    jobs.start(request.job, (signal) => atWork(() => work(signal)));
  }

  function report(work: Promise<unknown>, request: LabRequest): void {
    // What waits until nobody is at work is no work itself.
    const told = request.kind === 'device' ? work : atWork(() => work);
    told.catch((error: unknown) => post({ kind: 'failed', request, message: said(error) }));
  }

  return (request) => {
    switch (request.kind) {
      case 'open':
        opening = open(request.base, request.data);
        return report(opening, request);
      case 'show':
        return report(show(request), request);
      case 'run':
        return start(request, (signal) => run(request, signal));
      case 'sweep':
        return start(request, (signal) => sweep(request, signal));
      case 'measure':
        return start(request, (signal) => measure(request, signal));
      case 'robustness':
        return start(request, (signal) => robustness(request, signal));
      case 'images':
        return start(request, (signal) => changeImages(request, signal));
      case 'survey':
        return report(tellDevices(post), request);
      case 'attributes':
        return report(tellOf(imagesWith(request)), request);
      case 'shippedRobustness':
        return report(tellOf(shippedTable), request);
      case 'cancel':
        return jobs.cancel();
      case 'device':
        change({ kind: 'wanted', choice: request.choice });
        return report(device(), request);
      case 'unask':
        return questions.stop(request.question);
      case 'ask':
        return report(questions.ask(request.experiment, request), request);
      case 'weights':
        return report(tellWeights(request), request);
    }
  };
}
