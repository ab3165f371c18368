import { join } from 'node:path';
import { readDatasets } from '../../library/datasets';
import { labelledImages } from '../../library/labelledImages';
import type { Manifest } from '../../library/manifest';
import { type RobustnessTable, shippedRobustness } from '../../library/robustness';
import type { Zoo } from '../../library/zoo';
import { count } from '../../text/format';
import { readBytes } from '../files';
import { namedZoo } from '../namedZoo';
import { claimsSection } from './claims';
import { drawsSection, networksSection, splitSection } from './evidence';
import { groupsSection } from './groupSections';
import { calibrationSection, harderSection, persistenceSection, robustnessSection } from './imageSections';
import { type Known, knownOf, networksOfEach } from './known';
import { madeSection, readMade } from './made';

import { capacitySection, tailSection } from './populationSections';
import { classesSection, levelsSection, paperSection } from './sections';
import { readTrainedHere, trainedHereSection } from './trainedHere';
import { withheldChapter } from './withheldChapter';
import { wrapped } from './wrapped';

/** What of the zoos to report: all there is, unless said otherwise. */
export type Extent = {
  /** At most so many networks of a zoo, by its name. */
  networks?: Record<string, number>;
  corruptions?: string[];
  severities?: number[];
  /** Gives a zoo whose test images may not be shipped the reader's own copy of them. */
  withImages?: (zoo: Zoo<Manifest>) => Promise<Zoo>;
};

const MAIN = 'fashion-mnist';
const TAIL = 'fashion-mnist-long-tail';
const SECOND_TAIL = 'fashion-mnist-long-tail-2';
const COLOUR = 'cifar-10';

async function readRobustness(
  zoo: Zoo,
  { corruptions, severities }: Extent,
): Promise<RobustnessTable | null> {
  const table = await shippedRobustness(zoo);
  if (!table) return null;
  const cells = table.cells.filter(
    ({ corruption, severity }) =>
      (corruptions?.includes(corruption) ?? true) && (severities?.includes(severity) ?? true),
  );
  return { ...table, cells };
}

/**
 * docs/findings.md from the zoos under `root`/public/zoo: what their populations show, in the paper's terms.
 */
export async function findingsDocument(root: string, extent: Extent = {}): Promise<string> {
  const index = join(root, 'public/zoo/index.json');
  const datasets = readDatasets(new TextDecoder().decode(await readBytes(index)), index);
  const opened = async (name: string) => knownOf(await namedZoo(name, root), extent.networks?.[name]);
  const known = await opened(MAIN);
  const isHere = (name: string) => datasets.some(({ id }) => id === name);
  const tail = isHere(TAIL) ? await opened(TAIL) : null;
  const secondTail = isHere(SECOND_TAIL) ? await opened(SECOND_TAIL) : null;
  const colour = isHere(COLOUR) ? await withheldOf(await namedZoo(COLOUR, root), extent) : null;
  const robustness = await readRobustness(known.zoo, extent);
  const made = await readMade(root);
  const trained = await readTrainedHere(root);
  const { dataset } = known.zoo.manifest;
  const sections = [
    '# Findings',
    'What the populations in `public/zoo` show, in the terms of Hooker, Courville, Clark, Dauphin, ' +
      'Frome, *What Do Compressed Deep Neural Networks Forget?* (arXiv 1911.05248). Made by `npm run ' +
      'findings`, which audits the shipped predictions; not written by hand. How each figure is ' +
      'computed: the page’s Methods.',
    `${dataset.title} (${dataset.citation}), ${count(known.images)} test images; ${known.networks} ` +
      'networks a population; ties go to the largest class. Networks and training: ' +
      '[zoo/README.md](../zoo/README.md). Intervals are 95%.',
    claimsSection(known, tail, robustness, made),
    levelsSection(known),
    paperSection(),
    classesSection(known),
    splitSection(known),
    harderSection(known),
    persistenceSection(known),
    drawsSection(known),
    networksSection(known),
    groupsSection(known),
    calibrationSection(known),
    capacitySection(known),
    made && madeSection(made),
    trained && trainedHereSection(trained),
    robustness && robustnessSection(robustness),
    tail && tailSection(tail, known, secondTail),
    colour && withheldChapter(colour, known, await readRobustness(colour.zoo, extent), robustness),
  ];
  return wrapped(`${sections.filter((section) => section !== null).join('\n\n')}\n`);
}

/**
 * As many networks of every population of a zoo as all have, on the reader's own images where they were
 * brought.
 */
async function withheldOf(zoo: Zoo<Manifest>, { networks, withImages }: Extent): Promise<Known> {
  const most = Math.min(networks?.[COLOUR] ?? Number.POSITIVE_INFINITY, networksOfEach(zoo));
  const copied = withImages && (await withImages(zoo));
  return knownOf(zoo, most, copied && (await labelledImages(copied)));
}
