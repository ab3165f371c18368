import { useContext } from 'react';
import { Withheld } from '../charts/withheld';
import { type Experiment, isCostly } from '../model/experiment';
import { count, noun, percent, level as share } from '../text/format';
import { draftLevel } from './levels/curve';
import type { Lab } from './useLab';

type DraftLineProps = { lab: Lab; experiment: Experiment; sparsity: number };

/** What is known of the level under the slider, before it comes to rest. */
export function DraftLine({ lab, experiment, sparsity }: DraftLineProps) {
  const { pies } = useContext(Withheld);
  const level = draftLevel(lab.state, experiment, sparsity);
  return (
    <p className="experiment-draft" data-testid="draft">
      {share(sparsity)} removed
      {level
        ? knownWords(level, pies !== undefined)
        : `: computed once ${isCostly(experiment, false) ? 'you press Run' : 'the slider rests'}`}
    </p>
  );
}

type Known = NonNullable<ReturnType<typeof draftLevel>>;

function knownWords({ kind, shipped, summary }: Known, isWithheld: boolean): string {
  const { top1, pies, images } = summary;
  const how = kind !== 'pruned' ? '' : shipped ? ' in one shot, shipped results' : ' here';
  const labels = noun(pies ?? 0, 'image changes its label', 'images change their label');
  const changed = pies === null || isWithheld ? '' : `, ${count(pies)} of ${count(images)} ${labels}`;
  return `${how}: ${percent(top1.mean.value)} right on average${changed}`;
}
