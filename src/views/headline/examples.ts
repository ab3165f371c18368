import type { Findings, Votes } from '../../audit/findings';

/** An image that changed its label, and how many networks of each population give its true class. */
export type Example = {
  image: number;
  /** Its true class. */
  truth: number;
  right: { dense: number; compressed: number };
};

/** The votes that one class got on an image. */
function votesFor({ starts, labels, counts }: Votes, image: number, label: number): number {
  for (let place = starts[image]; place < starts[image + 1]; place++) {
    if (labels[place] === label) return counts[place];
  }
  return 0;
}

/**
 * The forgotten images that lose the largest share of networks that give their true class, of different
 * classes as far as there are. Equal ones are in the order of the images. Fewer than `most` where fewer were
 * forgotten.
 */
export function forgottenExamples(findings: Findings, truth: ArrayLike<number>, most = 3): Example[] {
  const { pies, votes, members } = findings;
  const forgotten = Array.from(pies.images)
    .filter((_, place) => pies.outcomes[place] === 'forgotten')
    .map((image) => {
      const label = truth[image];
      const right = {
        dense: votesFor(votes.dense, image, label),
        compressed: votesFor(votes.compressed, image, label),
      };
      const lost = right.dense / members.dense - right.compressed / members.compressed;
      return { image, truth: label, right, lost };
    })
    .sort((a, b) => b.lost - a.lost || a.image - b.image);
  const firstOfClass = forgotten.filter(
    ({ truth: label }, place) => forgotten.findIndex((other) => other.truth === label) === place,
  );
  const others = forgotten.filter((example) => !firstOfClass.includes(example));
  return [...firstOfClass, ...others]
    .slice(0, most)
    .map(({ image, truth: label, right }) => ({ image, truth: label, right }));
}
