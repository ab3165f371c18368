import { type Experiment, sweptExperiment } from '../../model/experiment';

/** Whether two experiments are the same question, computed on whatever device. */
export function sameQuestion(a: Experiment, b: Experiment): boolean {
  const strip = ({ device: _, ...rest }: Experiment) => JSON.stringify(rest);
  return strip(a) === strip(b);
}

/** Whether a sweep of both experiments would give the same curve: all but the level is the same. */
export function sameCurve(a: Experiment, b: Experiment): boolean {
  const strip = ({
    method,
    scope,
    members,
    images,
    recalibrate,
    finetune,
    rounds,
    baseline,
    ties,
    seed,
  }: Experiment) => {
    const isTreated = finetune > 0 || recalibrate;
    return JSON.stringify([
      [method, scope, members, images, finetune > 0 || recalibrate, finetune, rounds, ties],
      isTreated ? baseline : null,
      isTreated || method === 'random' ? seed : 0,
    ]);
  };
  return strip(sweptExperiment(a)) === strip(sweptExperiment(b));
}
