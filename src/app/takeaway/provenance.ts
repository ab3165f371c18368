import { count } from '../../charts/format';
import { variantOf } from '../../model/experiment';
import { isMade } from '../../model/variant';
import { release } from '../../report/citation';
import { sideName } from '../describe';
import type { LabState } from '../lab/client';
import type { Comparison } from '../lab/protocol';

/** Who answered: the zoo, or a device here. */
function answeredBy({ source, device, experiment }: Comparison): string {
  if (source === 'shipped') return 'shipped with the zoo: what PyTorch says of each test image';
  const made = isMade(variantOf(experiment)) ? 'compressed and computed' : 'computed';
  return `${made} in this browser on ${device?.description ?? 'a device that is not known'}`;
}

function membersOf(ids: string[]): string {
  return ids.length === 1 ? ids[0] : `${ids[0]} to ${ids.at(-1)}`;
}

/** Where what is on screen comes from, name and value; empty until there is something. */
export function provenanceOf({ zoo, comparison }: LabState, address: string, now: Date): [string, string][] {
  if (!zoo || !comparison) return [];
  const { dense, compressed, experiment } = comparison;
  return [
    ['Data', `${zoo.title}: ${zoo.citation}, ${zoo.licence} licence, ${zoo.source}`],
    ['Compared', `dense with ${sideName(experiment)}`],
    ['Answers', answeredBy(comparison)],
    ['Dense networks', membersOf(dense.members)],
    ['Compressed networks', membersOf(compressed.members)],
    ['Address', address],
    ['Date', now.toISOString().slice(0, 10)],
  ];
}

/** The same in a line, for pictures. */
export function sourceLine({ zoo, comparison }: LabState): string {
  if (!zoo || !comparison) return '';
  const { members, images } = comparison.findings;
  const networks = `${count(members.dense)} dense against ${count(members.compressed)} compressed networks`;
  return `${zoo.title}, ${sideName(comparison.experiment)}: ${networks}, ${count(images)} images, ${answeredBy(comparison)}. Lacuna ${release.version}.`;
}
