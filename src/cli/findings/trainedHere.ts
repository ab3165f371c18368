import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Interval, Outcome } from '../../audit/findings';
import { count, decimal, level, percent } from '../../text/format';
import { readBytes } from '../files';
import { between, command, markdownTable, withInterval } from './markdown';
import { points, shareOf } from './shared';

type Bounded = { value: number; interval: Interval | null };

type Trained = {
  name: string;
  top1: Bounded;
  accuracyChange: Bounded;
  pies: { count: number; outcomes: Record<Outcome, number> };
};

/** How far the PIEs of two populations are the same: `jaccard` is those of both, as a share of either's. */
type Overlap = {
  first: string;
  second: string;
  both: number;
  either: number;
  jaccard: number;
  interval: Interval | null;
  /** Images in both if two sets as large were random, and if they had as many of every dense vote margin. */
  byChance: number;
  byMargin: Bounded | null;
};

/** docs/trained-here.json, as scripts/trainedHere.mjs writes it. */
export type TrainedHere = {
  command: string;
  commands: string[];
  images: number;
  networks: number;
  training: { images: number; epochs: number; sparsity: number };
  dense: Bounded;
  populations: Trained[];
  overlaps: Overlap[];
};

/** What each population is, as a row of the table and in sentences. */
const WORDS: Record<string, string> = {
  retrained: 'retrained',
  'dense-tuned': 'dense, fine-tuned alike',
  'one-shot': 'pruned in one shot',
  'fine-tuned': 'pruned in one shot, then fine-tuned',
  gradual: 'pruned gradually while trained',
  tickets: 'made lottery tickets',
};

const wordsOf = (name: string) => WORDS[name] ?? name;

/** The same in "PIEs of ...". */
const NETWORKS: Record<string, string> = {
  retrained: 'retrained networks',
  gradual: 'networks pruned gradually while trained',
  tickets: 'lottery tickets',
};

/** The populations that were trained here; null where they were not. */
export async function readTrainedHere(root: string): Promise<TrainedHere | null> {
  const file = join(root, 'docs/trained-here.json');
  return existsSync(file) ? JSON.parse(new TextDecoder().decode(await readBytes(file))) : null;
}

function overlapOf({ overlaps }: TrainedHere, one: string, other: string): Overlap {
  const found = overlaps.find(
    ({ first, second }) => (first === one && second === other) || (first === other && second === one),
  );
  if (!found) throw new Error(`Expected the PIEs of ${one} and ${other} beside each other, got none.`);
  return found;
}

const shared = ({ jaccard, interval }: Overlap) => withInterval({ value: jaccard, interval, n: 1 }, 0);

/** What fine-tuning gives back of the accuracy that one-shot pruning takes, and which PIEs stay. */
export function givenBack(known: TrainedHere): string {
  const populationOf = (name: string) => known.populations.find((one) => one.name === name)!;
  const [oneShot, tuned, alike] = ['one-shot', 'fine-tuned', 'dense-tuned'].map(populationOf);
  const { both } = overlapOf(known, 'one-shot', 'fine-tuned');
  const stay = shareOf(both, oneShot.pies.count);
  return (
    `One epoch of fine-tuning takes top-1 from ${percent(oneShot.top1.value)} to ` +
    `${percent(tuned.top1.value)}; the same epoch takes the dense networks from ` +
    `${percent(known.dense.value)} to ${percent(alike.top1.value)}. Of the ${count(oneShot.pies.count)} ` +
    `PIEs of one-shot pruning ${count(both)} stay, ${withInterval(stay, 0)}; of the ` +
    `${count(tuned.pies.count)} after fine-tuning ${count(tuned.pies.count - both)} are new.`
  );
}

/**
 * Whether a population forgets the images that one-shot pruning does: more of them, or fewer, than two such
 * sets would have in common. These have as many images of every dense vote margin.
 */
export function sameImages(known: TrainedHere, name: string): string {
  const { both, byMargin } = overlapOf(known, name, 'one-shot');
  const { pies } = known.populations.find((one) => one.name === name)!;
  const lead =
    `Of the ${count(pies.count)} PIEs of ${NETWORKS[name] ?? name}, ${count(both)} are PIEs of one-shot ` +
    'pruning too';
  if (!byMargin?.interval) return `${lead}.`;
  const [low, high] = byMargin.interval;
  const verdict = both > high ? 'more than' : both < low ? 'fewer than' : 'within';
  return (
    `${lead}. That is ${verdict} what contested images alone give ` +
    `(${decimal(byMargin.value, 0)}${between(byMargin.interval, (end) => decimal(end, 0))}).`
  );
}

/** Populations trained here and pruned in several ways: what they lose, and how far they lose the same. */
export function trainedHereSection(known: TrainedHere): string {
  const { networks, images, training, populations, overlaps } = known;
  return [
    '## Do all ways of pruning forget the same images?',
    `Fine-tuned networks and lottery tickets do not come with the zoo. So ${networks} networks a ` +
      'population were trained here, by `lacuna train` and `lacuna finetune`, on ' +
      `${count(training.images)} of Fashion-MNIST’s training images for ${training.epochs} epochs. That ` +
      'is far less than the shipped ones had: accuracy is lower, and retraining alone changes more. Sparse ' +
      `ones have ${level(training.sparsity)} of the weights of each layer removed; all ${count(images)} ` +
      'test images are judged. One-shot and fine-tuned networks are the dense networks themselves. ' +
      'Retrained ones, gradual ones and tickets have seeds of their own, so that retraining has a ' +
      'part in their PIEs. Tickets learn four times over, the last time as long as the dense ones. ' +
      `Dense networks reach ${withInterval({ ...known.dense, n: networks }, 2)}. Intervals of changes are ` +
      'Welch’s over networks, which is too cautious for networks that are the dense ones themselves.',
    markdownTable(
      ['Population', 'Top-1 (95%)', 'Change in points (95%)', 'PIEs', 'Forgotten', 'Recovered', 'Traded'],
      populations.map(({ name, top1, accuracyChange, pies }) => [
        wordsOf(name),
        withInterval({ ...top1, n: networks }, 2),
        points(accuracyChange, 2),
        count(pies.count),
        count(pies.outcomes.forgotten),
        count(pies.outcomes.recovered),
        count(pies.outcomes.traded),
      ]),
    ),
    givenBack(known),
    ['gradual', 'tickets', 'retrained'].map((name) => sameImages(known, name)).join(' '),
    'A share is of the images that are PIEs of either population: those that are PIEs of both, with ' +
      'Wilson’s interval over these images. By chance: how many two random sets of as many images would ' +
      'have in common. By margin: two sets with as many images of every dense vote margin, in 95% of such ' +
      'draws. Where there are more, contested images alone are no explanation.',
    markdownTable(
      ['PIEs of', 'and of', 'Both', 'Either', 'Share (95%)', 'Both by chance', 'Both by margin (95%)'],
      overlaps.map((overlap) => [
        wordsOf(overlap.first),
        wordsOf(overlap.second),
        count(overlap.both),
        count(overlap.either),
        shared(overlap),
        decimal(overlap.byChance, 0),
        decimal(overlap.byMargin?.value, 0) + between(overlap.byMargin?.interval, (end) => decimal(end, 0)),
      ]),
      2,
    ),
    'The shipped networks, fine-tuned for a quarter of an epoch: [finetuned.md](finetuned.md). Computed by ' +
      `\`${known.command}\`, which runs these commands and keeps what they say in ` +
      '[trained-here.json](trained-here.json):',
    command(...known.commands),
  ].join('\n\n');
}
