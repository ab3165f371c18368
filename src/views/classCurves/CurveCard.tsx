import { shownInterval } from '../../audit/classes/shownInterval';
import { Band } from '../../charts/Band';
import { Curve } from '../../charts/Curve';
import { Dot, Label, Rule } from '../../charts/marks';
import { xyFrame } from '../../charts/XYFrame';
import { signed } from '../../text/format';
import type { CurveLevel } from './curveWords';

const height = 92;
const top = 8;
const ground = height - 8;

/** The least and most change of any class at any level, its interval included, with zero inside; points. */
export function curveDomain(levels: CurveLevel[]): [number, number] {
  const values = levels.flatMap(({ impacts }) =>
    impacts.flatMap((impact) => [impact.normalised ?? 0, ...(shownInterval(impact) ?? [])]),
  );
  return [Math.min(-0.5, ...values), Math.max(0.5, ...values)];
}

type CurveCardProps = {
  label: number;
  name: string;
  /** From which level it is flagged. */
  note: string;
  levels: CurveLevel[];
  domain: [number, number];
  /** Id of the level on screen. */
  current: string | null;
  width: number;
  chosen: boolean;
  onChoose: () => void;
  /** The pointer or the focus comes, or goes. */
  onNear: (near: boolean) => void;
};

/**
 * One class as a small chart: its change beyond the model over levels, with 95% intervals, networks and
 * images varying; filled where flagged.
 */
export function CurveCard(props: CurveCardProps) {
  const { label, name, note, levels, domain, current, width, chosen, onChoose, onNear } = props;
  const most = levels.at(-1)?.removed ?? 1;
  const { x, y } = xyFrame(width, { left: 3, right: 44, top, ground }, { domain: [0, most] }, { domain });
  const points = levels.flatMap(({ id, removed, impacts }) => {
    const { normalised, impacted } = impacts[label];
    const interval = shownInterval(impacts[label]);
    return normalised === null ? [] : { id, removed, normalised, interval, impacted };
  });
  const last = points.at(-1);
  const start: [number, number] = [x(0), y(0)];
  return (
    <button
      type="button"
      className="curves-card"
      aria-pressed={chosen}
      data-testid="curve-card"
      data-class={label}
      data-is={`class:${label}`}
      onClick={onChoose}
      onMouseEnter={() => onNear(true)}
      onMouseLeave={() => onNear(false)}
      onFocus={() => onNear(true)}
      onBlur={() => onNear(false)}
    >
      <span className="curves-name">{name}</span>
      <svg className="chart" width={width} height={height} aria-hidden="true">
        <Rule className="guide" x={[x(0), x(most)]} y={y(0)} />
        <Band
          ink="grey"
          places={[
            [start[0], start[1], start[1]],
            ...points.map(({ removed, normalised, interval }): [number, number, number] => [
              x(removed),
              y(interval?.[0] ?? normalised),
              y(interval?.[1] ?? normalised),
            ]),
          ]}
        />
        <Curve
          ink="grey"
          points={[
            start,
            ...points.map(({ removed, normalised }): [number, number] => [x(removed), y(normalised)]),
          ]}
        />
        {points.map(({ id, removed, normalised, impacted }) => (
          <Dot
            key={id}
            className={`change-dot${impacted ? ' flagged' : ''}`}
            x={x(removed)}
            y={y(normalised)}
            r={id === current ? 4.5 : 3}
          />
        ))}
        {last && (
          <Label
            x={width}
            y={Math.min(ground, Math.max(top + 6, y(last.normalised) + 4))}
            textAnchor="end"
            text={signed(last.normalised)}
          />
        )}
      </svg>
      <span className="curves-note">{note}</span>
    </button>
  );
}
