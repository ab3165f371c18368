import { useEffect, useMemo } from 'react';
import type { Retraining } from '../../../audit/retraining/retraining';
import { withinMargin } from '../../../audit/retraining/verdict';
import type { Comparison } from '../../lab/results';
import { sameQuestion } from '../../lab/sameExperiment';
import type { Lab } from '../../useLab';

/**
 * Whether the PIEs of the comparison on screen are more than retraining alone gives, as far as the lab has
 * counted, within the `margin` of equivalence. The lab is asked once the comparison is `settled`. Null
 * before, and for paired populations, which were not trained again. `testing` says whether more of it is
 * still to come: now, or once what is `coming` is there.
 */
export function useRetraining(
  { state, ask }: Lab,
  comparison: Comparison | null,
  margin: number,
  { settled, coming }: { settled: boolean; coming: boolean },
): { retraining: Retraining | null; testing: boolean } {
  const known = state.answers.retraining;
  const observed = known?.answer?.permutation?.observed;
  const answered =
    known !== undefined &&
    comparison !== null &&
    sameQuestion(known.experiment, comparison.experiment) &&
    (observed === undefined || observed === comparison.findings.pies.images.length);
  const tests = comparison !== null && !comparison.findings.paired;
  const missing = settled && tests && !answered ? comparison.experiment : null;
  useEffect(() => {
    if (missing) ask(missing, { question: 'retraining', asked: null });
  }, [missing, ask]);
  const answer = tests && answered ? known.answer : null;
  return {
    retraining: useMemo(() => answer && withinMargin(answer, margin), [answer, margin]),
    testing: tests && (answered ? known.done < 1 : settled || coming),
  };
}
