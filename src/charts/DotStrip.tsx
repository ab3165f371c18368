import { dodge } from './dodge';
import './marks.css';

/** What a mark stands for; colour follows from it alone. */
export type Ink = 'dense' | 'compressed' | 'forgotten' | 'grey';

export type DotStripProps = {
  /** Positions along the strip, px: y of each dot in a vertical strip, x in a horizontal one. */
  positions: number[];
  /** Where the strip lies across, px. */
  across: number;
  ink: Ink;
  horizontal?: boolean;
  radius?: number;
  /** How far dots may move aside, px. */
  spread?: number;
  opacity?: number;
  /** The side whose networks these are, where each dot is linked with the same network elsewhere. */
  linked?: 'dense' | 'compressed' | 'second';
};

/** One dot a network, dodged aside so that none hides another. */
export function DotStrip({
  positions,
  across,
  ink,
  horizontal = false,
  radius = 3.6,
  spread = 16,
  opacity = 1,
  linked,
}: DotStripProps) {
  const offsets = dodge(positions, radius * 1.9, spread);
  return (
    <g className={`dot-strip fill-${ink}`} opacity={opacity === 1 ? undefined : opacity}>
      {positions.map((position, index) => {
        const [x, y] = horizontal ? [position, across + offsets[index]] : [across + offsets[index], position];
        const transform = `translate(${x.toFixed(1)},${y.toFixed(1)})`;
        const is = linked && `member:${linked}/${index}`;
        // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its network, and networks keep their place
        return <circle key={index} data-is={is} r={radius} transform={transform} />;
      })}
    </g>
  );
}
