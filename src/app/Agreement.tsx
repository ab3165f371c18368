import { count } from '../text/format';
import type { Comparison } from './lab/results';

type Props = {
  comparison: Comparison | null;
  /** Whether the networks are the reader's own, whose answers were computed here before. */
  own: boolean;
  /** What pixels the shipped answers are of, where they were computed here on others. */
  shippedOn?: string | null;
  busy: boolean;
  onCompute: () => void;
};

/**
 * What checks the numbers on screen: a way to compute shipped ones here, or how what was computed here agrees
 * with them.
 */
export function Agreement({ comparison, own, shippedOn, busy, onCompute }: Props) {
  if (!comparison || busy) return null;
  if (comparison.source === 'shipped') {
    return (
      <button type="button" onClick={onCompute}>
        compute {own ? 'again' : 'here'} to check
      </button>
    );
  }
  if (!comparison.agreement) return null;
  const { differing, compared } = comparison.agreement;
  const total = `${count(compared)} answers of ${own ? 'your' : "the zoo's"} networks`;
  const before = own ? 'those computed when they were brought' : 'the shipped ones';
  return (
    <span data-testid="agreement" data-differing={differing} data-compared={compared}>
      {differing === 0
        ? `all ${total} agree with ${before}`
        : `${count(differing)} of ${total} differ from ${before}`}
      {shippedOn && differing > 0 && ` (which are on ${shippedOn}: other pixels)`}
    </span>
  );
}
