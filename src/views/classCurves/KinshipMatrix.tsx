import type { Kinship } from '../../audit/classes/classCurves';
import { Chart } from '../../charts/Chart';
import { Dot, Label, move, px } from '../../charts/marks';
import { signed } from '../../text/format';
import { nameOf } from './curveWords';

/**
 * How alike the curves of every two classes are: filled dots move together, hollow ones apart; the larger,
 * the more.
 */
export function KinshipMatrix({ kin, classes, width }: { kin: Kinship; classes: string[]; width: number }) {
  const { order, correlations } = kin;
  const label = Math.min(150, width * 0.36);
  const cell = Math.min(30, (width - label) / Math.max(1, order.length));
  return (
    <Chart
      width={width}
      height={Math.ceil(order.length * cell) + 4}
      label="How alike the curves of every two classes are; the table has the numbers"
    >
      {order.map((row, i) => (
        <g key={row} transform={move(0, i * cell)}>
          {order.slice(0, i).map((column, j) => {
            const r = correlations[i][j];
            if (r === null) return null;
            return (
              <Dot
                key={column}
                data-is={`class:${row}`}
                data-of={`class:${column}`}
                className={r >= 0 ? 'curves-together' : 'curves-apart'}
                x={(j + 0.5) * cell}
                y={cell / 2}
                r={px((cell / 2 - 2) * Math.sqrt(Math.abs(r)))}
              >
                <title>{`${nameOf(classes, row)} and ${nameOf(classes, column)}: r = ${signed(r, 2)}`}</title>
              </Dot>
            );
          })}
          <Label x={i * cell + 6} y={cell / 2 + 4} data-is={`class:${row}`} text={nameOf(classes, row)} />
        </g>
      ))}
    </Chart>
  );
}
