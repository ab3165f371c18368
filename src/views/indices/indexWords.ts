import type { Estimate } from '../../audit/findings';
import type { BiasIndices } from '../../audit/scores/biasIndices';
import type { Mismatch, MismatchRates } from '../../audit/scores/mismatch';
import type { Claim } from '../../charts/claim';
import { bracketed, decimal, noun, percent, range, signed, word } from '../../text/format';

/** One index: between networks, from retraining alone, and between modal labels, each with its interval. */
type IndexRow = { name: string; networks: string; retrained: string; modal: string };

/** A share of images: 5.71%. */
export function shareOf(value: number): string {
  return percent(value, 2);
}

function variance(value: number): string {
  return decimal(value, 3);
}

function shareCell(estimate: Estimate | undefined): string {
  if (!estimate) return '–';
  const { value, interval } = estimate;
  return shareOf(value) + bracketed(interval, (end) => decimal(100 * end, 2));
}

function indexCell(estimate: Estimate | null): string {
  if (!estimate) return '–';
  return variance(estimate.value) + bracketed(estimate.interval, variance);
}

/** What may become of an answer, in words. */
export const kinds: [keyof Mismatch, string][] = [
  ['any', 'Label differs'],
  ['forgotten', 'right to wrong'],
  ['recovered', 'wrong to right'],
  ['traded', 'wrong to another wrong'],
];

/** The table of indices; without comparable error rates the two of Blakeney et al. are left out. */
export function indexRows(mismatch: MismatchRates, bias: BiasIndices | null): IndexRow[] {
  const rows: IndexRow[] = kinds.map(([kind, name]) => ({
    name,
    networks: shareCell(mismatch.networks[kind]),
    retrained: shareCell(mismatch.retrained?.[kind]),
    modal: shareCell(mismatch.modal[kind]),
  }));
  if (!bias) return rows;
  const names = { cev: 'Combined error variance', sde: 'Symmetric distance error' };
  return [
    ...rows,
    ...(['cev', 'sde'] as const).map((key) => ({
      name: names[key],
      networks: indexCell(bias[key].compressed),
      retrained: indexCell(bias[key].retrained),
      modal: '–',
    })),
  ];
}

/**
 * What the indices say: how many answers differ, beside retraining alone, and whether the classes changed
 * alike.
 */
export function indicesClaim(
  { networks, retrained, modal }: MismatchRates,
  bias: BiasIndices | null,
  paired: boolean,
): Claim {
  const any = shareOf(networks.any.value);
  const wrong = shareOf(networks.forgotten.value);
  const retrainingDiffers = retrained ? ` Two dense networks differ on ${shareOf(retrained.any.value)}.` : '';
  const lead = paired
    ? `Compression changes ${any} of a network’s own answers, ${wrong} from right to wrong.`
    : `A dense and a compressed network differ on ${any} of the images; on ${wrong} only the dense one ` +
      `is right.${retrainingDiffers}`;
  const uneven = biasClause(bias);
  return {
    claim: `${lead} The modal labels differ on ${shareOf(modal.any.value)}.${uneven?.claim ?? ''}`,
    evidence: uneven?.evidence ?? '',
  };
}

function biasClause(bias: BiasIndices | null): Claim | null {
  if (!bias?.cev.retrained || !bias.cev.excess) return null;
  const { compressed, retrained, excess } = bias.cev;
  const [here, there] = [variance(compressed.value), variance(retrained.value)];
  const figures = `Combined error variance ${here} against ${there}`;
  const { interval } = excess;
  if (!interval)
    return {
      claim:
        ' One network cannot say whether its classes’ error rates change more unevenly than ' +
        'retraining changes them.',
      evidence: `${figures}.`,
    };
  const how =
    interval[0] > 0
      ? 'more unevenly than'
      : interval[1] < 0
        ? 'more evenly than'
        : 'not measurably more unevenly than';
  const ends = range(interval, (end) => signed(end, 3));
  return {
    claim: ` The classes’ error rates change ${how} retraining alone changes them.`,
    evidence: `${figures}; the 95% interval of the difference is ${ends}.`,
  };
}

/** Which classes the two indices of error rates leave out; null where they leave out none. */
export function leftOutNote(bias: BiasIndices | null, classes: string[]): string | null {
  if (!bias) {
    return (
      'Combined error variance and symmetric distance error need two classes with errors to compare ' +
      'with; there are fewer.'
    );
  }
  const { leftOut } = bias;
  if (leftOut.length === 0) return null;
  const names = leftOut.length <= 5 ? ` (${leftOut.map((label) => classes[label] ?? label).join(', ')})` : '';
  return (
    `Combined error variance and symmetric distance error leave out ${word(leftOut.length)} ` +
    `${noun(leftOut.length, 'class', 'classes')}${names} without images or without an error to ` +
    'compare with.'
  );
}
