import { useContext, useMemo } from 'react';
import { OuterHeading } from '../../../charts/heading';
import { PREDICTED, predictedLevels } from '../../../report/predictedLevels';
import { Levels } from '../../../views/levels/Levels';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';

/** The populations of one comparison in the table of levels, beside the paper's. */
export function PopulationRows(given: Given) {
  const outer = useContext(OuterHeading);
  const { answer } = useAnswer(given, 'populations', null);
  const entries = useMemo(() => (answer ? predictedLevels(answer.rows) : []), [answer]);
  if (entries.length === 0) return <p className="shell-waiting">Auditing every population.</p>;
  return <Levels title={outer?.title} data={given.data} levels={entries} current={PREDICTED} />;
}
