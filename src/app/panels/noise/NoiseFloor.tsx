import { useMemo } from 'react';
import { withinMargin } from '../../../audit/retraining/verdict';
import { Noise } from '../../../views/noise/Noise';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** How much of the result retraining alone, or the choice of networks, explains. */
export function NoiseFloor(given: Given) {
  const { findings, name, stale, view, onView } = given;
  const asked = useAnswer(given, 'draws', null);
  const { answer, isCurrent } = asked;
  const retraining = useAnswer(given, 'retraining', null, !findings.paired);
  const known = retraining.isCurrent ? retraining.answer : null;
  const margin = view.margin;
  const test = useMemo(() => known && withinMargin(known, margin).permutation, [known, margin]);
  return (
    <Noise
      stability={isCurrent ? answer : null}
      test={test}
      margin={margin}
      onMargin={(margin) => onView({ margin })}
      findings={findings}
      name={name.title}
      waiting={<Working question="draws" doing="Drawing networks" {...{ given, asked }} />}
      stale={stale}
    />
  );
}
