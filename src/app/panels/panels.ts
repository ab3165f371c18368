// The argument: every panel of the explorers, in chapters, in their order. A chapter's number is its place
// here.
import { createElement } from 'react';
import { later } from '../loading/later';
import { ClassImpacts } from './classes/ClassImpacts';
import { ForgottenImages } from './exemplars/ForgottenImages';
import { once } from './once';
import type { Chapter, Given, HostKind, Panel, ZooGiven } from './panel';
import { RemovedWeights } from './weights/RemovedWeights';

const TRAINED: readonly HostKind[] = ['zoo', 'own'];
const PREDICTED: readonly HostKind[] = ['import', 'bundle'];

/** A panel that shows what the explorer of a zoo alone gives. */
function ofZoo(Body: React.ComponentType<ZooGiven>): Panel['Body'] {
  return function OfZoo({ zoo }: Given) {
    return zoo && createElement(Body, zoo);
  };
}

export const chapters: Chapter[] = [
  {
    title: 'What the average says',
    opens: 'This is how many images networks get right, as more and more weights go.',
    early: true,
    leads: [
      {
        id: 'topline',
        reads: ['zoo'],
        title: 'Accuracy over levels',
        asks: 'what each level costs in accuracy',
        needs: [],
        only: ['zoo', 'own'],
        claim: { methods: 'populations', json: ['top1', 'accuracyChange'], findings: 'Every level' },
        Body: ofZoo(later(() => import('./topline/CurveOverLevels').then((file) => file.CurveOverLevels))),
      },
      {
        id: 'populations',
        reads: ['populations'],
        inReport: true,
        title: 'What the average says',
        asks: 'accuracy, flagged classes, PIEs and noise floor of each population, beside the paper’s',
        needs: ['truth'],
        only: PREDICTED,
        claim: { methods: 'table', json: ['top1', 'pies', 'flagged'], findings: 'The paper’s tables' },
        Body: later(() => import('./populations/PopulationRows').then((file) => file.PopulationRows)),
      },
    ],
    details: [
      {
        id: 'levels',
        reads: ['zoo'],
        inReport: true,
        title: 'Every level, beside the paper’s',
        asks: 'accuracy, flagged classes, PIEs, noise floor and cost of each population in one table',
        needs: [],
        only: TRAINED,
        claim: { methods: 'table', json: ['levels'], findings: 'Every level' },
        Body: ofZoo(later(() => import('./levels/LevelsTable').then((file) => file.LevelsTable))),
      },
      {
        id: 'bundle-levels',
        title: 'Every level, as the bundle says',
        asks: 'populations that the bundle tells of and does not hold',
        needs: [],
        only: ['bundle'],
        claim: { methods: 'imports', json: [] },
        Body: later(() => import('./toldLevels/ToldLevels').then((file) => file.ToldLevels)),
      },
      {
        id: 'sizes',
        reads: ['zoo'],
        title: 'Prune the big one, or train a small one?',
        asks: 'accuracy and PIEs of pruned and of narrow networks with as many weights',
        needs: ['widths'],
        claim: { methods: 'capacity', json: [], findings: 'Prune a large network, or train a small one?' },
        Body: ofZoo(later(() => import('./capacity/CapacityOfSizes').then((file) => file.CapacityOfSizes))),
      },
    ],
  },
  {
    title: 'What was removed',
    opens: 'These are the weights that went, and those that stayed.',
    leads: [
      {
        id: 'weights',
        reads: ['zoo'],
        title: 'What was removed',
        asks: 'the weights of one network, and which of them go',
        needs: ['networks'],
        claim: { methods: 'pruning', json: [] },
        Body: ofZoo(RemovedWeights),
      },
    ],
    details: [
      {
        id: 'network',
        reads: ['zoo'],
        title: 'The network, layer by layer',
        asks: 'what each layer gives, its weights and multiply-adds, and how many of its weights are left',
        needs: ['networks'],
        only: ['zoo', 'own'],
        claim: { methods: 'pruning', json: [] },
        Body: ofZoo(later(() => import('./weights/LayersOfNetwork').then((file) => file.LayersOfNetwork))),
      },
    ],
  },
  {
    title: 'Who pays',
    opens: 'An average can stay while some classes lose: here is each class by itself.',
    early: true,
    leads: [
      {
        id: 'classes',
        reads: ['zoo', 'row', 'order'],
        inReport: true,
        title: 'Who pays',
        asks: 'what every class lost, beyond what the model lost',
        needs: ['truth'],
        claim: { methods: 'impact', json: ['classImpact', 'flagged'], findings: 'Who pays at 90% removed' },
        Body: once('truth', ClassImpacts),
      },
    ],
    details: [
      {
        id: 'curves',
        reads: ['zoo'],
        title: 'Every class over all levels',
        asks: 'who pays first, how many lose and by how much, whether the weak get weaker',
        needs: ['levels'],
        only: TRAINED,
        claim: { methods: 'curves', json: ['levels'], findings: 'Losing and gaining classes at every level' },
        Body: ofZoo(later(() => import('./curves/CurvesOfClasses').then((file) => file.CurvesOfClasses))),
      },
      {
        id: 'standing',
        reads: ['row', 'populations'],
        title: 'Do weak classes lose more?',
        asks: 'how many classes lose and gain, and whether compression deepens what was already weak',
        needs: ['truth'],
        only: PREDICTED,
        claim: { methods: 'curves', json: ['classSplit'] },
        Body: later(() => import('./standing/StandingOfClasses').then((file) => file.StandingOfClasses)),
      },
      {
        id: 'groups',
        reads: ['zoo', 'groups'],
        title: 'Groups of images',
        asks: 'errors by class, by attributes and by what pixels say, and where PIEs gather',
        needs: ['truth'],
        claim: { methods: 'subgroups', json: ['subgroups'], findings: 'Groups of images at 90% removed' },
        Body: once(
          'shard',
          later(() => import('./groups/GroupsOfImages').then((file) => file.GroupsOfImages)),
        ),
      },
      {
        id: 'long-tail',
        reads: ['longTail'],
        title: 'The long tail',
        asks: 'whether PIEs fall on the classes with few training images',
        needs: ['truth', 'trainingCounts'],
        claim: {
          methods: 'longTail',
          json: ['longTail'],
          findings: 'The long tail: Fashion-MNIST, long-tailed',
        },
        Body: later(() => import('./longTail/PiesByTraining').then((file) => file.PiesByTraining)),
      },
    ],
  },
  {
    title: 'What is forgotten',
    opens: 'These are the images on which most networks changed their mind.',
    early: true,
    leads: [
      {
        id: 'exemplars',
        reads: ['zoo', 'gallery', 'map', 'saliency'],
        inReport: true,
        title: 'What is forgotten',
        asks: 'the images themselves, with every network’s answer',
        needs: [],
        claim: { methods: 'pies', json: ['pies'] },
        Body: once('shard', ForgottenImages),
      },
    ],
    details: [
      {
        id: 'map',
        reads: ['zoo', 'gallery', 'map'],
        title: 'Where the forgotten images live',
        asks: 'all images as points, like ones near each other, and the PIEs among them',
        needs: ['truth'],
        claim: { methods: 'map', json: ['pies'] },
        Body: later(() => import('./map/MapOfImages').then((file) => file.MapOfImages)),
      },
    ],
  },
  {
    title: 'Is it real?',
    opens: 'Training again changes answers too. How much of this is the work of compression?',
    leads: [
      {
        id: 'noise',
        reads: ['draws', 'retraining', 'margin'],
        title: 'Is it real?',
        asks: 'how much of the result retraining alone, or the choice of networks, explains',
        needs: [],
        claim: { methods: 'floor', json: ['noiseFloor', 'stability'], findings: 'Is it real?' },
        Body: later(() => import('./noise/NoiseFloor').then((file) => file.NoiseFloor)),
      },
    ],
    details: [
      {
        id: 'indices',
        reads: ['indices'],
        title: 'In single numbers',
        asks: 'how many answers differ between two networks, and whether the classes changed alike',
        needs: ['truth'],
        claim: { methods: 'indices', json: ['mismatch', 'indices'], findings: 'Single networks' },
        Body: later(() => import('./indices/SingleNumbers').then((file) => file.SingleNumbers)),
      },
    ],
  },
  {
    title: 'The same images?',
    opens: 'Do other levels and other methods forget the same images?',
    leads: [
      {
        id: 'persistence',
        reads: ['zoo'],
        title: 'The same images?',
        asks: 'whether the same images are PIEs at every level and of every method',
        needs: [],
        only: TRAINED,
        claim: { methods: 'persistence', json: ['levels'], findings: 'Persistence' },
        Body: ofZoo(later(() => import('./persistence/SameImages').then((file) => file.SameImages))),
      },
      {
        id: 'overlap',
        reads: ['populations', 'sameImages'],
        title: 'The same images?',
        asks: 'whether retraining changes the images that are PIEs, and whether their votes moved most',
        needs: ['truth'],
        only: PREDICTED,
        claim: { methods: 'persistence', json: ['overlap', 'taxicabAgreement'] },
        Body: later(() => import('./persistence/SameAsRetrained').then((file) => file.SameAsRetrained)),
      },
    ],
    details: [
      {
        id: 'sets',
        reads: ['zoo'],
        title: 'Which sets share which images',
        asks: 'the PIEs of every level and of every compression computed here, by who else has them',
        needs: [],
        only: TRAINED,
        claim: { methods: 'persistence', json: ['levels'] },
        Body: ofZoo(later(() => import('./persistence/SharedSets').then((file) => file.SharedSets))),
      },
    ],
  },
  {
    title: 'Why these?',
    opens: 'Are these images harder than others, and could one have known?',
    leads: [
      {
        id: 'accuracy',
        title: 'Why these?',
        asks: 'whether PIEs are harder than the rest, for both populations',
        needs: [],
        claim: { methods: 'accuracy', json: ['accuracy'], findings: 'Are PIEs harder?' },
        Body: later(() => import('../../views/accuracy/Accuracy').then((file) => file.Accuracy)),
      },
    ],
    details: [
      {
        id: 'predictors',
        reads: ['predictors'],
        title: 'What predicts a PIE?',
        asks: 'how well the dense networks’ own doubt points to the images that change',
        needs: [],
        claim: { methods: 'predictors', json: ['predictors', 'pieRates'] },
        Body: later(() => import('./predictors/PredictorsOfPies').then((file) => file.PredictorsOfPies)),
      },
      {
        id: 'people',
        reads: ['zoo'],
        title: 'Are they harder for people?',
        asks: 'how sure and how right people are on these images, by votes that you bring',
        needs: ['truth'],
        claim: { methods: 'people', json: [] },
        Body: later(() => import('./people/HumanVotes').then((file) => file.HumanVotes)),
      },
      {
        id: 'calibration',
        reads: ['calibration'],
        title: 'Can their confidence be trusted?',
        asks: 'how often answers are right, by the probability the networks give them',
        needs: ['truth', 'probabilities'],
        claim: { methods: 'calibration', json: ['calibration'], findings: 'Calibration' },
        Body: later(() =>
          import('./calibration/CalibrationOfAnswers').then((file) => file.CalibrationOfAnswers),
        ),
      },
    ],
  },
  {
    title: 'What else breaks',
    opens: 'Add blur, noise or fog: do compressed networks suffer more from it?',
    leads: [
      {
        id: 'robustness',
        reads: ['zoo'],
        title: 'What else breaks',
        asks: 'what corrupted images do to both populations',
        needs: ['networks'],
        claim: { methods: 'robustness', json: [], findings: 'Robustness' },
        Body: ofZoo(later(() => import('./robustness/CorruptedImages').then((file) => file.CorruptedImages))),
      },
    ],
    details: [],
  },
];
