import type { Change } from '../audit/levels/robustness';
import { changeUnder, meanAnswers } from '../audit/levels/robustness';
import { type RobustnessTable, robustnessOf } from '../library/robustness';
import { fixed } from '../text/fixed';
import { counted } from '../text/format';
import { textTable } from './textTable';

function shown(change: Change | null): string {
  if (!change) return '-';
  const { value, interval } = change;
  const ends = interval ? ` (${interval.map((end) => fixed(end, 1)).join(' to ')})` : '';
  return `${value > 0 ? '+' : ''}${fixed(value, 2)}${ends}`;
}

/**
 * A table of robustness for a terminal: relative change of each population under each corruption, averaged
 * over severities.
 */
export function robustnessText(table: RobustnessTable): string {
  const compared = table.populations.filter((id) => id !== 'dense');
  const results = compared.flatMap((id) => {
    const robustness = robustnessOf(table, id);
    return robustness ? [{ id, robustness }] : [];
  });
  const corruptions = [...new Set(table.cells.map(({ corruption }) => corruption))];
  const found = [...new Set(table.cells.map(({ severity }) => severity))].sort();
  const row = (name: string, chosen: (corruption: string) => boolean) => [
    name,
    ...results.map(({ robustness }) => {
      const right = meanAnswers(robustness.cells.filter(({ corruption }) => chosen(corruption)));
      return right ? shown(changeUnder(robustness, right).relative) : '-';
    }),
  ];
  const clean = results.map(({ robustness }) => shown(changeUnder(robustness, robustness.clean).relative));
  const rows = [
    ['none', ...clean],
    ...corruptions.map((name) => row(name, (corruption) => corruption === name)),
    row('mean', () => true),
  ];
  const networks = table.clean.dense.right.length;
  return (
    `${counted(table.images, 'image')}, ${counted(networks, 'network')} a population, ` +
    `severities ${found.join(', ')}\n\n` +
    `${textTable(['corruption', ...compared], rows)}\n` +
    'Top-1 relative to the dense population on the same images, percent, averaged over severities, with ' +
    '95% intervals over networks.\n'
  );
}
