import { levelRow } from '../../audit/levels/levelsTable';
import { hasBatchNorm, kernelSize, prunableLayers } from '../../model/architecture';
import {
  type DeviceChoice,
  type Experiment,
  nearestLevel,
  sweptExperiment,
  variantOf,
} from '../../model/experiment';
import type { Population } from '../../model/population';
import { firstImages } from '../../model/shard';
import { isMade } from '../../model/variant';
import type { Learning } from '../../views/learning/describe';
import { said } from '../loading/said';
import { createAnswering } from '../panels/answering';
import { isAbort, orAbort } from './abort';
import { comparedOf } from './compared';
import { createDevices, type Devices } from './devices';
import type { JobProgress } from './meter';
import { openData } from './openData';
import type { Bench } from './populations';
import type { JobEnd, LabEvent, LabRequest } from './protocol';
import type { Comparison } from './results';
import type { AnswerStore } from './robustness';
import {
  auditExperiment,
  shippedComparison,
  shippedLevels,
  shippedOneShot,
  trainedVariants,
} from './shipped';
import { madeUpNetworks } from './speed';

type Post = (event: LabEvent) => void;
type MeasureRequest = Extract<LabRequest, { kind: 'measure' }>;

/** Comparisons computed here that are kept, so that going back to one is immediate. */
const KEPT = 6;

/** Images on which the device in use is timed. */
const SPEED_IMAGES = 1000;

/** All that the curve over shipped levels depends on. */
function levelsKey({ data, members, images, ties }: Experiment): string {
  return JSON.stringify([data, members, images, ties]);
}

/** Equal for experiments that differ in nothing but the tie rule, which only the audit knows. */
function computationKey({ ties: _, ...rest }: Experiment): string {
  return JSON.stringify(rest);
}

/** The experiment whose shipped results stand for one that must be computed: the trained level nearest to it. */
function standIn(zoo: Bench['zoo'], experiment: Experiment): Experiment {
  const levels = trainedVariants(zoo)
    .filter(({ kind }) => kind === 'sparse')
    .map(({ targetSparsity }) => targetSparsity);
  if (levels.length === 0) return experiment;
  const variant = isMade(variantOf(experiment)) ? 'sparse' : experiment.variant;
  return { ...experiment, variant, sparsity: nearestLevel(levels, experiment.sparsity) };
}

/**
 * The lab: it opens the zoo, runs jobs one at a time and tells the page through `post`. A new job cancels the one in
 * progress; what a cancelled or failed job had told stays with the page.
 */
export function createLab(post: Post): (request: LabRequest) => void {
  let opening: Promise<Bench> | null = null;
  let current: { controller: AbortController; ended: Promise<void> } | null = null;
  let measuring: AbortController | null = null;
  let wanted: DeviceChoice = 'auto';
  let turn = 0;
  /** The shard and the curve that the page has: told again only when others are wanted. */
  const shown: { shard: string | null; levels: string | null; any: boolean } = {
    shard: null,
    levels: null,
    any: false,
  };
  let opened = 0;
  let devices: Devices | null = null;
  /** The dense networks, once the page has asked for them. */
  let trained: Population | null = null;
  const computed = new Map<string, Comparison>();
  const underCorruption: AnswerStore = new Map();

  function bench(): Promise<Bench> {
    return opening ?? Promise.reject(new Error('No dataset is open yet.'));
  }

  async function open(base: string, named: string): Promise<Bench> {
    const mine = ++opened;
    trained = null;
    turn++;
    questions.drop();
    current?.controller.abort();
    measuring?.abort();
    const { zoo, datasets, notice } = await openData(base, named);
    const { dataset, architecture } = zoo.manifest;
    const data = dataset.id;
    const variants = trainedVariants(zoo);
    if (!variants.some(({ id }) => id === 'dense')) {
      throw new Error(`Expected trained dense networks in the zoo "${data}", which has none yet.`);
    }
    devices ??= createDevices((device) => post({ kind: 'device', device }));
    const here: Bench = { zoo, devices, dense: null, tuned: new Map() };
    if (mine !== opened) return here;
    post({
      kind: 'zoo',
      zoo: {
        offer: {
          data,
          datasets,
          levels: variants
            .filter(({ kind }) => kind === 'sparse')
            .map(({ targetSparsity }) => targetSparsity),
          widths: variants.flatMap(({ kind, width }) => (kind === 'narrow' && width ? [width] : [])),
          networks: Object.fromEntries(variants.map(({ id }) => [id, zoo.memberCount(id)])),
          images: dataset.test.count,
          batchNorm: hasBatchNorm(architecture),
          ...(dataset.training && {
            training: {
              images: dataset.training.count,
              bytes: dataset.training.images.bytes + dataset.training.labels.bytes,
            },
          }),
          oneShot: zoo.oneShot?.levels,
        },
        title: dataset.title,
        classes: dataset.classes,
        countsTraining: dataset.trainingCounts !== null,
        trainingNote: dataset.trainingNote ?? null,
        weights: prunableLayers(architecture).reduce((sum, layer) => sum + kernelSize(layer), 0),
        origin: zoo.origin,
        notice,
        verified: zoo.checksums,
      },
    });
    return here;
  }

  const questions = createAnswering<Experiment>({
    trained: async (experiment) => ({ zoo: (await bench()).zoo, experiment }),
    compared: async (experiment) => {
      const { zoo } = await bench();
      const comparison = (await recall(experiment)) ?? (await shippedComparison(zoo, experiment, false));
      return comparison && comparedOf(zoo, comparison);
    },
    tell: (experiment, answered) => post({ kind: 'answered', experiment, ...answered }),
  });

  function keep(comparison: Comparison): void {
    const { experiment, findings, compressed, measured } = comparison;
    if (measured) {
      const row = levelRow(findings, compressed);
      post({
        kind: 'made',
        made: { ...measured, experiment, row, pies: findings.pies.images, swept: false },
      });
    }
    if (comparison.treatment) {
      const alone: Experiment = {
        ...experiment,
        method: 'magnitude',
        scope: 'global',
        sparsity: 0,
        baseline: 'trained',
      };
      const cost = { cost: null, secondsPerImage: null };
      post({ kind: 'made', made: { ...comparison.treatment, ...cost, experiment: alone, swept: false } });
    }
    const key = computationKey(comparison.experiment);
    computed.delete(key);
    computed.set(key, comparison);
    for (const oldest of [...computed.keys()].slice(0, -KEPT)) computed.delete(oldest);
  }

  /** What was computed here before for an experiment, audited by its tie rule. */
  async function recall(experiment: Experiment): Promise<Comparison | null> {
    const known = computed.get(computationKey(experiment));
    if (!known || known.experiment.ties === experiment.ties) return known ?? null;
    const { zoo } = await bench();
    const findings = await auditExperiment(zoo, experiment, known.dense, known.compressed);
    return { ...known, experiment, findings };
  }

  async function show(request: Extract<LabRequest, { kind: 'show' }>): Promise<void> {
    const { experiment } = request;
    const mine = ++turn;
    const tell = (event: LabEvent) => {
      if (mine === turn) post(event);
    };
    const { zoo } = await bench();
    const known = await recall(experiment);
    const first = known ?? (await shippedComparison(zoo, experiment, false));
    // Where nothing is on screen yet, what ships stands there until the run has answers.
    const shownFirst =
      first ?? (shown.any ? null : await shippedComparison(zoo, standIn(zoo, experiment), false));
    if (shownFirst && mine === turn) shown.any = true;
    if (shownFirst) tell({ kind: 'shown', state: known ? 'done' : 'shipped', comparison: shownFirst });
    // What the numbers say does not wait for the pictures.
    report(showImages(zoo, experiment.data, mine), request);
    const key = levelsKey(experiment);
    if (shown.levels !== key) {
      const levels = await shippedLevels(zoo, experiment);
      if (mine === turn) {
        shown.levels = key;
        post({ kind: 'levels', levels });
      }
    }
    const complete = known ? null : await shippedComparison(zoo, experiment, true);
    if (complete) tell({ kind: 'shown', state: 'shipped', comparison: complete });
    if (mine !== turn) return;
    const oneShot = await shippedOneShot(zoo, experiment);
    if (oneShot) tell({ kind: 'oneShot', experiment: sweptExperiment(experiment), levels: oneShot });
  }

  async function showImages(zoo: Bench['zoo'], data: string, mine: number): Promise<void> {
    if (shown.shard === data) return;
    const shard = await zoo.testShard();
    if (mine !== turn || shown.shard === data) return;
    shown.shard = data;
    post({ kind: 'shard', shard });
  }

  const learner = (job: number) => (experiment: Experiment, learning: Learning) =>
    post({ kind: 'learning', job, experiment, learning });
  const teller = (job: number) => (progress: JobProgress) => post({ kind: 'progress', job, ...progress });

  async function run(
    job: number,
    experiment: Experiment,
    reuse: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const known = reuse ? await recall(experiment) : null;
    if (known) return post({ kind: 'comparison', job, state: 'done', comparison: known });
    const here = await bench();
    const { computeExperiment } = await import('./computed');
    for await (const comparison of computeExperiment(here, experiment, signal, teller(job), learner(job))) {
      const last = comparison.images === experiment.images;
      if (last) keep(comparison);
      // What networks were before they are fine-tuned is a comparison of its own, shown until theirs is there.
      const state = comparison.experiment !== experiment ? 'running' : last ? 'done' : 'partial';
      post({ kind: 'comparison', job, state, comparison });
    }
  }

  async function sweep(job: number, experiment: Experiment, signal: AbortSignal): Promise<void> {
    const here = await bench();
    const { computeSweep } = await import('./computed');
    const steps = computeSweep(here, experiment, signal, teller(job), learner(job));
    for await (const { made, ...point } of steps) {
      post({ kind: 'sweepLevel', job, ...point });
      post({ kind: 'made', made });
    }
  }

  async function robustness(
    { job, experiment, wish }: Extract<LabRequest, { kind: 'robustness' }>,
    signal: AbortSignal,
  ): Promise<void> {
    const here = await bench();
    const { computeRobustness } = await import('./robustness');
    const steps = computeRobustness(here, experiment, wish, underCorruption, signal, teller(job));
    for await (const known of steps) post({ kind: 'robustness', job, experiment, robustness: known });
  }

  async function tellShippedRobustness(): Promise<void> {
    const mine = opened;
    const { zoo } = await bench();
    const { shippedRobustness } = await import('../../library/robustness');
    const shipped = await shippedRobustness(zoo);
    if (mine === opened) post({ kind: 'shippedRobustness', shipped });
  }

  async function measure(job: number, { devices, experiment }: MeasureRequest, signal: AbortSignal) {
    const { zoo } = await bench();
    const { measureMachine } = await import('./machineBench');
    for await (const figures of measureMachine(zoo, experiment, devices, signal, teller(job))) {
      post({ kind: 'measured', job, figures });
    }
  }

  function start(job: number, choice: DeviceChoice, work: (signal: AbortSignal) => Promise<void>): void {
    const previous = current;
    wanted = choice;
    previous?.controller.abort();
    measuring?.abort();
    const controller = new AbortController();
    const { signal } = controller;
    const end = (state: JobEnd, text: string | null) => post({ kind: 'ended', job, state, message: text });
    const ended = (async () => {
      try {
        await orAbort(previous?.ended ?? Promise.resolve(), signal);
        await work(signal);
        end('done', null);
      } catch (error) {
        if (isAbort(error) || signal.aborted) end('cancelled', null);
        else end('failed', said(error));
      }
    })();
    const mine = { controller, ended };
    current = mine;
    ended.then(() => {
      if (current !== mine) return;
      current = null;
      report(device(), { kind: 'device', choice: wanted });
    });
  }

  /** Opens the device asked for last and measures it, while no job runs; a job that starts puts an end to it. */
  async function device(): Promise<void> {
    const { devices, zoo } = await bench();
    if (current) return;
    measuring?.abort();
    const controller = new AbortController();
    measuring = controller;
    try {
      await devices.use(wanted, controller.signal);
      const networks = trained ?? madeUpNetworks(zoo.manifest.architecture);
      await devices.measure(networks, firstImages(await zoo.testShard(), SPEED_IMAGES), controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  }

  function report(work: Promise<unknown>, request: LabRequest): void {
    work.catch((error: unknown) => post({ kind: 'failed', request, message: said(error) }));
  }

  return (request) => {
    switch (request.kind) {
      case 'open':
        shown.shard = shown.levels = null;
        shown.any = false;
        opening = open(request.base, request.data);
        report(opening, request);
        break;
      case 'show':
        report(show(request), request);
        break;
      case 'run':
        start(request.job, request.experiment.device, (signal) =>
          run(request.job, request.experiment, request.reuse, signal),
        );
        break;
      case 'sweep':
        start(request.job, request.experiment.device, (signal) =>
          sweep(request.job, request.experiment, signal),
        );
        break;
      case 'measure':
        start(request.job, wanted, (signal) => measure(request.job, request, signal));
        break;
      case 'survey':
        report(
          import('./survey').then(async ({ surveyDevices }) =>
            post({ kind: 'survey', offers: await surveyDevices() }),
          ),
          request,
        );
        break;
      case 'robustness':
        start(request.job, request.experiment.device, (signal) => robustness(request, signal));
        break;
      case 'shippedRobustness':
        report(tellShippedRobustness(), request);
        break;
      case 'cancel':
        current?.controller.abort();
        break;
      case 'device':
        wanted = request.choice;
        report(device(), request);
        break;
      case 'ask':
        report(questions.ask(request.experiment, request), request);
        break;
      case 'weights':
        report(
          (async () => {
            const mine = opened;
            const { variant, members } = request;
            const { zoo } = await bench();
            const population = await zoo.population(variant, members);
            if (mine !== opened) return;
            if (variant === 'dense') trained = population;
            post({ kind: 'weights', variant, population });
          })(),
          request,
        );
        break;
    }
  };
}
