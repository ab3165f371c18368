import type { Findings, LevelSummary } from '../audit/findings';
import { type Experiment, shippedVariant, variantOf } from '../model/experiment';
import { finetuneOf, namesOf } from '../model/methods/registry';
import { isMade } from '../model/variant';
import { capital } from '../text/format';
import type { LevelPies } from '../views/exemplars/Exemplars';
import type { LevelEntry } from '../views/levels/levelWords';
import type { PieLevel } from '../views/persistence/persistenceWords';
import type { Aside, Current, Levels, PrunedSummary } from '../views/topline/levels';
import type { LabState } from './lab/labState';
import type { Level, MadeDigest } from './lab/results';
import { sameCurve, sameQuestion } from './lab/sameExperiment';
import { madeName, populationName, removedWhen } from './names';
import type { LevelDigest } from './panels/levels/question';

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** The levels of a sweep on the same networks and images: those computed here, then those that came with the zoo. */
function sweptLevels({ sweeps, oneShot }: LabState, experiment: Experiment): Level[] {
  const isOf = ({ experiment: swept }: { experiment: Experiment }) =>
    swept.data === experiment.data && sameCurve(swept, experiment);
  const swept = sweeps.find(isOf)?.levels ?? [];
  const here = new Set(swept.map(({ summary }) => summary.sparsity));
  const shipped = oneShot && isOf(oneShot) ? oneShot.levels : [];
  return [...swept, ...shipped.filter(({ summary }) => !here.has(summary.sparsity))];
}

/** Levels pruned here, one-shot or fine-tuned as the experiment says: those of a sweep, of runs, and the one on screen. */
function curveHere(state: LabState, asked: Experiment, experiment: Experiment): PrunedSummary[] {
  const shown = asked.finetune === experiment.finetune ? shownLevel(state, experiment) : null;
  const swept = sweptLevels(state, asked).map(({ summary, shipped }) => ({ ...summary, shipped }));
  // What was run once stands there too where one-shot and fine-tuned levels are set beside each other.
  const isBeside = asked.finetune > 0 || experiment.finetune > 0;
  const runs = isBeside
    ? madeBeside(state, asked).filter(({ experiment: one }) => sameCurve(one, asked))
    : [];
  const ran = runs.flatMap(({ experiment: one, row }): PrunedSummary[] => {
    const { top1, change, images } = row;
    const { pies = null, accuracy: accuracyChange = null } = change ?? {};
    const { kind } = variantOf(one);
    return kind === 'pruned'
      ? [{ sparsity: one.sparsity, top1, accuracyChange, pies, excess: null, images }]
      : [];
  });
  const all = [...(shown ? [shown] : []), ...swept, ...ran];
  return all.filter(({ sparsity }, index) => all.findIndex((level) => level.sparsity === sparsity) === index);
}

/** The epochs of fine-tuning of the curve beside the one-shot one: those asked for, else of the latest sweep; 0 for none. */
export function tunedEpochs({ sweeps }: LabState, experiment: Experiment): number {
  if (experiment.finetune > 0) return experiment.finetune;
  const tuned = sweeps.find(
    ({ experiment: swept }) =>
      swept.finetune > 0 && sameCurve(swept, { ...experiment, finetune: swept.finetune }),
  );
  return tuned?.experiment.finetune ?? 0;
}

/** What is known without computing it of a level under the slider; null where nothing is. */
export function draftLevel(state: LabState, experiment: Experiment, sparsity: number): Level | null {
  const { variant } = experiment;
  const known = variant === 'sparse' ? state.levels.filter(({ kind }) => kind === 'sparse') : [];
  const all = variant === 'pruned' ? sweptLevels(state, experiment) : known;
  return all.find(({ summary }) => Math.abs(summary.sparsity - sparsity) < 1e-6) ?? null;
}

/** The curve over levels for the top line: the zoo's, those of a sweep on the same networks and images, and the level on screen. */
export function curve(state: LabState, experiment: Experiment): Levels {
  const of = (kind: Level['kind']) =>
    state.levels.filter((level) => level.kind === kind).map((level) => level.summary);
  const epochs = tunedEpochs(state, experiment);
  return {
    dense: of('dense')[0] ?? null,
    again: of('null')[0] ?? null,
    sparse: of('sparse'),
    when: removedWhen(experiment),
    pruned: curveHere(state, { ...experiment, finetune: 0 }, experiment),
    tuned: epochs === 0 ? [] : curveHere(state, { ...experiment, finetune: epochs }, experiment),
    aside: shownAside(state, experiment),
  };
}

/** Where on the curve over levels an experiment lies, `aside` when it is no share of weights removed one by one. */
export function seriesOf(experiment: Experiment): Current['series'] {
  const variant = variantOf(experiment);
  const { kind } = variant;
  if (kind === 'pruned' && finetuneOf(variant) > 0) return 'tuned';
  return kind === 'narrow' || kind === 'structured' || kind === 'quantised' ? 'aside' : kind;
}

/** The findings on screen, where they are those of the experiment asked for on all its images. */
function shownFindings({ comparison }: LabState, experiment: Experiment): Findings | null {
  if (!comparison || comparison.images < experiment.images) return null;
  return sameQuestion(comparison.experiment, experiment) ? comparison.findings : null;
}

function shownLevel(state: LabState, experiment: Experiment): PrunedSummary | null {
  const series = seriesOf(experiment);
  const findings = series === 'pruned' || series === 'tuned' ? shownFindings(state, experiment) : null;
  return findings && { ...summaryOf(findings, experiment.sparsity), shipped: isShippedOneShot(state) };
}

/** Whether what is on screen is one-shot pruning as it came with the zoo. */
function isShippedOneShot({ comparison }: LabState): boolean {
  return comparison?.source === 'shipped' && comparison.experiment.variant === 'pruned';
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

/** The levels pruned here in one shot that are known: those of a sweep and the one on screen, ascending. */
function prunedLevels(state: LabState, experiment: Experiment): Level[] {
  const shown = experiment.finetune === 0 ? shownLevel(state, experiment) : null;
  const swept = sweptLevels(state, { ...experiment, finetune: 0 }).filter(
    ({ summary }) => summary.sparsity !== shown?.sparsity,
  );
  const onScreen: Level[] =
    shown && state.comparison
      ? [
          {
            ...{ id: 'pruned', kind: 'pruned', summary: shown, shipped: shown.shipped },
            pies: state.comparison.findings.pies.images,
          },
        ]
      : [];
  return [...swept, ...onScreen].sort((a, b) => a.summary.sparsity - b.summary.sparsity);
}

/** Where else an image may be a PIE: the zoo's trained sparse levels, then those pruned here. */
export function levelPies(state: LabState, experiment: Experiment): LevelPies[] {
  const named = (level: Level, here: boolean): LevelPies => ({
    label: `${percent(level.summary.sparsity)}${here ? (level.shipped ? ' in one shot' : ' pruned here') : ''}`,
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
  const oneShot = { ...experiment, finetune: 0 };
  return madeBeside(state, experiment).filter(
    ({ experiment: made }) =>
      !(sameCurve(made, oneShot) && variantOf(made).kind === 'pruned' && known.includes(made.sparsity)),
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
  const variant = variantOf(experiment);
  const { kind } = variant;
  if (finetuneOf(variant) > 0) return madeId(experiment);
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
  return levels.flatMap(({ id, kind, summary, pies, shipped }): PieLevel[] => {
    if (kind === 'dense' || summary.images !== experiment.images) return [];
    if (kind === 'null')
      return [{ id, name: 'Retrained', short: 'retrained', removed: 0, series: kind, pies }];
    const level = percent(summary.sparsity);
    const here = kind === 'pruned';
    return [
      {
        id: curveId(kind, summary.sparsity),
        name: `${level} removed ${here ? (shipped ? 'in one shot' : 'here') : removedWhen(experiment)}`,
        short: here ? `${level} ${shipped ? 'one-shot' : 'here'}` : level,
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
        kind: !pruned ? 'other' : one.finetune > 0 ? 'tuned' : 'pruned',
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
