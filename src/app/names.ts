// What populations are called: titles, phrases, and names that tell those made here apart.
import { tunedWords } from '../model/epochs';
import { type Experiment, isOwn, removedShare, variantOf } from '../model/experiment';
import { finetuneOf, isWeightwise, namesOf, roundsOf } from '../model/methods/registry';
import { isMade } from '../model/variant';
import { level as share, wholePercent } from '../text/format';
import type { PopulationName } from '../views/inspector/inspectorWords';

/** What the compared population is called in titles and in sentences. */
export function populationName(experiment: Experiment): PopulationName {
  const { variant } = experiment;
  const made = variantOf(experiment);
  if (isMade(made)) return namesOf(made);
  if (variant === 'dense') return { title: 'Dense, once more', phrase: 'run once more' };
  if (variant === 'null') return { title: 'Dense, retrained', phrase: 'retrained' };
  if (variant === 'narrow') {
    const width = share(experiment.width);
    return { title: `Narrow, ${width} of the channels`, phrase: `with ${width} of the channels` };
  }
  const level = wholePercent(removedShare(experiment));
  return { title: `${level} removed`, phrase: `at ${level}` };
}

/**
 * Whether nothing is removed, so that re-estimating BatchNorm is all that is done to networks compared as
 * trained.
 */
function isTreatmentAlone({
  baseline,
  recalibrate,
  finetune,
  variant,
  sparsity,
  method,
}: Experiment): boolean {
  return (
    variant === 'pruned' &&
    isWeightwise(method) &&
    sparsity === 0 &&
    (recalibrate || finetune > 0) &&
    baseline === 'trained'
  );
}

/** A population made here, told apart from others of the same title. */
export function madeName(experiment: Experiment): string {
  const { title } = populationName(experiment);
  const variant = variantOf(experiment);
  if (variant.kind === 'quantised' || !isMade(variant)) return title;
  const isTuned = finetuneOf(variant) > 0;
  if (isTreatmentAlone(experiment)) {
    return isTuned
      ? `Fine-tuned here ${tunedWords(experiment.finetune, roundsOf(variant))}, nothing removed`
      : 'BatchNorm re-estimated here, nothing removed';
  }
  const how = [
    ...(namesOf(variant).how ?? []),
    variant.recalibrated || isTuned ? null : 'BatchNorm as it was',
    (variant.recalibrated || isTuned) && experiment.baseline === 'trained'
      ? 'against dense as trained'
      : null,
  ].filter((part) => part !== null);
  return `${title} here${how.length > 0 ? `, ${how.join(', ')}` : ''}`;
}

/** When what a sparse population lacks was removed: of a reader's own networks it is not known how. */
export function removedWhen({ data }: Pick<Experiment, 'data'>): string {
  return isOwn(data) ? 'before' : 'in training';
}

/** What one of two compressions side by side is called. */
export function sideName(experiment: Experiment): string {
  const when = experiment.variant === 'sparse' ? ` ${removedWhen(experiment)}` : '';
  return madeName(experiment) + when;
}
