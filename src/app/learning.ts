// What of fine-tuning is on screen: networks of the job under way, or of the comparison shown.
import { type Experiment, variantOf } from '../model/experiment';
import { finetuneOf } from '../model/methods/registry';
import type { LearningProps } from '../views/learning/Learning';
import type { LabState } from './lab/labState';
import { sameQuestion } from './lab/sameExperiment';

/**
 * How the networks of an experiment learn or learned; null where they are not fine-tuned, or before the
 * first stretch.
 */
export function learningOn(
  { learning, comparison, job }: LabState,
  experiment: Experiment,
): Omit<LearningProps, 'running'> | null {
  const isSweep = job?.kind === 'sweep' && experiment.finetune > 0;
  if (isSweep && learning) return { ...learning.learning, sparsity: learning.experiment.sparsity };
  if (finetuneOf(variantOf(experiment)) === 0) return null;
  if (learning && sameQuestion(learning.experiment, experiment)) return learning.learning;
  const known =
    comparison && sameQuestion(comparison.experiment, experiment) ? comparison.finetuned : undefined;
  return known?.learning ?? null;
}
