import type { Comparison } from './lab/protocol';

type Props = { comparison: Comparison | null; busy: boolean; onCompute: () => void };

/** What checks the numbers on screen: a way to compute shipped ones here, or how what was computed here agrees with them. */
export function Agreement({ comparison, busy, onCompute }: Props) {
  if (!comparison || busy) return null;
  if (comparison.source === 'shipped') {
    return (
      <button type="button" onClick={onCompute}>
        compute here to check
      </button>
    );
  }
  if (!comparison.agreement) return null;
  const { differing, compared } = comparison.agreement;
  const total = compared.toLocaleString('en');
  return (
    <span data-testid="agreement" data-differing={differing} data-compared={compared}>
      {differing === 0
        ? `all ${total} answers of the zoo's networks agree with the shipped ones`
        : `${differing.toLocaleString('en')} of ${total} answers of the zoo's networks differ from the shipped ones`}
    </span>
  );
}
