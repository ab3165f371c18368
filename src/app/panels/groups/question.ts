import { crossed, groupingOf } from '../../../audit/groups/grouping';
import { LEAST_IMAGES, type SubgroupTable, subgroups } from '../../../audit/groups/subgroups';
import type { Attribute } from '../../../model/shard';
import type { Compared, Question } from '../question';

/** Images are drawn anew so often for the over-index. */
const DRAWS = 1000;

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
): SubgroupTable {
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
  const resampling = { draws: DRAWS, seed: findings.options.seed };
  return subgroups(findings, { dense, compressed }, truth, grouping, {
    target,
    leastImages: LEAST_IMAGES,
    resampling,
  });
}

export const groupsQuestion: Question<GroupsAsked, SubgroupTable> = {
  of: 'comparison',
  async compute(compared, asked) {
    return groupTable(compared, await compared.truth(), await compared.attributes(asked.by), asked);
  },
};
