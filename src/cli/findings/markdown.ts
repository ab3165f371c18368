import type { Estimate, Interval } from '../../audit/findings';
import { decimal, percent } from '../../text/format';

const NONE = '–';

/** A table in Markdown: the first `left` columns to the left, the others to the right. */
export function markdownTable(head: string[], rows: string[][], left = 1): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column < left ? ':--' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

/** A shell command in Markdown. */
export function command(...lines: string[]): string {
  return `\`\`\`\n${lines.join('\n')}\n\`\`\``;
}

/** "89.6% (89.5 to 89.7)": a share 0..1 with its 95% interval. */
export function withInterval(estimate: Estimate | null | undefined, digits = 1): string {
  if (!estimate) return NONE;
  return percent(estimate.value, digits) + between(estimate.interval, (end) => decimal(100 * end, digits));
}

/** " (low to high)"; empty where there is no interval. */
export function between(interval: Interval | null | undefined, show: (end: number) => string): string {
  return interval ? ` (${show(interval[0])} to ${show(interval[1])})` : '';
}

/** "2.01 (1.89 to 2.14)": a ratio with its 95% interval. */
export function ratioOf(estimate: Estimate | null): string {
  if (!estimate) return NONE;
  return decimal(estimate.value, 2) + between(estimate.interval, (end) => decimal(end, 2));
}
