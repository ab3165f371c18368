import { count, percent } from '../text/format';
import { Chart } from './Chart';
import { Bar, Label, move } from './marks';
import './marks.css';

/** A whole and the part of it that stays. */
export type Share = { name: string; kept: number; size: number };

/** About the width of a letter, px. */
const LETTER = 7;

/**
 * A bar a row: the whole in outline, what stays filled, with its numbers beside it. Lengths are shares, so
 * that small rows stay legible.
 */
export function ShareBars({ shares, label, width }: { shares: Share[]; label: string; width: number }) {
  const row = 28;
  const longest = Math.max(0, ...shares.map(({ name }) => name.length));
  const name = Math.min(0.4 * width, Math.max(64, 8 + LETTER * longest));
  const fits = Math.floor((name - 8) / LETTER);
  const numbers = width < 480 ? 112 : 190;
  const length = Math.max(40, width - name - numbers);
  return (
    <Chart width={width} height={Math.max(1, shares.length) * row} label={label}>
      {shares.map(({ name: text, kept, size }, index) => {
        const share = size === 0 ? 0 : kept / size;
        return (
          <g key={text} transform={move(0, index * row)}>
            <Label y={18} text={text.length > fits ? `${text.slice(0, fits - 1)}…` : text} />
            <Bar className="share-whole" x={[name, name + length]} y={[7, 21]} />
            <Bar className="share-kept" x={[name, name + share * length]} y={[7, 21]} />
            <text className="soft" x={width} y={18} textAnchor="end">
              {width < 480 ? count(kept) : `${count(kept)} of ${count(size)}`}
              <tspan className="share-percent"> {percent(share)}</tspan>
            </text>
          </g>
        );
      })}
    </Chart>
  );
}
