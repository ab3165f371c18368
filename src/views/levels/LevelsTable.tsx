import type { ReactNode } from 'react';
import type { FlaggedClasses } from '../../audit/levels/levelsTable';
import type { PaperTable } from '../../audit/levels/paper';
import { ChartTable, type Column } from '../../charts/ChartTable';
import { bracketed, bytes, count, counted, cut, decimal, expected, percent, short } from '../../text/format';
import { changeCell } from './change';
import { beyondCell, floorCell, floorClassesCell, type LevelEntry } from './levelWords';

type LevelColumn = { title: string; cell: (entry: LevelEntry) => string; optional?: boolean };

const NONE = '–';

function withInterval(estimate: { value: number; interval: [number, number] | null } | null): string {
  if (!estimate) return NONE;
  const ends = bracketed(cut(estimate.interval), (value) => decimal(100 * value, 2));
  return percent(estimate.value, 2) + ends;
}

const columns: LevelColumn[] = [
  { title: 'Population', cell: ({ name }) => name },
  { title: 'Top-1 (95%)', cell: ({ row }) => withInterval(row.top1.mean) },
  { title: 'Change, points (95%)', cell: ({ row }) => changeCell(row.change?.accuracy ?? null) },
  { title: 'PIEs', cell: ({ row }) => (row.change ? piesCell(row.change.pies, row.images) : NONE) },
  { title: 'PIEs by retraining', cell: floorCell },
  { title: 'Beyond retraining (95%, these networks)', cell: beyondCell, optional: true },
  { title: 'Flagged classes', cell: flaggedCell(({ raw, tested }) => `${count(raw)} of ${count(tested)}`) },
  { title: 'Adjusted', cell: flaggedCell(({ adjusted }) => count(adjusted)) },
  { title: 'By chance', cell: flaggedCell(({ byChance }) => expected(byChance)) },
  { title: 'By retraining', cell: floorClassesCell },
  { title: 'Top-3 (95%)', cell: ({ row }) => withInterval(row.top3), optional: true },
  { title: 'Weights left', cell: ({ cost }) => percent(cost.weightsLeft), optional: true },
  { title: 'Size', cell: ({ cost }) => (cost.bytes === null ? NONE : bytes(cost.bytes)), optional: true },
  {
    title: 'Multiply-adds',
    cell: ({ cost }) => (cost.multiplyAdds === null ? NONE : short(cost.multiplyAdds)),
    optional: true,
  },
  {
    title: 'Time per image, here',
    cell: ({ cost }) => (cost.secondsPerImage === null ? NONE : `${decimal(1e6 * cost.secondsPerImage)} µs`),
    optional: true,
  },
  { title: 'Networks', cell: ({ row }) => count(row.networks) },
];

function piesCell(pies: number, images: number): string {
  return `${count(pies)} (${percent(pies / images)})`;
}

function flaggedCell(show: (flagged: FlaggedClasses) => string): LevelColumn['cell'] {
  return ({ row }) => (row.change && row.change.flagged.tested > 0 ? show(row.change.flagged) : NONE);
}

/** Columns of the table of levels, without those of which nothing is known. */
function shownColumns(levels: LevelEntry[]): LevelColumn[] {
  return columns.filter(({ cell, optional }) => !optional || levels.some((entry) => cell(entry) !== NONE));
}

/** The table of levels as texts: a row a population. */
export function levelCells(levels: LevelEntry[]): { columns: string[]; rows: string[][] } {
  const shown = shownColumns(levels);
  return {
    columns: shown.map(({ title }) => title),
    rows: levels.map((entry) => shown.map(({ cell }) => cell(entry))),
  };
}

/** What stands in brackets on a line of its own, so that more columns have room. */
function onTwoLines(cell: string): ReactNode {
  const at = cell.indexOf(' (');
  if (at < 0) return cell;
  return (
    <>
      {cell.slice(0, at)} <small>{cell.slice(at + 1)}</small>
    </>
  );
}

/** Every population known here, a row each. */
export function LevelsTable({ levels, caption }: { levels: LevelEntry[]; caption: string }) {
  const shown = shownColumns(levels).map(
    ({ title, cell }): Column<LevelEntry> => [title, (entry) => onTwoLines(cell(entry))],
  );
  return <ChartTable caption={caption} columns={shown} rows={levels} />;
}

/** One of the paper's tables, said to be the paper's. */
export function PaperLevels({ table }: { table: PaperTable }) {
  const { data, network, networks, images, classes, source, rows } = table;
  const basis = [
    classes === null ? null : `${counted(classes, 'class', 'classes')}`,
    `${counted(images, 'image')}`,
  ].filter(Boolean);
  return (
    <div className="levels-paper">
      <ChartTable
        caption={
          `The paper’s, not computed here. ${data}, ${network}, ${networks} networks a level, ` +
          `${basis.join(', ')} (${source})`
        }
        columns={[
          ['Level', ({ name }) => name],
          ['Top-1', ({ top1 }) => percent(top1, 2)],
          classes !== null && ['Flagged', ({ flagged }) => count(flagged)],
          ['PIEs', ({ pies }) => count(pies)],
          ['Share', ({ pies }) => percent(pies === null ? null : pies / images)],
        ]}
        rows={rows}
      />
    </div>
  );
}
