import { type FirstFlag, firstFlags, type Kinship, splitImpacts } from '../../audit/classes/classCurves';
import { shownInterval } from '../../audit/classes/shownInterval';
import type { ClassImpact } from '../../audit/findings';
import type { LevelsFamily } from '../../audit/retraining/levelsFamily';
import {
  capital,
  classNamed,
  count,
  decimal,
  expected,
  noun,
  opening,
  pPhrase,
  range,
  signed,
  word,
  wordAlone,
} from '../../text/format';

/** The classes at one level of compression. */
export type CurveLevel = {
  id: string;
  /** "90% removed in training". */
  name: string;
  /** "90%". */
  short: string;
  /** Share of weights removed, 0..1. */
  removed: number;
  /** Every class, in order. */
  impacts: ClassImpact[];
  /** Classes that chance alone flags, on average over relabelled populations; null where not known. */
  byChance: number | null;
};

/** What the panel is made from. */
export type CurvesData = {
  /** Levels of one method, from mild to strong. */
  levels: CurveLevel[];
  /** The same classes of a null population. */
  retrained: CurveLevel | null;
  /** The tests of all levels and of retraining as one family; null where they are not told as one. */
  family: LevelsFamily | null;
  /** Mean accuracy of the dense population, 0..1. */
  denseAccuracy: number;
  classes: string[];
  /** A class is flagged at p up to this. */
  alpha: number;
};

/** The classes of the strongest level by what they lost beyond the model, those that lost most first. */
export function byChange(levels: CurveLevel[]): number[] {
  const last = levels.at(-1)?.impacts ?? [];
  return last
    .filter(({ normalised }) => normalised !== null)
    .sort((a, b) => (a.normalised ?? 0) - (b.normalised ?? 0) || a.class - b.class)
    .map((impact) => impact.class);
}

/**
 * How many classes lose and gain at the strongest level, how many are flagged, and which is flagged first.
 */
export function curvesClaim(data: Omit<CurvesData, 'denseAccuracy'>): string {
  const { levels, retrained, alpha } = data;
  const last = levels.at(-1);
  if (!last) return 'With a level or more, one can follow each class.';
  const split = splitImpacts(last.impacts, alpha);
  return `${splitSentence(last, split)} ${flagSentence(last, split, retrained, alpha)}${firstSentence(data)}`;
}

function splitSentence({ short }: CurveLevel, split: ReturnType<typeof splitImpacts>): string {
  const { lose, gain, meanLoss, meanGain } = split;
  if (meanLoss === null || meanGain === null) return `At ${short}, no class moves beyond the model.`;
  const losses =
    `${word(lose)} ${noun(lose, 'class falls', 'classes fall')} behind the model, by ` +
    `${decimal(meanLoss)} points on average`;
  const gains = `${word(gain)} ${noun(gain, 'gains', 'gain')} on it, by ${decimal(meanGain)}`;
  return `At ${short}, ${losses}; ${gains}. Here every class counts, flagged or not.`;
}

function flagSentence(
  { byChance }: CurveLevel,
  { flagged, tested }: ReturnType<typeof splitImpacts>,
  retrained: CurveLevel | null,
  alpha: number,
): string {
  if (tested === 0) return 'No class can be tested: a test needs two networks or more a side.';
  const chance = byChance === null ? '' : `, where chance alone would flag ${expected(byChance)}`;
  const retrainingFlags = retrained
    ? ` and retraining flags ${wordAlone(splitImpacts(retrained.impacts, alpha).flagged)}`
    : '';
  return (
    `${capital(wordAlone(flagged))} of ${word(tested)} ${noun(Math.max(1, flagged), 'is', 'are')} ` +
    `flagged${chance}${retrainingFlags}.`
  );
}

/**
 * Where each class is flagged first: by its own test, and adjusted for all tests of levels and classes as one
 * family, with retraining as the baseline. Where there is no family, it is adjusted within its level.
 */
export function flagsOf({ levels, family, alpha }: Omit<CurvesData, 'denseAccuracy'>): FirstFlag[] {
  const flags = firstFlags(
    levels.map(({ impacts }) => impacts),
    alpha,
  );
  return family ? flags.map(({ raw }, label) => ({ raw, adjusted: family.first[label] ?? null })) : flags;
}

function firstSentence(data: Omit<CurvesData, 'denseAccuracy'>): string {
  const { levels, classes, family } = data;
  const flags = flagsOf(data);
  const first = Math.min(...flags.map(({ adjusted }) => adjusted ?? Infinity));
  const all = family
    ? `After allowing for all ${count(family.tests)} tests of levels and classes`
    : 'After adjustment';
  if (!Number.isFinite(first)) return family ? ` ${all}, none is flagged.` : '';
  const names = flags.flatMap(({ adjusted }, label) =>
    adjusted === first ? classNamed(nameOf(classes, label)) : [],
  );
  const shown = names.length > 3 ? `${word(names.length)} classes` : listed(names);
  return ` ${all}, ${shown} ${names.length === 1 ? 'is' : 'are'} flagged first, at ${levels[first].short}.`;
}

function listed(names: string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** The name of a class. */
export function nameOf(classes: string[], label: number): string {
  return classes[label] ?? `Class ${label}`;
}

/** From which level a class is flagged, in few words. */
export function flaggedFrom({ raw, adjusted }: FirstFlag, levels: CurveLevel[]): string {
  if (raw === null) return 'never flagged';
  const first = `flagged at ${levels[raw].short}`;
  if (adjusted === raw) return first;
  return `${first}, adjusted ${adjusted === null ? 'never' : `at ${levels[adjusted].short}`}`;
}

/** One class, read out at one level. */
export function classReadout(
  label: number,
  level: CurveLevel,
  { levels, classes }: Pick<CurvesData, 'levels' | 'classes'>,
  flag: FirstFlag,
): string {
  const impact = level.impacts[label];
  const shown = shownInterval(impact);
  const ends = range(shown, (value) => signed(value));
  const vary = impact.crossed ? ', networks and images varying' : '';
  const interval = shown ? ` (95%: ${ends}${vary})` : '';
  const p = impact.crossed?.p ?? impact.welch.p;
  const test = p === null ? 'no test' : `p ${pPhrase(p)}`;
  return (
    `${opening(nameOf(classes, label))} at ${level.short}: ${signed(impact.normalised)} points beyond the ` +
    `model${interval}, ${test}; ${flaggedFrom(flag, levels)}.`
  );
}

/** How little a likeness of curves is worth with so many levels. */
export function kinshipSentence({ levels, critical, pairs, beyond }: Kinship): string {
  if (critical === null) {
    return (
      `A curve of ${word(levels)} ${noun(levels, 'level')} correlates with anything. It takes three ` +
      'levels at least, and more are better.'
    );
  }
  return (
    `With ${word(levels)} levels this is worth little: independent curves pass |r| = ` +
    `${decimal(critical, 2)} in 5% of pairs. So by chance ${expected(0.05 * pairs)} of ` +
    `${count(pairs)} pairs would; here ${count(beyond)} ${noun(beyond, 'does', 'do')}. All curves ` +
    'also share their levels and must add up, so some move together by construction.'
  );
}
