import type { Estimate, Interval } from '../findings';
import type { Resampling } from '../statistics/bootstrap';
import { fisherExact } from '../statistics/fisherExact';
import { mean, tEstimate, wilsonInterval } from '../statistics/intervals';
import { type RaterAgreement, raterAgreement } from '../statistics/kappa';
import { benjaminiHochberg } from '../statistics/tTest';
import type { Annotations, Judgement, MergedStudy, StudySettings } from './study';
import { codebook, codeKey, codeName, codesByKey, type StudyCode } from './studyCodes';

/** Resamples of the images for the intervals of kappa. */
const RESAMPLING: Resampling = { draws: 1000, seed: 0 };

/**
 * How many of `n` images a code holds for, with Wilson's interval; share and interval are null where n is 0.
 */
export type CodedShare = { count: number; n: number; share: number | null; interval: Interval | null };

export type CodeSummary = {
  id: string;
  name: string;
  /** Annotators who had this code before them. */
  annotators: number;
  pie: CodedShare;
  nonPie: CodedShare;
  /** Share of the PIEs minus share of the others, with Newcombe's interval; null where either is empty. */
  difference: { value: number; interval: Interval } | null;
  /**
   * Fisher's exact test, two-sided, and adjusted over the codes (Benjamini-Hochberg); null where either is
   * empty.
   */
  p: number | null;
  pAdjusted: number | null;
  /** Null with fewer than two annotators. */
  agreement: RaterAgreement | null;
  paper: StudyCode['paper'];
};

/** What a study says, once someone has finished. */
export type StudySummary = {
  settings: StudySettings;
  images: number;
  annotators: { name: string; judged: number; finished: boolean }[];
  codes: CodeSummary[];
  /**
   * Mean difficulty, 1..5, over the images of which one was said (an image's is the mean over annotators),
   * with a t interval over images.
   */
  difficulty: { pie: Estimate | null; nonPie: Estimate | null };
};

type Rater = { name: string; ownCodes: string[]; finished: boolean; of: Map<number, Judgement> };

/** An annotator with codes as all of them are called: equal ones that were written otherwise are one. */
function raterOf(
  { annotator, ownCodes, judgements, pies }: Annotations,
  called: ReadonlyMap<string, string>,
): Rater {
  const named = (codes: string[]) => [...new Set(codes.map((code) => called.get(codeKey(code)) ?? code))];
  return {
    name: annotator,
    ownCodes: named(ownCodes),
    finished: pies !== null,
    of: new Map(judgements.map((one) => [one.image, { ...one, codes: named(one.codes) }])),
  };
}

/** Whether a code holds of an image: more than half of those who judged it say so. Null where nobody did. */
function majority(raters: Rater[], image: number, code: string): boolean | null {
  const judged = raters.flatMap(({ of }) => of.get(image) ?? []);
  if (judged.length === 0) return null;
  return judged.filter(({ codes }) => codes.includes(code)).length * 2 > judged.length;
}

function codedShare(raters: Rater[], images: number[], code: string): CodedShare {
  const judged = images.flatMap((image) => majority(raters, image, code) ?? []);
  const count = judged.filter(Boolean).length;
  const n = judged.length;
  return { count, n, share: n === 0 ? null : count / n, interval: wilsonInterval(count, n) };
}

/**
 * 95% interval of a difference of two independent shares from their Wilson intervals (Newcombe, Statistics in
 * Medicine 17, 1998, method 10); null where either is of nothing.
 */
export function shareDifference(a: CodedShare, b: CodedShare): CodeSummary['difference'] {
  if (a.share === null || b.share === null || !a.interval || !b.interval) return null;
  const value = a.share - b.share;
  const below = Math.hypot(a.share - a.interval[0], b.interval[1] - b.share);
  const above = Math.hypot(a.interval[1] - a.share, b.share - b.interval[0]);
  return { value, interval: [value - below, value + above] };
}

function agreementOn(raters: Rater[], images: number[], code: string): RaterAgreement | null {
  const shared = images.filter((image) => raters.every(({ of }) => of.has(image)));
  const ratings = raters.map(({ of }) =>
    Uint8Array.from(shared, (image) => (of.get(image)?.codes.includes(code) ? 1 : 0)),
  );
  return raterAgreement(ratings, RESAMPLING);
}

function difficultyOf(raters: Rater[], images: number[]): Estimate | null {
  const means = images.flatMap((image) => {
    const said = raters.flatMap(({ of }) => of.get(image)?.difficulty ?? []);
    return said.length === 0 ? [] : [mean(said)];
  });
  return means.length === 0 ? null : tEstimate(means, means.length);
}

/**
 * Shares of PIEs and of other images with each code of the codebook and each code of the annotators' own,
 * with tests and agreement. Codes that differ in case or spaces alone are one. The unit is the image: a code
 * holds of it when more than half of the annotators who judged it, and who had the code before them, say so.
 * Agreement is over the images that all of these judged, PIEs and others together.
 */
export function summariseStudy({ study, annotators, pies }: MergedStudy): StudySummary {
  const called = codesByKey(annotators.flatMap(({ ownCodes }) => ownCodes));
  const raters = annotators.map((one) => raterOf(one, called));
  const arePies = new Set(pies);
  const inside = study.images.filter((image) => arePies.has(image));
  const outside = study.images.filter((image) => !arePies.has(image));
  const own = [...new Set(raters.flatMap(({ ownCodes }) => ownCodes))].filter(
    (code) => !codebook.some(({ id }) => id === code),
  );
  const codes = [...codebook.map(({ id }) => id), ...own].map((id) => {
    const known = codebook.find((code) => code.id === id);
    const having = known ? raters : raters.filter(({ ownCodes }) => ownCodes.includes(id));
    const pie = codedShare(having, inside, id);
    const nonPie = codedShare(having, outside, id);
    return {
      id,
      name: codeName(id),
      annotators: having.length,
      pie,
      nonPie,
      difference: shareDifference(pie, nonPie),
      p: fisherExact(pie.count, pie.n, nonPie.count, nonPie.n),
      agreement: agreementOn(having, study.images, id),
      paper: known?.paper ?? null,
    };
  });
  const adjusted = benjaminiHochberg(codes.map(({ p }) => p));
  return {
    settings: study.settings,
    images: study.images.length,
    annotators: raters.map(({ name, of, finished }) => ({ name, judged: of.size, finished })),
    codes: codes.map((code, place) => ({ ...code, pAdjusted: adjusted[place] })),
    difficulty: { pie: difficultyOf(raters, inside), nonPie: difficultyOf(raters, outside) },
  };
}
