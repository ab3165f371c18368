import { scaleLinear } from 'd3';
import { pPhrase, range, signed } from '../../text/format';
import { type ClassPair, isApart } from './versusWords';

const ROW = 26;

type ClassPairsProps = {
  pairs: ClassPair[];
  classes: string[];
  /** Up to which adjusted p the two count as told apart. */
  alpha: number;
  width: number;
  /** The class whose networks are shown; null: none. */
  chosen: number | null;
  onChoose: (label: number | null) => void;
};

/**
 * A row a class: its change beyond the model under the first compression, filled, and under the second,
 * hollow; a thick line where the two are told apart.
 */
export function ClassPairs({ pairs, classes, alpha, width, chosen, onChoose }: ClassPairsProps) {
  const values = pairs.flatMap(({ first, second }) => [first.normalised ?? 0, second.normalised ?? 0]);
  const left = 104;
  const x = scaleLinear([Math.min(0, ...values), Math.max(0, ...values)], [left + 8, width - 52]).nice();
  return (
    <div>
      <h3>Beyond the model, points</h3>
      <ol className="versus-classes">
        {pairs.map(({ class: label, first, second, difference }) => {
          const told = isApart(difference, alpha);
          return (
            <li key={label}>
              <button
                type="button"
                data-is={`class:${label}`}
                aria-pressed={label === chosen}
                aria-label={
                  `${classes[label]} ${signed(difference.apart)}, 95% ` +
                  `${range(difference.interval, (end) => signed(end))}, adjusted p ` +
                  `${pPhrase(difference.pAdjusted)}: ${signed(first.normalised)} and ` +
                  `${signed(second.normalised)} points beyond the model`
                }
                onClick={() => onChoose(label === chosen ? null : label)}
              >
                <svg className="chart" width={width} height={ROW} aria-hidden="true">
                  <text className={label === chosen ? 'strong' : undefined} y={17}>
                    {classes[label]}
                  </text>
                  <line className="guide" x1={x(0).toFixed(1)} x2={x(0).toFixed(1)} y1={0} y2={ROW} />
                  {first.normalised !== null && second.normalised !== null && (
                    <line
                      className={told ? 'versus-told' : 'axis'}
                      x1={x(first.normalised).toFixed(1)}
                      x2={x(second.normalised).toFixed(1)}
                      y1={13}
                      y2={13}
                    />
                  )}
                  {first.normalised !== null && (
                    <circle className="fill-compressed" cx={x(first.normalised).toFixed(1)} cy={13} r={4.5} />
                  )}
                  {second.normalised !== null && (
                    <circle className="versus-hollow" cx={x(second.normalised).toFixed(1)} cy={13} r={4.5} />
                  )}
                  <text className={told ? 'strong' : 'soft'} x={width} y={17} textAnchor="end">
                    {signed(difference.apart)}
                  </text>
                </svg>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
