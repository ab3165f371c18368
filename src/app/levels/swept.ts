/** Levels of weights removed that are known: swept here, shipped, and the one on screen. */
import type { Findings, LevelSummary } from '../../audit/findings';
import { type Experiment, inOneShot, variantOf } from '../../model/experiment';
import { finetuneOf } from '../../model/methods/registry';
import type { Current, PrunedSummary } from '../../views/topline/levels';
import type { LabState } from '../lab/labState';
import type { Level } from '../lab/results';
import { sameCurve, sameQuestion } from '../lab/sameExperiment';

/**
 * The levels of a sweep on the same networks and images: those computed here, then those that came with the
 * zoo.
 */
export function sweptLevels({ sweeps, oneShot }: LabState, experiment: Experiment): Level[] {
  const isOf = ({ experiment: swept }: { experiment: Experiment }) =>
    swept.data === experiment.data && sameCurve(swept, experiment);
  const swept = sweeps.find(isOf)?.levels ?? [];
  const here = new Set(swept.map(({ summary }) => summary.sparsity));
  const shipped = oneShot && isOf(oneShot) ? oneShot.levels : [];
  return [...swept, ...shipped.filter(({ summary }) => !here.has(summary.sparsity))];
}

/**
 * Where on the curve over levels an experiment lies, `aside` when it is no share of weights removed one by
 * one.
 */
export function seriesOf(experiment: Experiment): Current['series'] {
  const variant = variantOf(experiment);
  const { kind } = variant;
  if (kind === 'pruned' && finetuneOf(variant) > 0) return 'tuned';
  return kind === 'narrow' || kind === 'structured' || kind === 'quantised' ? 'aside' : kind;
}

/** The findings on screen, where they are those of the experiment asked for on all its images. */
export function shownFindings({ comparison }: LabState, experiment: Experiment): Findings | null {
  if (!comparison || comparison.images < experiment.images) return null;
  return sameQuestion(comparison.experiment, experiment) ? comparison.findings : null;
}

export function shownLevel(state: LabState, experiment: Experiment): PrunedSummary | null {
  const series = seriesOf(experiment);
  const findings = series === 'pruned' || series === 'tuned' ? shownFindings(state, experiment) : null;
  return findings && { ...summaryOf(findings, experiment.sparsity), shipped: isShippedOneShot(state) };
}

/** Whether what is on screen is one-shot pruning as it came with the zoo. */
function isShippedOneShot({ comparison }: LabState): boolean {
  return comparison?.source === 'shipped' && comparison.experiment.variant === 'pruned';
}

export function summaryOf(findings: Findings, sparsity: number): LevelSummary {
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
export function prunedLevels(state: LabState, experiment: Experiment): Level[] {
  const shown = experiment.finetune === 0 ? shownLevel(state, experiment) : null;
  const swept = sweptLevels(state, inOneShot(experiment)).filter(
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
