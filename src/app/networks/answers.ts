/** What networks say of images, run on the devices of the lab. */
import type { Predictions } from '../../audit/predictions';
import { emptyPredictions } from '../../engine/collect';
import type { Normalisation } from '../../formats/network/assemble';
import { stackNetworks } from '../../formats/network/population';
import type { Population } from '../../model/population';
import { firstImages, imageRange, type Shard } from '../../model/shard';
import { runRange } from '../lab/compare';
import type { Devices } from '../lab/devices';
import type { Meter } from '../lab/meter';
import { chunks } from '../lab/ranges';
import { memberOf } from './build';
import { type Gathered, unlabelled } from './gathered';
import type { IntakeState } from './intakeState';
import type { CheckAnswer, CheckQuestion } from './protocol';

/** Images on which a first network is tried. */
const CHECKED = 200;

export type OwnDevices = Pick<Devices, 'use' | 'current' | 'replace' | 'ran'>;

/** What every population says of a shard, range by range, on another device where one fails. */
export async function answersOf(
  devices: OwnDevices,
  populations: Population[],
  shard: Shard,
  classes: number,
  signal: AbortSignal,
  meter: Meter | null,
): Promise<Predictions[]> {
  const answers: Predictions[] = [];
  for (const [at, population] of populations.entries()) {
    meter?.doing(`Running population ${at + 1} of ${populations.length}`);
    const into = emptyPredictions(population, shard.count, classes);
    for (const { start, end } of chunks(shard.count)) {
      const range = imageRange(shard, start, end);
      await runRange(devices, population, range, start, into, signal, (pairs) => meter?.add(pairs));
    }
    answers.push(into);
  }
  return answers;
}

/** How many of the first images a network gets right by each way to pair classes and outputs. */
export async function tryNetwork(
  devices: OwnDevices,
  networks: IntakeState['networks'],
  gathered: Gathered,
  question: CheckQuestion,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  const { network, normalisation, matches, usual } = question;
  const { labels } = gathered;
  const shard = firstImages(unlabelled(gathered, 'check'), CHECKED);
  await devices.use('auto', signal);
  const correctWith = async (tried: Normalisation): Promise<number[]> => {
    const one = stackNetworks([memberOf(networks, network, tried)]);
    const [answer] = await answersOf(devices, [one], shard, matches[0].names.length, signal, null);
    return matches.map(({ outputs }) =>
      answer.labels.reduce((sum, label, image) => sum + Number(label === outputs[labels[image]]), 0),
    );
  };
  const correct = await correctWith(normalisation);
  const others: number[][] = [];
  for (const one of usual) others.push(await correctWith(one.normalisation));
  return { question, of: shard.count, correct, usual: others };
}
