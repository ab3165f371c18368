import { type Experiment, FIRST_RUN, isAnswered, mostMembers, type Offer } from '../model/experiment';

/** Networks a side that fine-tuning begins with: an answer within a minute or two; more on request. */
const FIRST_FINETUNED = 5;

/** How many images and networks each kind of compression was last asked with. */
export type KeptSizes = Partial<Record<Experiment['variant'], Pick<Experiment, 'images' | 'members'>>>;

/**
 * The experiment after a change in the bar, and the sizes that every kind keeps. Turning to another kind of
 * compression takes its own sizes up again; one that was not asked before has those of the kind before, all
 * networks where these were all. But populations made here begin with fewer images, and coming from these
 * with all.
 */
export function turn(
  next: Experiment,
  before: Experiment,
  offer: Offer,
  kept: KeptSizes,
): { experiment: Experiment; kept: KeptSizes } {
  const { images } = offer;
  if (next.variant === before.variant) {
    const begins = next.finetune > 0 && before.finetune === 0 && next.members === before.members;
    const members = begins ? Math.min(FIRST_FINETUNED, next.members) : next.members;
    return { experiment: { ...next, members }, kept };
  }
  const sizes: KeptSizes = { ...kept, [before.variant]: { images: before.images, members: before.members } };
  const own = sizes[next.variant];
  if (own) return { experiment: { ...next, ...own }, kept: sizes };
  const isWhole = before.finetune === 0 && before.members === mostMembers(offer, before);
  const first = isWhole ? { ...next, members: mostMembers(offer, next) } : next;
  const [toMade, fromMade] = [next, before].map((one) => !isAnswered(offer, one));
  if (toMade && !fromMade) {
    const few = next.images === images ? Math.min(FIRST_RUN, images) : next.images;
    return { experiment: { ...first, images: few }, kept: sizes };
  }
  const all = fromMade && !toMade && before.images === Math.min(FIRST_RUN, images);
  return { experiment: all ? { ...first, images } : first, kept: sizes };
}
