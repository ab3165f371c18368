import type { Experiment } from '../model/experiment';
import { arrive } from './arrive';
import type { ZooReport } from './lab/protocol';
import type { Lab } from './useLab';

/** Whether test images that are not published with the networks are still to be brought. */
export function lacksImages({ ownImages }: Pick<ZooReport, 'ownImages'>): boolean {
  return ownImages !== null && ownImages.copy === null;
}

/** Runs an experiment here, or leads to where its images can be brought. */
export function compute(lab: Lab, zoo: ZooReport, experiment: Experiment): void {
  if (!lacksImages(zoo)) {
    lab.run(experiment, false);
    return;
  }
  document.querySelector('#own-images')?.setAttribute('open', '');
  arrive('#own-images summary', { focus: false });
}
