import type { Interval } from '../../audit/findings';
import type { CodedShare, StudySummary } from '../../audit/study/studySummary';
import { csvCell } from '../csv/csv';

/** Columns of a coded share, after `pie` or `non_pie`. */
const SHARE = ['count', 'n', 'share', 'low', 'high'];

const HEADER = [
  'code',
  'name',
  ...SHARE.map((column) => `non_pie_${column}`),
  ...SHARE.map((column) => `pie_${column}`),
  'difference',
  'difference_low',
  'difference_high',
  'p',
  'p_adjusted',
  'annotators',
  'kappa_kind',
  'kappa',
  'kappa_low',
  'kappa_high',
  'agree',
  'kappa_images',
];

type Cell = string | number | null | undefined;

/**
 * What a study shows as CSV: a row a code, with counts, shares (0..1) and their intervals, their difference,
 * its test and agreement. A cell is empty where there is no value.
 */
export function studyToCsv({ codes }: StudySummary): string {
  const rows = codes.map(({ id, name, pie, nonPie, difference, p, pAdjusted, annotators, agreement }) => [
    id,
    name,
    ...shareCells(nonPie),
    ...shareCells(pie),
    difference?.value,
    ...ends(difference?.interval),
    p,
    pAdjusted,
    annotators,
    agreement?.kind,
    agreement?.kappa,
    ...ends(agreement?.interval),
    agreement?.observed,
    agreement?.n,
  ]);
  const lines = [HEADER, ...rows].map((row) => row.map((cell: Cell) => csvCell(`${cell ?? ''}`)).join(','));
  return `${lines.join('\n')}\n`;
}

/** The same and all else of it as JSON, as `lacuna annotate-summary --json` prints it. */
export function studyToJson(summary: StudySummary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}

function shareCells({ count, n, share, interval }: CodedShare): Cell[] {
  return [count, n, share, ...ends(interval)];
}

function ends(interval: Interval | null | undefined): Cell[] {
  return interval ? [...interval] : [null, null];
}
