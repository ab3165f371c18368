import { splitImpacts } from '../../audit/classes/classCurves';
import type { Both, CrossedEffect, Findings } from '../../audit/findings';
import { decimal, percent, pPhrase } from '../../text/format';
import { againstRetraining, type Claim } from './claim';
import { type Known, OPTIONS } from './known';
import { withInterval } from './markdown';
import { points } from './shared';
import { bruntVerdict, flaggedSplit, harderVerdict, liftVerdict } from './verdicts';

/** How much harder PIEs are than equally contested images, and than those that retraining alone changes. */
function besideHarder(findings: Findings): string {
  const said = (beyond: Both<CrossedEffect | null> | undefined) =>
    `dense ${points(beyond?.dense ?? null)}, compressed ${points(beyond?.compressed ?? null)}`;
  return (
    `Beside non-PIEs as contested ${said(findings.matched?.beyond)}. Beside what retraining alone ` +
    `changes ${said(retrainedBeyond(findings))}`
  );
}

function retrainedBeyond({ noiseFloor }: Findings): Both<CrossedEffect | null> | undefined {
  return noiseFloor.kind === 'null' ? noiseFloor.changed?.beyond : undefined;
}

/** Few classes pay for many, and PIEs are harder for both populations. */
export function imageClaims({ levels, retrained }: Known): Claim[] {
  const last = levels[levels.length - 1];
  const { accuracy, classImpact, matched } = last.findings;
  const split = splitImpacts(classImpact, OPTIONS.alpha);
  const flagged = flaggedSplit(classImpact, OPTIONS.alpha);
  const retrainedImpact = retrained?.findings.classImpact ?? null;
  const lift = retrained?.findings.accuracy.dense.nonPie;
  return [
    {
      claim: 'A few classes bear the brunt, while more gain against the model.',
      verdict: bruntVerdict(classImpact, retrainedImpact, OPTIONS.alpha),
      test: 'exact sign test of flagged classes that gain against those that lose',
      refuted: 'as many or more flagged classes that lose',
      figures:
        `${last.name}: ${split.lose} classes lose against the model, ${decimal(split.meanLoss)} ` +
        `points on average, ${split.gain} gain. Flagged after adjustment, ${flagged.lose} lose and ` +
        `${flagged.gain} gain, p ${pPhrase(flagged.p)}; ${againstRetraining(classImpact, retrainedImpact)}`,
    },
    {
      claim: 'PIEs are harder, for dense and for compressed networks.',
      test:
        'accuracy on PIEs minus that on all images, on non-PIEs as contested and on what retraining alone ' +
        'changes, networks and images both varying. On the last, the compressed networks stand against ' +
        'the null population',
      refuted: 'PIEs measurably easier than all images',
      verdict: harderVerdict(accuracy, {
        matched: matched?.beyond ?? null,
        retrained: retrainedBeyond(last.findings) ?? null,
      }),
      figures:
        `${last.name}: dense ${percent(accuracy.dense.pie?.value)} on PIEs, ` +
        `${percent(accuracy.dense.all.value)} on all, ${points(accuracy.dense.beyond ?? null)} points; ` +
        `compressed ${percent(accuracy.compressed.pie?.value)} and ` +
        `${percent(accuracy.compressed.all.value)}, ${points(accuracy.compressed.beyond ?? null)} points. ` +
        `${besideHarder(last.findings)}`,
    },
    {
      claim: 'Without the PIEs, top-1 rises for both.',
      verdict: liftVerdict(accuracy),
      test:
        'accuracy without PIEs against all images, t intervals over networks apart; never more than ' +
        'in part, since it follows by arithmetic',
      refuted: 'accuracy measurably lower without them',
      figures:
        `Dense ${withInterval(accuracy.dense.nonPie)} on the rest against ` +
        `${withInterval(accuracy.dense.all)}, compressed ${withInterval(accuracy.compressed.nonPie)} ` +
        `against ${withInterval(accuracy.compressed.all)}. By arithmetic, wherever PIEs are harder ` +
        'than all images' +
        (lift ? `. Dense ${percent(lift.value)} without the images that retraining alone changes` : ''),
    },
  ];
}
