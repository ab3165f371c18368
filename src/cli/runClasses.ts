/** Which output of a reader's networks stands for each class of the images they run over. */

import { chosenWay, matchClasses } from '../formats/images/matchClasses';
import { firstImages, type Shard } from '../model/shard';
import { counted } from '../text/format';
import type { Note } from './telling';

/** A first network is tried on so many images. */
const TRIED = 200;

/** Images whose labels are outputs of the networks, and the classes of the outputs as they are written. */
export type ClassedImages = { shard: Shard; values: (number | string)[] };

/**
 * Images with their labels as outputs of the networks. Classes can be the outputs in several ways (folders 0
 * to 11 sorted as text or as numbers, labels from 1). Then the one counts with which a first network, whose
 * outputs `answers` gives, is right most often. `note` is told all of them.
 */
export async function outputsOf(
  shard: Shard,
  { file, outputs, byName }: { file: string; outputs: number; byName: boolean },
  answers: (shard: Shard) => Promise<ArrayLike<number>>,
  note: Note,
): Promise<ClassedImages> {
  const { classes, labels } = shard;
  const counts = classes.map(() => 0);
  for (const label of labels) counts[label]++;
  const { matches, problem } = matchClasses(null, { file, classes, counts, byName }, outputs);
  if (matches.length === 0) {
    if (classes.length >= outputs) throw new Error(problem ?? '');
    note(
      `The images have ${counted(classes.length, 'class', 'classes')}, the networks ${outputs} outputs: ` +
        `class 0, ${classes[0]}, is taken for output 0, and so on.`,
    );
    const names = Array.from({ length: outputs }, (_, output) => classes[output] ?? `${output}`);
    return { shard: { ...shard, classes: names }, values: names.map((_, output) => output) };
  }
  const tried = firstImages(shard, TRIED);
  const said = matches.length > 1 ? await answers({ ...tried, classes: matches[0].names }) : [];
  const correct = matches.map(({ outputs: own }) => {
    let right = 0;
    for (let image = 0; image < said.length; image++) {
      if (said[image] === own[tried.labels[image]]) right++;
    }
    return right;
  });
  const at = chosenWay(matches, null, { correct });
  const match = matches[at];
  if (matches.length > 1) {
    const ways = matches.map(({ words }, way) => `${words} ${correct[way]} of ${said.length} right`);
    note(
      `${file}: classes can be the outputs in ${matches.length} ways, tried with the first ` +
        `network: ${ways.join('; ')}. The ${at === 0 ? 'first' : `${at + 1}.`} is taken; a file of ` +
        'labels (--labels) with the numbers of the outputs says another.',
    );
  } else if (match.outputs.some((output, label) => counts[label] > 0 && output !== label)) {
    note(`${file}: ${match.words}`);
  }
  const areNumbers = match.names.every((name) => /^(0|[1-9]\d*)$/.test(name));
  return {
    shard: { ...shard, labels: labels.map((label) => match.outputs[label]), classes: match.names },
    values: areNumbers ? match.names.map(Number) : match.names,
  };
}
