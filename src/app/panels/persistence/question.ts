import { type SameImages, sameImagesSteps } from '../../../audit/levels/persistence';
import { inSlices, type Question } from '../question';

/** What all votes say of the PIEs: the dense networks' margins, and whose votes moved most. */
export const sameImagesQuestion: Question<null, SameImages> = {
  of: 'comparison',
  compute: ({ findings }) => inSlices(sameImagesSteps(findings)),
};
