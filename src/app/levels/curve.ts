/** The curve over levels, for the top line. */
import { type Experiment, inOneShot, variantOf } from '../../model/experiment';
import { namesOf } from '../../model/methods/registry';
import { isMade } from '../../model/variant';
import { capital, level as share } from '../../text/format';
import type { Aside, Levels, PrunedSummary } from '../../views/topline/levels';
import type { LabState } from '../lab/labState';
import type { Level } from '../lab/results';
import { sameCurve } from '../lab/sameExperiment';
import { populationName, removedWhen } from '../names';
import { madeBeside } from './made';
import { seriesOf, shownFindings, shownLevel, summaryOf, sweptLevels } from './swept';

/** How networks learn on after pruning, of an experiment. */
type Tuning = Pick<Experiment, 'finetune' | 'rounds'>;

/**
 * Levels pruned here, one-shot or fine-tuned as the experiment says: those of a sweep, of runs, and the one
 * on screen.
 */
function curveHere(state: LabState, asked: Experiment, experiment: Experiment): PrunedSummary[] {
  const isAsked = asked.finetune === experiment.finetune && asked.rounds === experiment.rounds;
  const shown = isAsked ? shownLevel(state, experiment) : null;
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

/**
 * The fine-tuning of the curve beside the one-shot one: that asked for, else that of the latest sweep; of 0
 * epochs where there is none.
 */
export function tuningBeside({ sweeps }: LabState, experiment: Experiment): Tuning {
  const { finetune, rounds } = experiment;
  if (finetune > 0) return { finetune, rounds };
  const found = sweeps
    .map(({ experiment: swept }): Tuning => ({ finetune: swept.finetune, rounds: swept.rounds }))
    .find((tuning, index) => {
      return tuning.finetune > 0 && sameCurve(sweeps[index].experiment, { ...experiment, ...tuning });
    });
  return found ?? { finetune: 0, rounds: 1 };
}

/** What is known without computing it of a level under the slider; null where nothing is. */
export function draftLevel(state: LabState, experiment: Experiment, sparsity: number): Level | null {
  const { variant } = experiment;
  const known = variant === 'sparse' ? state.levels.filter(({ kind }) => kind === 'sparse') : [];
  const all = variant === 'pruned' ? sweptLevels(state, experiment) : known;
  return all.find(({ summary }) => Math.abs(summary.sparsity - sparsity) < 1e-6) ?? null;
}

/**
 * The curve over levels for the top line: the zoo's, those of a sweep on the same networks and images, and
 * the level on screen.
 */
export function curve(state: LabState, experiment: Experiment): Levels {
  const summariesOf = (kind: Level['kind']) =>
    state.levels.filter((level) => level.kind === kind).map((level) => level.summary);
  const tuning = tuningBeside(state, experiment);
  return {
    dense: summariesOf('dense')[0] ?? null,
    retrained: summariesOf('null')[0] ?? null,
    sparse: summariesOf('sparse'),
    when: removedWhen(experiment),
    pruned: curveHere(state, inOneShot(experiment), experiment),
    tuned: tuning.finetune === 0 ? [] : curveHere(state, { ...experiment, ...tuning }, experiment),
    aside: shownAside(state, experiment),
  };
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
  if (variant.kind === 'narrow') return [share(variant.width), 'narrow'];
  return isMade(variant) ? namesOf(variant).label : ['', ''];
}
