import type { BiasIndices } from '../../audit/biasIndices';
import type { Estimate } from '../../audit/findings';
import type { Mismatch, MismatchRates } from '../../audit/mismatch';
import { decimal, noun, percent, range, word } from '../../charts/format';

/** One index: between networks, from retraining alone, and between modal labels, each with its interval; and its source. */
export type IndexRow = { key: keyof Mismatch | 'cev' | 'sde'; cells: string[] };

/** A share of images: 5.71%. */
export function shareOf(value: number): string {
  return percent(value, 2);
}

const SHOWN = { share: shareOf, index: (value: number) => decimal(value, 3) };

function shown(estimate: Estimate | null | undefined, as: keyof typeof SHOWN): string[] {
  return estimate ? [SHOWN[as](estimate.value), range(estimate.interval, SHOWN[as])] : ['–', '–'];
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
    key: kind,
    cells: [
      name,
      ...shown(mismatch.networks[kind], 'share'),
      ...shown(mismatch.retrained?.[kind], 'share'),
      ...shown(mismatch.modal[kind], 'share'),
      kind === 'any' ? 'Milani Fard et al. 2016' : '',
    ],
  }));
  if (!bias) return rows;
  const names = { cev: 'Combined error variance', sde: 'Symmetric distance error' };
  for (const key of ['cev', 'sde'] as const) {
    rows.push({
      key,
      cells: [
        names[key],
        ...shown(bias[key].compressed, 'index'),
        ...shown(bias[key].retrained, 'index'),
        ...shown(null, 'index'),
        'Blakeney et al. 2021',
      ],
    });
  }
  return rows;
}

/** What the indices say: how many answers differ, beside retraining alone, and whether the classes changed alike. */
export function indicesClaim(
  { networks, retrained, modal }: MismatchRates,
  bias: BiasIndices | null,
  paired: boolean,
): string {
  const any = shareOf(networks.any.value);
  const wrong = shareOf(networks.forgotten.value);
  const votes = `Votes settle most of it: the modal labels differ on ${shareOf(modal.any.value)}.`;
  const lead = paired
    ? `Compression changes ${any} of a network’s own answers, ${wrong} from right to wrong.`
    : `A dense and a compressed network differ on ${any} of the images, ${wrong} from right to wrong${
        retrained ? `; two dense ones on ${shareOf(retrained.any.value)}` : ''
      }.`;
  return modal.any.value < networks.any.value
    ? `${lead} ${votes}${biasClause(bias)}`
    : lead + biasClause(bias);
}

function biasClause(bias: BiasIndices | null): string {
  if (!bias?.cev.retrained) return '';
  const { compressed, retrained } = bias.cev;
  return ` The classes’ error rates change unevenly: a variance of ${SHOWN.index(compressed.value)}, against ${SHOWN.index(retrained.value)} between dense networks.`;
}

/** Which classes the two indices of error rates leave out; null where they leave out none. */
export function leftOutNote(bias: BiasIndices | null, classes: string[]): string | null {
  if (!bias) {
    return 'Combined error variance and symmetric distance error need two classes with errors to compare with; there are fewer.';
  }
  const { leftOut } = bias;
  if (leftOut.length === 0) return null;
  const names = leftOut.length <= 5 ? ` (${leftOut.map((label) => classes[label] ?? label).join(', ')})` : '';
  return `Combined error variance and symmetric distance error leave out ${word(leftOut.length)} ${noun(leftOut.length, 'class', 'classes')}${names} without images or without an error to compare with.`;
}
