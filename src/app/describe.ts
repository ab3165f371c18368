import type { Findings, LevelSummary } from '../audit/findings';
import { type Experiment, isOwn, removedShare, shippedVariant, variantOf } from '../model/experiment';
import { isWeightwise, namesOf } from '../model/methods/registry';
import { isMade } from '../model/variant';
import { capital } from '../text/format';
import type { LevelPies } from '../views/exemplars/Exemplars';
import type { PopulationName } from '../views/inspector/describe';
import type { LevelEntry } from '../views/levels/describe';
import type { PieLevel } from '../views/persistence/describe';
import type { Aside, Current, Levels } from '../views/topline/levels';
import { type LabState, sameCurve, sameQuestion } from './lab/client';
import type { Level, MadeDigest } from './lab/results';
import type { LevelDigest } from './panels/levels/question';

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** What the compared population is called in titles and in sentences. */
export function populationName(experiment: Experiment): PopulationName {
  const { variant } = experiment;
  const made = variantOf(experiment);
  if (isMade(made)) return namesOf(made);
  if (variant === 'dense') return { title: 'Dense, once more', phrase: 'run once more' };
  if (variant === 'null') return { title: 'Dense, retrained', phrase: 'retrained' };
  if (variant === 'narrow') {
    const width = percent(experiment.width);
    return { title: `Narrow, ${width} of the channels`, phrase: `with ${width} of the channels` };
  }
  const level = percent(removedShare(experiment));
  return { title: `${level} removed`, phrase: `at ${level}` };
}

function withPruned(state: LabState, experiment: Experiment): Level[] {
  return state.sweep && sameCurve(state.sweep.experiment, experiment) ? state.sweep.levels : [];
}

/** The curve over levels for the top line: the zoo's, those of a sweep on the same networks and images, and the level on screen. */
export function curve(state: LabState, experiment: Experiment): Levels {
  const of = (kind: Level['kind']) =>
    state.levels.filter((level) => level.kind === kind).map((level) => level.summary);
  const pruned = withPruned(state, experiment).map((level) => level.summary);
  const shown = shownLevel(state, experiment);
  const others = pruned.filter(({ sparsity }) => sparsity !== shown?.sparsity);
  return {
    dense: of('dense')[0] ?? null,
    again: of('null')[0] ?? null,
    sparse: of('sparse'),
    when: removedWhen(experiment),
    pruned: shown ? [...others, shown] : pruned,
    aside: shownAside(state, experiment),
  };
}

/** Where on the curve over levels an experiment lies, `aside` when it is no share of weights removed one by one. */
export function seriesOf(experiment: Experiment): Current['series'] {
  const { kind } = variantOf(experiment);
  return kind === 'narrow' || kind === 'structured' || kind === 'quantised' ? 'aside' : kind;
}

/** The findings on screen, where they are those of the experiment asked for on all its images. */
function shownFindings({ comparison }: LabState, experiment: Experiment): Findings | null {
  if (!comparison || comparison.images < experiment.images) return null;
  return sameQuestion(comparison.experiment, experiment) ? comparison.findings : null;
}

function shownLevel(state: LabState, experiment: Experiment): LevelSummary | null {
  const findings = seriesOf(experiment) === 'pruned' ? shownFindings(state, experiment) : null;
  return findings && summaryOf(findings, experiment.sparsity);
}

function shownAside(state: LabState, experiment: Experiment): Aside | null {
  const findings = seriesOf(experiment) === 'aside' ? shownFindings(state, experiment) : null;
  if (!findings) return null;
  const { title: name, phrase } = populationName(experiment);
  const lead = experiment.variant === 'narrow' ? `trained ${phrase}` : phrase;
  return { ...summaryOf(findings, 0), name, lead: capital(lead), label: asideLabel(experiment) };
}

function asideLabel(experiment: Experiment): Aside['label'] {
  const variant = variantOf(experiment);
  if (variant.kind === 'narrow') return [percent(variant.width), 'narrow'];
  return isMade(variant) ? namesOf(variant).label : ['', ''];
}

function summaryOf(findings: Findings, sparsity: number): LevelSummary {
  const { top1, accuracyChange, pies, noiseFloor, images } = findings;
  return {
    sparsity,
    top1: top1.compressed,
    accuracyChange,
    pies: pies.images.length,
    excess: noiseFloor.kind === 'null' ? noiseFloor.excess : null,
    images,
  };
}

/** The levels pruned here that are known: those of a sweep and the one on screen, ascending. */
function prunedLevels(state: LabState, experiment: Experiment): Level[] {
  const shown = shownLevel(state, experiment);
  const swept = withPruned(state, experiment).filter(({ summary }) => summary.sparsity !== shown?.sparsity);
  const onScreen: Level[] =
    shown && state.comparison
      ? [{ id: 'pruned', kind: 'pruned', summary: shown, pies: state.comparison.findings.pies.images }]
      : [];
  return [...swept, ...onScreen].sort((a, b) => a.summary.sparsity - b.summary.sparsity);
}

/** Where else an image may be a PIE: the zoo's trained sparse levels, then those pruned here. */
export function levelPies(state: LabState, experiment: Experiment): LevelPies[] {
  const named = (level: Level, here: boolean): LevelPies => ({
    label: `${percent(level.summary.sparsity)}${here ? ' pruned here' : ''}`,
    here,
    sparsity: level.summary.sparsity,
    pies: level.pies,
  });
  return [
    ...state.levels.filter(({ kind }) => kind === 'sparse').map((level) => named(level, false)),
    ...prunedLevels(state, experiment).map((level) => named(level, true)),
  ];
}

/** What was computed here on an experiment's networks, images and tie rule, and is no level pruned here on its curve. */
function otherMade(state: LabState, experiment: Experiment): MadeDigest[] {
  const known = prunedLevels(state, experiment).map(({ summary }) => summary.sparsity);
  return madeBeside(state, experiment).filter(
    ({ experiment: made }) =>
      !(sameCurve(made, experiment) && variantOf(made).kind === 'pruned' && known.includes(made.sparsity)),
  );
}

/** What runs computed here, made of the zoo's dense networks, on an experiment's networks, images and tie rule. */
export function madeBeside(state: LabState, experiment: Experiment): MadeDigest[] {
  return allMade(state, experiment).filter(({ swept }) => !swept);
}

/** The same with the points of sweeps over levels. */
function allMade({ made }: LabState, { data, members, images, ties }: Experiment): MadeDigest[] {
  return made.filter(
    ({ experiment }) =>
      isMade(variantOf(experiment)) &&
      experiment.data === data &&
      experiment.members === members &&
      experiment.images === images &&
      experiment.ties === ties,
  );
}

/** Whether nothing is removed, so that re-estimating BatchNorm is all that is done to networks compared as trained. */
function isTreatmentAlone({ baseline, recalibrate, variant, sparsity, method }: Experiment): boolean {
  return (
    variant === 'pruned' && isWeightwise(method) && sparsity === 0 && recalibrate && baseline === 'trained'
  );
}

/** A population made here, told apart from others of the same title. */
export function madeName(experiment: Experiment): string {
  const { title } = populationName(experiment);
  const variant = variantOf(experiment);
  if (variant.kind === 'quantised' || !isMade(variant)) return title;
  if (isTreatmentAlone(experiment)) return 'BatchNorm re-estimated here, nothing removed';
  const how = [
    ...(namesOf(variant).how ?? []),
    variant.recalibrated ? null : 'BatchNorm as it was',
    variant.recalibrated && experiment.baseline === 'trained' ? 'against dense as trained' : null,
  ].filter((part) => part !== null);
  return `${title} here${how.length > 0 ? `, ${how.join(', ')}` : ''}`;
}

/** When what a sparse population lacks was removed: of a reader's own networks it is not known how. */
export function removedWhen({ data }: Pick<Experiment, 'data'>): string {
  return isOwn(data) ? 'before' : 'in training';
}

/** What one of two compressions side by side is called. */
export function sideName(experiment: Experiment): string {
  const when = experiment.variant === 'sparse' ? ` ${removedWhen(experiment)}` : '';
  return madeName(experiment) + when;
}

function madePies({ experiment, pies }: MadeDigest): PieLevel {
  const pruned = variantOf(experiment).kind === 'pruned';
  const name = madeName(experiment);
  return {
    id: madeId(experiment),
    name,
    short: name
      .replace(' removed', '')
      .replace('int8 weights and activations', 'int8 all')
      .replace(' weights kept', ''),
    removed: pruned ? experiment.sparsity : null,
    series: 'other',
    pies,
  };
}

/** The same levels for the chapter on persistence, with the null population before them and what else was computed here after them; only those of the experiment's images. */
export function pieLevels(state: LabState, experiment: Experiment): PieLevel[] {
  const others = otherMade(state, experiment).map(madePies);
  return [...levelsOfCurve(state, experiment), ...others];
}

/** The id that the PIEs on screen have among those of `pieLevels`; null for populations that have none. */
export function setOnScreen(experiment: Experiment): string | null {
  const { kind } = variantOf(experiment);
  if (kind === 'dense' || kind === 'narrow') return null;
  if (kind === 'null') return shippedVariant(experiment);
  if (kind === 'sparse' || kind === 'pruned') return curveId(kind, experiment.sparsity);
  return madeId(experiment);
}

function curveId(kind: Level['kind'], sparsity: number): string {
  return `${kind}-${percent(sparsity)}`;
}

function madeId(experiment: Experiment): string {
  return `made-${madeName(experiment)}`;
}

function levelsOfCurve(state: LabState, experiment: Experiment): PieLevel[] {
  const levels = [...state.levels, ...prunedLevels(state, experiment)];
  return levels.flatMap(({ id, kind, summary, pies }): PieLevel[] => {
    if (kind === 'dense' || summary.images !== experiment.images) return [];
    if (kind === 'null')
      return [{ id, name: 'Retrained', short: 'retrained', removed: 0, series: kind, pies }];
    const level = percent(summary.sparsity);
    const here = kind === 'pruned';
    return [
      {
        id: curveId(kind, summary.sparsity),
        name: `${level} removed ${here ? 'here' : removedWhen(experiment)}`,
        short: here ? `${level} here` : level,
        removed: summary.sparsity,
        series: kind,
        pies,
      },
    ];
  });
}

/**
 * The zoo's populations as the table of levels names them, then those made here. Times are those of runs here: of a zoo's
 * population only where it was run again; of the dense one by the device's measured speed.
 */
export function tableEntries(state: LabState, digests: LevelDigest[], experiment: Experiment): LevelEntry[] {
  const speed = state.device?.speed?.imagesPerSecond;
  const secondsOf = (id: string) =>
    id === 'dense'
      ? speed
        ? 1 / speed
        : null
      : (state.made.find(({ experiment: ran }) => shippedVariant(ran) === id && ran.data === experiment.data)
          ?.secondsPerImage ?? null);
  const made = allMade(state, experiment).map(
    ({ experiment: one, row, cost, secondsPerImage }): LevelEntry => {
      const pruned = variantOf(one).kind === 'pruned';
      const unknown = { weightsLeft: null, bytes: null, multiplyAdds: null };
      return {
        id: madeId(one),
        name: madeName(one),
        kind: pruned ? 'pruned' : 'other',
        removed: pruned ? one.sparsity : null,
        row,
        cost: { ...(cost ?? unknown), secondsPerImage },
      };
    },
  );
  return [...levelEntries(digests, removedWhen(experiment), secondsOf), ...made];
}

/** The zoo's populations as the table of levels names them; `secondsOf` says how long one image takes. */
function levelEntries(
  digests: LevelDigest[],
  when: string,
  secondsOf: (id: string) => number | null = () => null,
): LevelEntry[] {
  const names = { dense: 'Dense', null: 'Dense, retrained' };
  return digests.map(({ id, kind, removed, width = 1, row, cost: kernels }): LevelEntry => {
    const cost = { ...kernels, secondsPerImage: secondsOf(id) };
    if (kind === 'narrow') {
      const name = `Narrow, ${percent(width)} of the channels, trained so`;
      return { id, kind: 'other', removed: null, row, name, cost };
    }
    const name = kind === 'dense' || kind === 'null' ? names[kind] : `${percent(removed)} removed ${when}`;
    return { id, kind, removed, row, name, cost };
  });
}
