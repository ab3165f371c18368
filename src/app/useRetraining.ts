import { useEffect } from 'react';
import type { Retraining } from '../audit/retraining/retraining';
import { sameQuestion } from './lab/client';
import type { Comparison } from './lab/protocol';
import type { Lab } from './useLab';

/**
 * Whether the PIEs of the comparison on screen are more than retraining alone gives, as far as the lab has counted; asked of it once the
 * comparison is `settled`. Null before, and for paired populations, which were not trained again.
 */
export function useRetraining(
  { state, testRetraining }: Lab,
  comparison: Comparison | null,
  settled: boolean,
): Retraining | null {
  const known = state.retraining;
  const observed = known?.retraining.permutation?.observed;
  const answered =
    known !== null &&
    comparison !== null &&
    sameQuestion(known.experiment, comparison.experiment) &&
    (observed === undefined || observed === comparison.findings.pies.images.length);
  const tests = comparison !== null && !comparison.findings.paired;
  const missing = settled && tests && !answered ? comparison.experiment : null;
  useEffect(() => {
    if (missing) testRetraining(missing);
  }, [missing, testRetraining]);
  return tests && answered ? known.retraining : null;
}
