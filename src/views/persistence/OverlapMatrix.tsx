import { type KeyboardEvent, memo } from 'react';
import { overlapOf, type Strata } from '../../audit/levels/persistence';
import { Chart } from '../../charts/Chart';
import { Bar, Dot, Label, move, px } from '../../charts/marks';
import { decimal } from '../../text/format';
import { overlapReadout, type PieLevel } from './persistenceWords';

/** A pair of levels by their places, the later one first. */
export type Pair = { row: number; column: number };

const moves: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where an arrow key leads within the triangle below the diagonal; null for other keys. */
export function movedPair({ row, column }: Pair, key: string, levels: number): Pair | null {
  const move = moves[key];
  if (!move) return null;
  const nextRow = Math.min(levels - 1, Math.max(1, row + move[0]));
  return { row: nextRow, column: Math.min(nextRow - 1, Math.max(0, column + move[1])) };
}

type OverlapMatrixProps = {
  levels: PieLevel[];
  images: number;
  /** How far the dense networks agree on each image; null: not known. */
  margins?: Strata | null;
  chosen: Pair;
  onChoose: (pair: Pair) => void;
  width: number;
};

/** Every pair of levels as a dot whose area is Jaccard's index; a full cell is the same set. */
export const OverlapMatrix = memo(function OverlapMatrix({
  levels,
  images,
  margins = null,
  chosen,
  onChoose,
  width,
}: OverlapMatrixProps) {
  const label = Math.min(190, Math.max(72, width * 0.24));
  const cell = Math.min(44, (width - label) / levels.length);
  const hasValues = cell >= 40;
  const middle = cell * (hasValues ? 0.4 : 0.5);
  const radius = middle - 2;
  return (
    <Chart
      width={width}
      height={levels.length * cell + 22}
      role="group"
      label="PIEs in common, by Jaccard's index; arrow keys move"
    >
      <Label className="soft" y={12} text="PIEs in common (area is Jaccard’s index)" />
      {levels.map((level, row) => (
        <g key={level.id} transform={move(0, 22 + row * cell)}>
          {levels.slice(0, row).map((other, column) => {
            const isChosen = chosen.row === row && chosen.column === column;
            const { jaccard } = overlapOf(level.pies, other.pies, images);
            return (
              // biome-ignore lint/a11y/useSemanticElements: SVG has no button element
              <g
                key={other.id}
                role="button"
                className="overlap-cell"
                data-cell={`${row},${column}`}
                tabIndex={isChosen ? 0 : -1}
                aria-pressed={isChosen}
                aria-label={overlapReadout(other, level, images, margins)}
                transform={move(column * cell, 0)}
                onClick={() => onChoose({ row, column })}
                onKeyDown={(event) => step(event, chosen, levels.length, onChoose)}
              >
                <Bar x={[0.5, cell - 0.5]} y={[0.5, cell - 0.5]} rx={2} />
                <Dot
                  className={
                    level.series === 'null' || other.series === 'null' ? 'fill-grey' : 'fill-forgotten'
                  }
                  x={cell / 2}
                  y={middle}
                  r={px(radius * Math.sqrt(jaccard ?? 0))}
                />
                {hasValues && (
                  <Label
                    className="overlap-value"
                    x={cell - 4}
                    y={cell - 5}
                    textAnchor="end"
                    text={decimal(jaccard, 2)}
                  />
                )}
              </g>
            );
          })}
          <Label
            className={nameClass(row === chosen.row || row === chosen.column, cell < 18)}
            x={row * cell + 6}
            y={cell / 2 + 4}
            text={width < 560 ? level.short : level.name}
          />
        </g>
      ))}
    </Chart>
  );
});

function nameClass(isChosen: boolean, isClose: boolean): string | undefined {
  return [isChosen && 'strong', isClose && 'overlap-close'].filter(Boolean).join(' ') || undefined;
}

function step(event: KeyboardEvent<SVGGElement>, from: Pair, levels: number, onChoose: (pair: Pair) => void) {
  const next = movedPair(from, event.key, levels);
  if (!next) return;
  event.preventDefault();
  onChoose(next);
  const matrix = event.currentTarget.ownerSVGElement;
  matrix?.querySelector<SVGGElement>(`[data-cell="${next.row},${next.column}"]`)?.focus();
}
