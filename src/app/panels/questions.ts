import type { Findings } from '../../audit/findings';
import type { SubgroupTable } from '../../audit/groups/subgroups';
import type { Capacity } from '../../audit/levels/capacity';
import type { SameImages } from '../../audit/levels/persistence';
import type { Retraining } from '../../audit/retraining/retraining';
import type { Stability } from '../../audit/retraining/stability';
import type { Calibration } from '../../audit/scores/calibration';
import type { ImageMap } from '../../model/imageMap';
import type { CalibrationAsked } from './calibration/question';
import type { GroupsAsked } from './groups/question';
import type { IndicesAnswer } from './indices/question';
import type { LevelsAnswer } from './levels/question';
import type { LongTailAnswer } from './longTail/question';
import type { PopulationsAnswer } from './populations/question';
import type { PredictorsAnswer } from './predictors/question';
import type { Question } from './question';
import type { PixelSaliency, SaliencyAsked } from './saliency/question';
import type { StudyLevels } from './study/question';

/** Every question: what is asked beside the comparison it is asked of, and what is answered. */
type Questions = {
  /** Every population of a zoo in the table of levels. */
  table: [null, LevelsAnswer];
  /** The populations of one comparison as rows of that table. */
  populations: [null, PopulationsAnswer];
  draws: [null, Stability];
  /** Within the usual margin of equivalence; its counts serve any other. */
  retraining: [null, Retraining];
  longTail: [null, LongTailAnswer];
  /** Narrow beside pruned populations; null where a zoo has no narrow ones. */
  capacity: [null, Capacity | null];
  indices: [null, IndicesAnswer];
  predictors: [null, PredictorsAnswer];
  /** Null where answers have no probabilities. */
  calibration: [CalibrationAsked, Calibration | null];
  sameImages: [null, SameImages];
  groups: [GroupsAsked, SubgroupTable];
  /** The audit of a second compression. */
  versus: [null, Findings];
  study: [null, StudyLevels];
  /** Where pixels change the score of an image's label. */
  saliency: [SaliencyAsked, PixelSaliency];
  /** Where the images lie on a map. */
  map: [null, ImageMap];
};

export type QuestionId = keyof Questions;
export type Asked<Q extends QuestionId> = Questions[Q][0];
export type Answer<Q extends QuestionId> = Questions[Q][1];

/** How each is answered; loaded when it is first asked. */
export const questions: { [Q in QuestionId]: () => Promise<Question<Asked<Q>, Answer<Q>>> } = {
  table: () => import('./levels/question').then((file) => file.tableQuestion),
  populations: () => import('./populations/question').then((file) => file.populationsQuestion),
  draws: () => import('./noise/question').then((file) => file.drawsQuestion),
  retraining: () => import('./retraining/question').then((file) => file.retrainingQuestion),
  longTail: () => import('./longTail/question').then((file) => file.longTailQuestion),
  capacity: () => import('./capacity/question').then((file) => file.capacityQuestion),
  indices: () => import('./indices/question').then((file) => file.indicesQuestion),
  predictors: () => import('./predictors/question').then((file) => file.predictorsQuestion),
  calibration: () => import('./calibration/question').then((file) => file.calibrationQuestion),
  sameImages: () => import('./persistence/question').then((file) => file.sameImagesQuestion),
  groups: () => import('./groups/question').then((file) => file.groupsQuestion),
  versus: () => import('./beside/question').then((file) => file.versusQuestion),
  study: () => import('./study/question').then((file) => file.studyQuestion),
  saliency: () => import('./saliency/question').then((file) => file.saliencyQuestion),
  map: () => import('./map/question').then((file) => file.mapQuestion),
};

/** A question as it is sent to a worker. */
export type Ask<Q extends QuestionId = QuestionId> = { [K in Q]: { question: K; asked: Asked<K> } }[Q];

/**
 * The same with what is known of the answer; null with `done` 1 where the comparison would have to be
 * computed first.
 */
export type Answered<Q extends QuestionId = QuestionId> = {
  [K in Q]: { question: K; asked: Asked<K>; done: number; answer: Answer<K> | null };
}[Q];

/** The last answer to each question, with what a page keeps beside it. */
export type Answers<Beside> = { [Q in QuestionId]?: Answered<Q> & Beside };
