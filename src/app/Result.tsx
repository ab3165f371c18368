import { useMemo } from 'react';
import { type Experiment, isAnswered, type Offer, variantOf } from '../model/experiment';
import type { Follow } from '../views/follow/place';
import { Headline } from '../views/headline/Headline';
import type { Treated } from '../views/headline/treatedAlone';
import { Agreement } from './Agreement';
import type { ZooReport } from './lab/protocol';
import type { Comparison } from './lab/results';
import { sameQuestion } from './lab/sameExperiment';
import { compute, lacksImages } from './lacksImages';
import { sideName } from './names';
import { answeredOn } from './originText';
import { PanelBoundary } from './PanelBoundary';
import type { useRetraining } from './panels/retraining/useRetraining';
import type { Lab } from './useLab';

type Props = ReturnType<typeof useRetraining> & {
  lab: Lab;
  zoo: ZooReport;
  offer: Offer;
  /** The experiment asked for. */
  experiment: Experiment;
  /** Whether another dataset is being opened. */
  isOpening: boolean;
  follow: Follow | undefined;
};

/** The sentence on what is on screen, or on what is awaited, and how it agrees with what was shipped. */
export function Result({ lab, zoo, offer, experiment, isOpening, retraining, testing, follow }: Props) {
  const { state, run } = lab;
  const { comparison, job } = state;
  const answered = comparison !== null && sameQuestion(comparison.experiment, experiment);
  const stale = comparison !== null && !answered;
  const shown = stale ? comparison.experiment : experiment;
  // The same objects while a run goes on: the sentence is then not made anew.
  const variant = useMemo(() => variantOf(shown), [shown]);
  const treated = useMemo(() => treatedOf(comparison), [comparison]);
  const running = job?.kind === 'run';
  const isShipped = isAnswered(offer, experiment);
  // What was found for one kind of compression does not stand under the name of another.
  const isOther = stale && comparison.experiment.variant !== experiment.variant;
  const awaited = isOther || (stale && !isShipped && !running);
  const own = zoo.origin.kind === 'own';
  const used = answered && comparison.device ? comparison.device : state.device;
  const failed = state.failures.filter(({ request }) => request.kind === 'open' || request.kind === 'show');
  const isComing = (comparison === null || awaited) && isShipped && failed.length === 0 && !state.problem;
  const coming = isComing ? `${sideName(experiment)}: the shipped answers are on their way.` : undefined;
  const nothing = awaited && !running && !isShipped ? notComputed(experiment, lacksImages(zoo)) : coming;
  const tryAgain = () => {
    for (const { request } of failed) lab.askAgain(request);
    if (failed.length === 0) run(experiment, true);
  };
  return (
    <PanelBoundary name="Result">
      <Headline
        findings={awaited ? null : (comparison?.findings ?? null)}
        nothing={nothing}
        retraining={retraining}
        testing={testing}
        treated={treated}
        regained={comparison?.finetuned?.regained ?? null}
        variant={variant}
        classes={zoo.classes}
        state={running && state.runState === 'shipped' ? 'running' : state.runState}
        source={comparison?.source ?? (isShipped ? 'shipped' : 'computed')}
        own={own}
        answeredOn={comparison && answeredOn(zoo, comparison)}
        members={experiment.members}
        images={experiment.images}
        allImages={offer.images}
        finished={answered ? comparison.images : 0}
        device={used ?? { name: experiment.device, description: 'a device being opened' }}
        stale={stale || isOpening}
        error={state.problem}
        onTryAgain={tryAgain}
        shard={state.shard}
        follow={follow}
      >
        <Agreement
          comparison={answered ? comparison : null}
          own={own}
          shippedOn={zoo.ownImages?.on}
          busy={running}
          onCompute={() => compute(lab, zoo, experiment)}
        />
      </Headline>
    </PanelBoundary>
  );
}

/** What re-estimation or fine-tuning changes by itself, where that is known. */
function treatedOf(comparison: Comparison | null): Treated | null {
  const images = comparison?.treatment?.pies.length ?? comparison?.treatedAlone ?? null;
  return comparison && images !== null
    ? { images, bothSides: comparison.experiment.baseline === 'alike' }
    : null;
}

function notComputed(experiment: Experiment, needsImages: boolean): string {
  const next = needsImages ? 'It needs the test images: bring your own copy, below.' : 'Press Run.';
  return `${sideName(experiment)}: nothing has been computed for it yet. ${next}`;
}
