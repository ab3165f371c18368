import type { Kinship } from '../../audit/classes/classCurves';
import { Chart } from '../../charts/Chart';
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
        <g key={row} transform={`translate(0,${(i * cell).toFixed(1)})`}>
          {order.slice(0, i).map((column, j) => {
            const r = correlations[i][j];
            if (r === null) return null;
            return (
              <circle
                key={column}
                data-is={`class:${row}`}
                data-of={`class:${column}`}
                className={r >= 0 ? 'curves-together' : 'curves-apart'}
                cx={((j + 0.5) * cell).toFixed(1)}
                cy={(cell / 2).toFixed(1)}
                r={((cell / 2 - 2) * Math.sqrt(Math.abs(r))).toFixed(1)}
              >
                <title>{`${nameOf(classes, row)} and ${nameOf(classes, column)}: r = ${signed(r, 2)}`}</title>
              </circle>
            );
          })}
          <text data-is={`class:${row}`} x={(i * cell + 6).toFixed(1)} y={(cell / 2 + 4).toFixed(1)}>
            {nameOf(classes, row)}
          </text>
        </g>
      ))}
    </Chart>
  );
}
