import { audit } from '../../audit/audit';
import type { ClassImpact, Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { selectImages, selectMembers } from '../../audit/votes/matrix';
import { SAMPLE } from '../../text/classroom';
import { count, decimal, percent } from '../../text/format';
import { OPTIONS } from '../findings/known';
import { namedZoo } from '../namedZoo';

/** The answer to every question of the class exercise, by its id. */
export type ClassroomKey = Record<string, string>;

/** A zoo's audits by its variants' ids, all networks and images, as the page shows them. */
async function openAudits(zoo: string, root: string) {
  const opened = await namedZoo(zoo, root);
  const shard = await opened.testShard();
  const answers = (id: string) => opened.predictions(id, opened.memberCount(id), { scores: false });
  const floor = await answers('null');
  return {
    shard,
    answers,
    classes: opened.manifest.dataset.classes,
    audited: async (id: string): Promise<Findings> => {
      const compressed = await answers(id);
      const all = await answers('dense');
      const dense = selectMembers(all, Math.min(all.members.length, compressed.members.length));
      return audit(dense, compressed, shard.labels, OPTIONS, id === 'null' ? null : floor);
    },
  };
}

const pies = ({ pies: { images } }: Findings) => images.length;

/** Of the classes that stay flagged after the adjustment, the one that loses most beyond the average. */
function payerOf({ classImpact, options }: Findings): ClassImpact | null {
  const flagged = classImpact.filter(
    ({ pAdjusted, normalised, crossed }) =>
      pAdjusted !== null &&
      pAdjusted <= options.alpha &&
      (normalised ?? 0) < 0 &&
      (!crossed || crossed.p <= options.alpha),
  );
  return flagged.sort((a, b) => (a.normalised ?? 0) - (b.normalised ?? 0))[0] ?? null;
}

function rightOn(predictions: Predictions, image: number, label: number): number {
  return predictions.members.filter(
    (_, row) => predictions.labels[row * predictions.images + image] === label,
  ).length;
}

/** The PIE whose votes moved most: the first of the gallery. */
function firstOf({ pies: { images }, taxicab }: Findings): number {
  return images.reduce((best, image) => (taxicab[image] > taxicab[best] ? image : best), images[0]);
}

/**
 * The sample file for the page *Yours*, in long form: the first networks of two populations on the first
 * images.
 */
export async function classroomSample(root: string): Promise<{ csv: string; changed: number }> {
  const { shard, answers, classes } = await openAudits('fashion-mnist', root);
  const few = async (id: string) =>
    selectImages(selectMembers(await answers(id), SAMPLE.networks), SAMPLE.images);
  const dense = await few('dense');
  const compressed = await few('sparse-90');
  const truth = shard.labels.subarray(0, SAMPLE.images);
  const rows = (
    [
      ['dense', dense],
      ['pruned', compressed],
    ] as const
  ).flatMap(([name, { members, labels }]) =>
    members.flatMap((_, row) =>
      Array.from(truth, (label, image) => {
        const said = classes[labels[row * SAMPLE.images + image]];
        return `${image},${name}-${row},${said},${classes[label]}`;
      }),
    ),
  );
  // Who reads the file has its names of classes in alphabetical order, and ties go by that order.
  const order = classes.toSorted();
  const asRead = (labels: Uint16Array) => labels.map((label) => order.indexOf(classes[label]));
  const read = (side: Predictions): Predictions => ({ ...side, labels: asRead(side.labels) });
  const found = audit(read(dense), read(compressed), asRead(truth), OPTIONS, null);
  return { csv: `image_id,model_id,prediction,label\n${rows.join('\n')}\n`, changed: pies(found) };
}

/** Computes the answers from the shipped zoos. `root` is the project's folder. */
export async function classroomKey(root: string): Promise<ClassroomKey> {
  const { shard, audited, answers, classes } = await openAudits('fashion-mnist', root);
  const [mild, strong, retrained, narrow] = [
    await audited('sparse-30'),
    await audited('sparse-90'),
    await audited('null'),
    await audited('narrow-31'),
  ];
  const tail = await (await openAudits('fashion-mnist-long-tail', root)).audited('sparse-90');
  const payer = payerOf(strong);
  const first = firstOf(strong);
  const label = shard.labels[first];
  const { members } = strong;
  const { changed } = await classroomSample(root);
  const [dense, sparse] = [await answers('dense'), await answers('sparse-90')];
  return {
    cost:
      `${decimal(Math.abs(strong.accuracyChange.value))} percentage points, from ` +
      `${percent(strong.top1.dense.mean.value)} to ${percent(strong.top1.compressed.mean.value)}.`,
    mild: `${count(pies(mild))} images.`,
    retraining: `${count(pies(retrained))} images.`,
    beyond: `${count(pies(strong) - pies(retrained))} of ${count(pies(strong))} images.`,
    payer: payer
      ? `${classes[payer.class]}, by ${decimal(Math.abs(payer.normalised ?? 0))} percentage points.`
      : 'No class that the tests name.',
    tail: `${count(pies(tail))} images.`,
    first:
      `Image ${first}, ${classes[label]}: ${rightOn(dense, first, label)} of ${members.dense} with ` +
      `all weights, ${rightOn(sparse, first, label)} of ${members.compressed} without.`,
    judge: 'Pool the files of the class: the table says how much more often, with its interval.',
    sample: `${count(changed)} of ${count(SAMPLE.images)} images.`,
    small: `${count(pies(narrow))} images, at ${percent(narrow.top1.compressed.mean.value)} right.`,
  };
}
