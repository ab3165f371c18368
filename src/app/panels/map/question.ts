import type { ImageMap } from '../../../model/imageMap';
import { inSlices, type Question } from '../question';
import { voteMap } from './voteMap';

/** The map that came with the images, else one of the votes on them, a slice of its layout at a time. */
export const mapQuestion: Question<null, ImageMap> = {
  of: 'comparison',
  async *compute({ findings, dense, compressed, imageMap }) {
    const shipped = await imageMap();
    if (shipped) return shipped;
    return yield* inSlices(voteMap(dense, compressed, findings.options.seed));
  },
};
