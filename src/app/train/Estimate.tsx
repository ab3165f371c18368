import { fittingSize, type Pace, secondsFor } from '../../model/trainingEstimate';
import { count, noun } from '../../text/format';
import { type Fields, sizeOf, workloadOf } from './fields';
import { duration, sizeWords } from './words';

const LIMITS = [60, 300, 1800];

type EstimateProps = {
  /** Null until it is measured. */
  pace: Pace | null;
  fields: Fields;
  onFields: (fields: Fields) => void;
  /** Measures; null while something is being done. */
  onMeasure: (() => void) | null;
};

/** How long the chosen training takes here, and smaller ones that fit in one, five and thirty minutes. */
export function Estimate({ pace, fields, onFields, onMeasure }: EstimateProps) {
  if (!pace) {
    return (
      <p className="imports-note" role="status" data-testid="train-estimate">
        How long it takes here is measured for about a second.{' '}
        {onMeasure && (
          <button type="button" className="imports-quiet" onClick={onMeasure}>
            Measure it
          </button>
        )}
      </p>
    );
  }
  const workload = workloadOf(fields);
  const size = sizeOf(fields);
  const seconds = secondsFor(pace, workload, size);
  const smaller = LIMITS.filter((limit) => limit < seconds).map((limit) => ({
    limit,
    fits: fittingSize(pace, workload, size, limit),
  }));
  return (
    <div data-testid="train-estimate">
      <p className="train-estimate" role="status">
        <b>About {duration(seconds)}</b> on this machine, for {sizeWords(size)}.
      </p>
      <p className="imports-note">
        In a second of training here, a core took {count(1 / pace.dense)} images with all weights and{' '}
        {count(1 / pace.sparse)} with 90% of them masked. {count(pace.threads)}{' '}
        {noun(pace.threads, 'core works', 'cores work')} at a time. What else the machine does meanwhile makes
        it longer.
      </p>
      {smaller.length > 0 && (
        <ul className="train-smaller">
          {smaller.map(({ limit, fits }) => (
            <li key={limit}>
              In {limit === 60 ? 'one minute' : limit === 300 ? 'five minutes' : 'thirty minutes'}:{' '}
              {fits ? (
                <>
                  {sizeWords(fits)}{' '}
                  <button
                    type="button"
                    className="imports-quiet"
                    aria-label={`Take these: ${sizeWords(fits)}`}
                    onClick={() => onFields({ ...fields, ...fits })}
                  >
                    Take these
                  </button>
                </>
              ) : (
                'no choice of these populations fits; take fewer of them.'
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
