import { useContext, useMemo } from 'react';
import { OuterHeading } from '../../../charts/heading';
import { PREDICTED, predictedLevels } from '../../../report/predictedLevels';
import { Levels } from '../../../views/levels/Levels';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** The populations of one comparison in the table of levels, beside the paper's. */
export function PopulationRows(given: Given) {
  const outer = useContext(OuterHeading);
  const asked = useAnswer(given, 'populations', null);
  const { answer } = asked;
  const entries = useMemo(() => (answer ? predictedLevels(answer.rows) : []), [answer]);
  if (!answer) {
    return <Working question="populations" doing="Auditing every population" {...{ given, asked }} />;
  }
  return <Levels title={outer?.title} data={given.data} levels={entries} current={PREDICTED} />;
}
