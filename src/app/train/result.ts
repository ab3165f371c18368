/** A training's finished networks as a dataset of the explorer. */
import type { Predictions } from '../../audit/predictions';
import type { OwnNetworks, OwnPopulation } from '../../library/ownNetworks';
import type { TrainingRun } from '../../library/trainingRun';
import type { EndedNetwork } from '../../library/trainingRuns';
import type { Population, StackedTensor } from '../../model/population';
import type { Shard } from '../../model/shard';
import { spreadImages, trainedName } from '../../model/trainingPlan';
import { count, counted } from '../../text/format';
import type { RunNetwork } from './tasks';
import { roundsWords } from './words';

/** Training images that the explorer re-estimates BatchNorm with. */
const CALIBRATION = 2000;

type Finished = Extract<EndedNetwork, { kind: 'finished' }>;

/** Predictions of several populations over the same images as those of one. */
export function joinedPredictions(all: Required<Predictions>[]): Required<Predictions> {
  const [{ images, classes }] = all;
  const joined: Required<Predictions> = {
    members: all.flatMap(({ members }) => members),
    images,
    classes,
    labels: new Uint16Array(images * all.length),
    rankLabel: new Uint16Array(images * all.length),
    pPrediction: new Float32Array(images * all.length),
    pLabel: new Float32Array(images * all.length),
  };
  all.forEach((each, member) => {
    for (const name of ['labels', 'rankLabel', 'pPrediction', 'pLabel'] as const)
      joined[name].set(each[name], member * images);
  });
  return joined;
}

/** Networks of one architecture, each a population of one, as one population. */
function joinedPopulation(all: Population[], key: string): Population {
  const [{ architecture, variant, tensors: first }] = all;
  const tensors: Record<string, StackedTensor> = {};
  for (const [name, { shape, data }] of Object.entries(first)) {
    const stacked = new Float32Array(data.length * all.length);
    all.forEach(({ tensors: own }, member) => {
      stacked.set(own[name].data, member * data.length);
    });
    tensors[name] = { shape, data: stacked };
  }
  return { key, architecture, variant, members: all.flatMap(({ members }) => members), tensors };
}

/**
 * What the explorer opens: every population that has a finished network. Null without a finished dense
 * network, beside which all others stand.
 */
export function ownOf(
  run: TrainingRun,
  networks: RunNetwork[],
  ended: (EndedNetwork | null)[],
  images: Shard,
  test: Shard,
): OwnNetworks | null {
  const finishedOf = (population: number) =>
    ended.filter(
      (each, index): each is Finished =>
        each?.kind === 'finished' && networks[index].population === population,
    );
  const populations = run.populations.flatMap((variant, population): OwnPopulation[] => {
    const finished = finishedOf(population);
    if (finished.length === 0) return [];
    return [
      {
        kind: variant.kind,
        level: variant.kind === 'sparse' ? variant.level : 0,
        population: joinedPopulation(
          finished.map(({ network }) => network),
          `own-${run.id}/${run.created}/${trainedName(variant, run.rounds)}`,
        ),
        predictions: joinedPredictions(finished.map(({ predictions }) => predictions)),
      },
    ];
  });
  if (populations[0]?.kind !== 'dense') return null;
  const calibration = spreadImages(images, Math.min(CALIBRATION, images.count));
  const { data, recipe, scope, plain } = run;
  const counts: number[] = new Array(test.classes.length).fill(0);
  for (const label of images.labels.subarray(0, images.count)) counts[label]++;
  return {
    id: run.id,
    name: run.name,
    created: run.created,
    files: data.kind === 'own' ? data.files : [data.title],
    architecture: run.architecture,
    populations,
    test: { ...test, id: `own-${run.id}/test` },
    calibration: { ...calibration, id: `own-${run.id}/calibration` },
    notes: {
      fitted: data.kind === 'own' ? data.fitted : 'unchanged',
      calibration: `${count(calibration.count)} of the training images`,
      networks:
        `trained in this page on ${count(images.count)} images of ${data.title}, ` +
        `${counted(recipe.epochs, 'epoch')}${roundsWords(run.rounds)}`,
    },
    training: { recipe, scope, images: { id: images.id, title: data.title, counts }, plain },
  };
}
