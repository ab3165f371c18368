import { shared } from '../../library/shared';
import type { Experiment } from '../../model/experiment';
import { said } from '../loading/said';
import { savesData } from '../loading/savesData';
import { createStore } from '../loading/store';
import { createAnswering } from '../panels/answering';
import { auditAhead, createAhead } from './ahead';
import { atWork, isAnyAtWork } from './atWork';
import { type Bench, nothingKnown } from './bench';
import { comparedOf } from './compared';
import type { Core, Requested } from './core';
import { createDevices } from './devices';
import { createJobs } from './jobs';
import { createNetworks } from './networks';
import { openData } from './openData';
import type { LabEvent, LabRequest } from './protocol';
import { initialSessionState, reduceSession } from './sessionState';
import { shippedComparison } from './shipped';
import { recall, shippedOnce, show } from './showing';
import { imagesWith, shippedTable, tellDevices } from './telling';
import { createTiming } from './timing';
import { changeImages, measure, robustness, run, sweep } from './work';
import { zooReport } from './zooReport';

/**
 * The lab: it opens the zoo, runs jobs one at a time and tells the page through `post`. A new job cancels the
 * one in progress; what a cancelled or failed one told stays with the page.
 */
export function createLab(post: (event: LabEvent) => void): (request: LabRequest) => void {
  let opening: Promise<Bench> | null = null;
  const bench = () => opening ?? Promise.reject(new Error('No dataset is open yet.'));
  const store = createStore(reduceSession, initialSessionState);
  const core: Core = { store, bench, post, underCorruption: new Map(), forget };
  const devices = createDevices((device) => post({ kind: 'device', device }));
  const jobs = createJobs(
    (job, end, message) => post({ kind: 'ended', job, state: end, message }),
    () => report(timing.begin(), { kind: 'device', choice: store.now.wanted }),
  );
  /** Requests that are not answered yet, beside the job. */
  let answering = 0;
  const isFree = async () => !savesData() && !(await isAnyAtWork()) && answering === 0 && !jobs.isBusy();
  const goAhead = createAhead(() => auditAhead(core), isFree);
  const timing = createTiming(core, devices, jobs.isBusy);
  const networks = createNetworks(bench);
  // Who is asked twice answers in that order, which two imports of one module do not promise.
  const weights = shared(async () => (await import('./weights')).createWeights(core));
  const questions = createAnswering<Experiment>({
    trained: async (experiment) => ({
      zoo: (await bench()).zoo,
      experiment,
      networks: () => networks(experiment),
    }),
    compared: async (experiment, scores) => {
      const here = await bench();
      const shipped = () =>
        scores ? shippedComparison(here.zoo, experiment, true) : shippedOnce(here, experiment);
      const comparison = (await recall(core, experiment)) ?? (await shipped());
      return comparison && comparedOf(here.zoo, comparison);
    },
    tell: (experiment, answered) => post({ kind: 'answered', experiment, ...answered }),
  });

  async function open(base: string, named: string): Promise<Bench> {
    store.change({ kind: 'open' });
    const mine = store.now.opened;
    questions.drop();
    jobs.cancel();
    timing.stop();
    const { zoo, datasets, notice } = await openData(base, named);
    const reported = zooReport(zoo, datasets, notice);
    store.change({ kind: 'datasets', datasets });
    if (mine === store.now.opened) post({ kind: 'zoo', zoo: reported });
    return { zoo, devices, ...nothingKnown() };
  }

  /** Tells what is found out of the zoo, unless another was opened meanwhile. */
  async function tellOf(find: (zoo: Bench['zoo']) => Promise<LabEvent | null>): Promise<void> {
    const mine = store.now.opened;
    const event = await find((await bench()).zoo);
    if (event && mine === store.now.opened) post(event);
  }

  async function tellWeights({ asked }: Requested<'weights'>): Promise<LabEvent | null> {
    const found = await (await weights())(asked);
    return found && { kind: 'weights', weights: found };
  }

  function showing(experiment: Experiment): Promise<void> {
    return show(core, experiment, (work) => report(work, { kind: 'show', experiment }));
  }

  function forget(): void {
    core.underCorruption.clear();
    questions.drop();
  }

  async function swapImages(request: Requested<'images'>, signal: AbortSignal): Promise<void> {
    await changeImages(core, request, signal);
    if (store.now.asked) await showing(store.now.asked);
  }

  function start(
    request: Requested<'run' | 'sweep' | 'robustness' | 'measure' | 'images'>,
    work: (signal: AbortSignal) => Promise<void>,
  ): void {
    // Devices are measured beside the one in use.
    if (request.kind !== 'measure' && request.kind !== 'images') {
      store.change({ kind: 'wanted', choice: request.experiment.device });
    }
    timing.stop();
    jobs.start(request.job, (signal) => atWork(() => work(signal)));
  }

  function report(work: Promise<unknown>, request: LabRequest): void {
    // What waits until nobody is at work is no work itself.
    const told = request.kind === 'device' ? work : atWork(() => work);
    answering++;
    told
      .catch((error: unknown) => post({ kind: 'failed', request, message: said(error) }))
      .then(() => {
        answering--;
        goAhead();
      });
  }

  return (request) => {
    switch (request.kind) {
      case 'open':
        opening = open(request.base, request.data);
        return report(opening, request);
      case 'show':
        return report(showing(request.experiment), request);
      case 'run':
        return start(request, (signal) => run(core, request, signal));
      case 'sweep':
        return start(request, (signal) => sweep(core, request, signal));
      case 'measure':
        return start(request, (signal) => measure(core, request, signal));
      case 'robustness':
        return start(request, (signal) => robustness(core, request, signal));
      case 'images':
        return start(request, (signal) => swapImages(request, signal));
      case 'survey':
        return report(tellDevices(post), request);
      case 'attributes':
        return report(tellOf(imagesWith(request)), request);
      case 'shippedRobustness':
        return report(tellOf(shippedTable), request);
      case 'cancel':
        return jobs.cancel();
      case 'device':
        store.change({ kind: 'wanted', choice: request.choice });
        return report(timing.begin(), request);
      case 'unask':
        return questions.stop(request.question);
      case 'ask':
        return report(questions.ask(request.experiment, request), request);
      case 'weights':
        return report(
          tellOf(() => tellWeights(request)),
          request,
        );
    }
  };
}
