import type { Findings } from '../../audit/findings';
import { licenceText } from '../../library/manifest';
import { shippedAnswers } from '../../library/withheld';
import { isOwn, variantOf } from '../../model/experiment';
import { isMade } from '../../model/variant';
import { release } from '../../report/citation';
import { count, counted } from '../../text/format';
import type { LabState } from '../lab/labState';
import type { ZooReport } from '../lab/protocol';
import type { Comparison } from '../lab/results';
import { sideName } from '../names';

/** Files that are named; more are counted. */
const MOST_FILES = 5;

/** Who answered: the zoo, or a device here, now or when the networks were brought. */
function answeredBy(zoo: ZooReport, { source, device, experiment }: Comparison): string {
  if (source === 'shipped') {
    return isOwn(experiment.data)
      ? 'computed in this browser when the networks were brought or trained'
      : shippedAnswers(zoo.ownImages);
  }
  const made = isMade(variantOf(experiment)) ? 'compressed and computed' : 'computed';
  const where = zoo.ownImages
    ? 'in this browser, on the reader’s own copy of the test images, by'
    : 'in this browser on';
  return `${made} ${where} ${device?.description ?? 'a device that is not known'}`;
}

/** Networks by their ids: the first and the last. */
export function membersOf(ids: string[]): string {
  return ids.length === 1 ? ids[0] : `${ids[0]} to ${ids.at(-1)}`;
}

/** Whose the images and networks are. */
function dataOf({ title, origin }: ZooReport): [string, string][] {
  if (origin.kind === 'shipped') {
    return [['Data', `${title}: ${origin.citation}, ${licenceText(origin.licence)}, ${origin.source}`]];
  }
  const { created, files, fitted, calibration, networks, trained } = origin;
  const whose = networks ? 'images' : 'networks and images';
  const more = files.length > MOST_FILES ? ` and ${count(files.length - MOST_FILES)} more` : '';
  return [
    [
      'Data',
      trained
        ? `${title}: made on ${created.slice(0, 10)}`
        : `${title}: the reader’s own ${whose}, brought on ${created.slice(0, 10)}`,
    ],
    ...(networks ? [['Networks', networks] satisfies [string, string]] : []),
    ['Files', `${files.slice(0, MOST_FILES).join(', ')}${more}`],
    ['Images fitted', fitted],
    ['Calibration images', calibration],
  ];
}

/** Where what is on screen comes from, name and value; empty until there is something. */
export function provenanceOf({ zoo, comparison }: LabState, address: string, now: Date): [string, string][] {
  if (!zoo || !comparison) return [];
  const { dense, compressed, experiment } = comparison;
  const local = zoo.origin.kind === 'own' ? ' (opens only in the browser that keeps these networks)' : '';
  return [
    ...dataOf(zoo),
    ['Compared', `dense with ${sideName(experiment)}`],
    ['Answers', answeredBy(zoo, comparison)],
    ['Dense networks', membersOf(dense.members)],
    ['Compressed networks', membersOf(compressed.members)],
    ['Address', `${address}${local}`],
    ['Date', now.toISOString().slice(0, 10)],
  ];
}

/** The same in a line, for pictures. */
export function sourceLine({ zoo, comparison }: LabState): string {
  if (!zoo || !comparison) return '';
  const { findings, experiment } = comparison;
  return sourceOf(`${zoo.title}, ${sideName(experiment)}`, findings, answeredBy(zoo, comparison));
}

/**
 * Where figures come from, in a line: what was compared, of how many networks and images, and who answered.
 */
export function sourceOf(
  what: string,
  { members, images }: Pick<Findings, 'members' | 'images'>,
  answered: string,
): string {
  const networks =
    `${count(members.dense)} dense against ` + counted(members.compressed, 'compressed network');
  return `${what}: ${networks}, ${counted(images, 'image')}, ${answered}. Lacuna ${release.version}.`;
}
