/** What was computed here of the zoo's dense networks. */
import { type Experiment, variantOf } from '../../model/experiment';
import { isMade } from '../../model/variant';
import type { LabState } from '../lab/labState';
import type { MadeDigest } from '../lab/results';
import { madeName } from '../names';

/**
 * What runs computed here, made of the zoo's dense networks, on an experiment's networks, images and tie
 * rule.
 */
export function madeBeside(state: LabState, experiment: Experiment): MadeDigest[] {
  return allMade(state, experiment).filter(({ swept }) => !swept);
}

/** The same with the points of sweeps over levels. */
export function allMade({ made }: LabState, { data, members, images, ties }: Experiment): MadeDigest[] {
  return made.filter(
    ({ experiment }) =>
      isMade(variantOf(experiment)) &&
      experiment.data === data &&
      experiment.members === members &&
      experiment.images === images &&
      experiment.ties === ties,
  );
}

export function madeId(experiment: Experiment): string {
  return `made-${madeName(experiment)}`;
}
