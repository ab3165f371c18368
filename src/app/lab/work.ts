/** The jobs of the lab: what a reader waits for and may cancel. What is heavy is loaded with the first. */
import type { Experiment } from '../../model/experiment';
import type { Learning } from '../../views/learning/learningWords';
import { nothingKnown } from './bench';
import type { Core, Requested } from './core';
import { madeBy } from './madeBy';
import type { JobProgress } from './meter';
import { shownImages } from './ownAttributes';
import { recall } from './showing';
import { tellMeasured } from './telling';
import { zooReport } from './zooReport';

type Job<K extends 'run' | 'sweep' | 'robustness' | 'measure' | 'images'> = (
  core: Core,
  request: Requested<K>,
  signal: AbortSignal,
) => Promise<void>;

const learner =
  ({ post }: Core, job: number) =>
  (experiment: Experiment, learning: Learning) =>
    post({ kind: 'learning', job, experiment, learning });

const teller =
  ({ post }: Core, job: number) =>
  (progress: JobProgress) =>
    post({ kind: 'progress', job, ...progress });

export const run: Job<'run'> = async (core, { job, experiment, reuse }, signal) => {
  const { store, bench, post } = core;
  const known = reuse ? await recall(core, experiment) : null;
  if (known) return post({ kind: 'comparison', job, state: 'done', comparison: known });
  const here = await bench();
  const { computeExperiment } = await import('./computed');
  const steps = computeExperiment(here, experiment, signal, teller(core, job), learner(core, job));
  for await (const comparison of steps) {
    const last = comparison.images === experiment.images;
    if (last) {
      for (const made of madeBy(comparison)) post({ kind: 'made', made });
      store.change({ kind: 'computed', comparison });
    }
    // What networks were before fine-tuning is a comparison of its own, shown until theirs is there.
    const how = comparison.experiment !== experiment ? 'running' : last ? 'done' : 'partial';
    post({ kind: 'comparison', job, state: how, comparison });
  }
};

export const sweep: Job<'sweep'> = async (core, { job, experiment }, signal) => {
  const here = await core.bench();
  const { computeSweep } = await import('./computed');
  const steps = computeSweep(here, experiment, signal, teller(core, job), learner(core, job));
  for await (const { made, ...point } of steps) {
    core.post({ kind: 'sweepLevel', job, ...point });
    core.post({ kind: 'made', made });
  }
};

export const robustness: Job<'robustness'> = async (core, { job, experiment, wish }, signal) => {
  const here = await core.bench();
  const { computeRobustness } = await import('./robustness');
  const steps = computeRobustness(here, experiment, wish, core.underCorruption, signal, teller(core, job));
  for await (const known of steps) core.post({ kind: 'robustness', job, experiment, robustness: known });
};

export const measure: Job<'measure'> = async (core, request, signal) => {
  const { zoo } = await core.bench();
  await tellMeasured(zoo, request, signal, teller(core, request.job), core.post);
};

/** Pixels of test images come or go, and what was computed on others goes. */
export const changeImages: Job<'images'> = async (core, { job, from }, signal) => {
  const { store, bench, post } = core;
  const here = await bench();
  const { changedCopy } = await import('./ownCopy');
  const { zoo, notice } = await changedCopy(here.zoo, from, signal, teller(core, job));
  const shard = await shownImages(zoo);
  signal.throwIfAborted();
  Object.assign(here, { zoo, ...nothingKnown() });
  core.forget();
  store.change({ kind: 'images', data: zoo.manifest.dataset.id });
  post({ kind: 'images', zoo: zooReport(zoo, store.now.datasets, notice), shard });
};
