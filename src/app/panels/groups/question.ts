import { crossed, groupingOf } from '../../../audit/groups/grouping';
import { LEAST_IMAGES, type SubgroupTable, subgroupSteps } from '../../../audit/groups/subgroups';
import type { Attribute } from '../../../model/shard';
import { type Compared, inSlices, type Question } from '../question';

/**
 * Images are drawn anew so often for the over-index; of a large set, where each draw takes long, fewer times.
 */
const [DRAWS, FEWER_DRAWS] = [1000, 200];
const LARGE_SET = 200_000;

/**
 * Groups by one attribute or two crossed; errors, and of class `target`, where there is one, false positives
 * and negatives.
 */
export type GroupsAsked = { by: string[]; target: number | null };

/** Who pays among groups of images of which `attributes` are known. Throws on an attribute that is not. */
function groupTable(
  { findings, dense, compressed }: Pick<Compared, 'findings' | 'dense' | 'compressed'>,
  truth: Uint16Array,
  attributes: Attribute[],
  { by, target }: GroupsAsked,
): Generator<number, SubgroupTable> {
  const [first, second] = by.map((name) => {
    const found = attributes.find((attribute) => attribute.name === name);
    if (!found) {
      throw new Error(
        'Expected an attribute of the images, ' +
          `${attributes.map((attribute) => attribute.name).join(', ')}, but got "${name}".`,
      );
    }
    return groupingOf(found);
  });
  const grouping = second ? crossed(first, second) : first;
  const draws = findings.images < LARGE_SET ? DRAWS : FEWER_DRAWS;
  const resampling = { draws, seed: findings.options.seed };
  return subgroupSteps(findings, { dense, compressed }, truth, grouping, {
    target,
    leastImages: LEAST_IMAGES,
    resampling,
  });
}

export const groupsQuestion: Question<GroupsAsked, SubgroupTable> = {
  of: 'comparison',
  async *compute(compared, asked) {
    const [truth, attributes] = [await compared.truth(), await compared.attributes(asked.by)];
    return yield* inSlices(groupTable(compared, truth, attributes, asked));
  },
};
