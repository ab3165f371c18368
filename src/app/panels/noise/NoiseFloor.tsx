import { useState } from 'react';
import { Noise } from '../../../views/noise/Noise';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** How much of the result retraining alone, or the choice of networks, explains. */
export function NoiseFloor(given: Given) {
  const { findings, name, stale, view, onView } = given;
  const asked = useAnswer(given, 'draws', null);
  const { answer, isCurrent } = asked;
  const retraining = useAnswer(given, 'retraining', view.margin, !findings.paired);
  const test = (retraining.isCurrent && retraining.answer?.permutation) || null;
  // Of the same networks: while another margin is tested, the bars, which are the same with any, stay.
  const [last, setLast] = useState({ test, findings });
  if (test && test !== last.test) setLast({ test, findings });
  return (
    <Noise
      stability={isCurrent ? answer : null}
      test={test ?? (last.findings === findings ? last.test : null)}
      margin={view.margin}
      onMargin={(margin) => onView({ margin })}
      findings={findings}
      name={name.title}
      waiting={<Working question="draws" doing="Drawing networks" {...{ given, asked }} />}
      stale={stale}
    />
  );
}
