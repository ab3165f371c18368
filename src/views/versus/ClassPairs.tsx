import { along } from '../../charts/along';
import { Dot, Label, Rule } from '../../charts/marks';
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
  const domain = [Math.min(0, ...values), Math.max(0, ...values)] as const;
  const x = along({ domain, nice: 10 }, left + 8, width - 52);
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
                  <Label className={label === chosen ? 'strong' : undefined} y={17} text={classes[label]} />
                  <Rule className="guide" x={x(0)} y={[0, ROW]} />
                  {first.normalised !== null && second.normalised !== null && (
                    <Rule
                      className={told ? 'versus-told' : 'axis'}
                      x={[x(first.normalised), x(second.normalised)]}
                      y={13}
                    />
                  )}
                  {first.normalised !== null && (
                    <Dot className="fill-compressed" x={x(first.normalised)} y={13} r={4.5} />
                  )}
                  {second.normalised !== null && (
                    <Dot className="versus-hollow" x={x(second.normalised)} y={13} r={4.5} />
                  )}
                  <Label
                    className={told ? 'strong' : 'soft'}
                    x={width}
                    y={17}
                    textAnchor="end"
                    text={signed(difference.apart)}
                  />
                </svg>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
