import { crossed, groupingOf } from '../../audit/groups/grouping';
import { LEAST_IMAGES, type SubgroupTable, subgroups } from '../../audit/groups/subgroups';
import type { Zoo } from '../../library/zoo';
import { imageAttributes } from '../../model/attributes';
import { type Attribute, firstImages, type Shard } from '../../model/shard';
import { CLASS_ATTRIBUTE } from './attributeNames';
import type { Comparison, GroupsQuestion } from './protocol';

/** Images are drawn anew so often for the over-index. */
const DRAWS = 1000;

const computed = new WeakMap<Uint8Array, Attribute[]>();

/** What is known of the images of a shard: their class, what came with them, and what their pixels say; made once. */
function attributesOf(shard: Shard): Attribute[] {
  const known = computed.get(shard.images);
  if (known) return known;
  const { classes, labels, attributes = [] } = shard;
  const all = [
    { name: CLASS_ATTRIBUTE, categories: classes, codes: labels },
    ...attributes,
    ...imageAttributes(shard),
  ];
  computed.set(shard.images, all);
  return all;
}

/** Who pays among the groups of a comparison's images, by one attribute or two crossed. Throws on an attribute that is not known. */
export async function subgroupsOf(
  zoo: Zoo,
  comparison: Comparison,
  question: Pick<GroupsQuestion, 'by' | 'target'>,
): Promise<SubgroupTable> {
  const shard = await zoo.testShard();
  const shown = firstImages({ ...shard, attributes: attributesOf(shard) }, comparison.images);
  return groupTable(comparison, shown.labels, shown.attributes ?? [], question);
}

/** The same for any answers to images of which `attributes` are known. */
export function groupTable(
  { findings, dense, compressed }: Pick<Comparison, 'findings' | 'dense' | 'compressed'>,
  truth: Uint16Array,
  attributes: Attribute[],
  { by, target }: Pick<GroupsQuestion, 'by' | 'target'>,
): SubgroupTable {
  const [first, second] = by.map((name) => {
    const found = attributes.find((attribute) => attribute.name === name);
    if (!found) {
      throw new Error(
        `Expected an attribute of the images, ${attributes.map((attribute) => attribute.name).join(', ')}, but got "${name}".`,
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
