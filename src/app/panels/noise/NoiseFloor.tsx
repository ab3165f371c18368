import { Noise } from '../../../views/noise/Noise';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';

/** How much of the result retraining alone, or the choice of networks, explains. */
export function NoiseFloor(given: Given) {
  const { findings, name, stale } = given;
  const { answer, done, isCurrent } = useAnswer(given, 'draws', null);
  return (
    <Noise
      stability={isCurrent ? answer : null}
      findings={findings}
      name={name.title}
      progress={isCurrent && answer === null ? done : null}
      stale={stale}
    />
  );
}
