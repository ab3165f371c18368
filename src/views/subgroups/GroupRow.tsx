import { memo } from 'react';
import type { GroupRate } from '../../audit/groups/groupRates';
import type { Subgroup } from '../../audit/groups/subgroups';
import { along } from '../../charts/along';
import { BarAxis } from '../../charts/BarAxis';
import { BarWithDot } from '../../charts/BarWithDot';
import { Dot, Label, Rule } from '../../charts/marks';
import { count, decimal, noun, signed } from '../../text/format';
import { endsOf, gathers, groupName, rateChange } from './subgroupWords';

/** What all rows share: px of both charts, and what they span. */
export type GroupScales = { change: number; index: number; domain: [number, number]; most: number };

const height = 24;

/** Room beside each chart for its value, px. */
const VALUE = 44;

/**
 * Scales for the groups shown, in a list of `width` px; intervals of small groups may reach beyond and are
 * cut there.
 */
export function groupScales(shown: { group: Subgroup; rate: GroupRate }[], width: number): GroupScales {
  const changes = shown.map(({ rate }) => rate.normalised ?? 0);
  const [low, high] = [Math.min(0, ...changes), Math.max(0, ...changes)];
  const room = Math.max(0.5, 0.35 * (high - low));
  const indices = shown.flatMap(({ group: { overIndex, retraining } }) => [
    overIndex?.value ?? 0,
    retraining?.overIndex?.value ?? 0,
  ]);
  const rest = width - (width < 620 ? 20 : 250) - 2 * VALUE;
  return {
    change: Math.floor(0.58 * rest),
    index: Math.floor(0.42 * rest),
    domain: [low - room, high + room],
    most: 1.3 * Math.max(1.5, ...indices),
  };
}

/** The scale of over-indices, px from the left. */
function indexScale({ index, most }: GroupScales) {
  return along({ domain: [0, most], clamp: true }, 8, index - 8);
}

/** Labels over both columns of charts. */
export function GroupHead({ scales }: { scales: GroupScales }) {
  const x = indexScale(scales);
  const tick = x.ticks(4).findLast((value) => value > 1 && x(value) - x(1) > 40);
  return (
    <div className="groups-head" aria-hidden="true">
      <span />
      <span>
        Change beyond the model
        <BarAxis domain={scales.domain} width={scales.change} unit={scales.change < 260 ? '' : 'points'} />
      </span>
      <span>
        Share of PIEs per share of images
        <svg className="chart" width={scales.index} height={18} aria-hidden="true">
          <Label className="soft" x={x(1)} y={12} textAnchor="middle" text="even" />
          {tick !== undefined && (
            <Label
              className="soft"
              x={x(tick)}
              y={12}
              textAnchor="middle"
              text={`× ${decimal(tick, Number.isInteger(tick) ? 0 : 1)}`}
            />
          )}
        </svg>
      </span>
    </div>
  );
}

/** What a row stands for, or belongs to, in the page's links. */
export type ClassLink = { 'data-is'?: string; 'data-of'?: string };

type GroupRowProps = { group: Subgroup; rate: GroupRate; scales: GroupScales } & ClassLink;

/** One group: who it is, how its rate changed beyond the model's, and whether PIEs gather in it. */
export const GroupRow = memo(function GroupRow({ group, rate, scales, ...link }: GroupRowProps) {
  return (
    <li className="groups-row" data-testid="group-row" {...link} data-normalised={rate.normalised ?? ''}>
      <span className="groups-name">
        <b>{groupName(group, true)}</b>
        <small>
          {count(rate.images)} {noun(rate.images, 'image')}, {rateChange(rate)}
        </small>
      </span>
      <span className="groups-chart">
        <BarWithDot
          bar={null}
          dot={rate.normalised}
          interval={endsOf(rate)}
          flagged={rate.flagged}
          domain={scales.domain}
          width={scales.change}
        />
        <small>{signed(rate.normalised)}</small>
      </span>
      <span className="groups-chart">
        <IndexMark group={group} scales={scales} />
        <small>{group.overIndex ? `× ${decimal(group.overIndex.value)}` : 'no PIE'}</small>
      </span>
    </li>
  );
});

function IndexMark({ group, scales }: { group: Subgroup; scales: GroupScales }) {
  const { overIndex, retraining } = group;
  const x = indexScale(scales);
  const middle = height / 2;
  const ends = overIndex?.interval;
  return (
    <svg className="chart" width={scales.index} height={height} aria-hidden="true">
      <Rule className="axis" x={x(1)} y={[0, height]} />
      {retraining?.overIndex && (
        <Rule className="groups-retrained" x={x(retraining.overIndex.value)} y={[middle - 8, middle + 8]} />
      )}
      {ends && <Rule className="axis" x={ends.map(x)} y={middle} />}
      {overIndex && (
        <Dot
          className={`change-dot${gathers(group) ? ' flagged' : ''}`}
          x={x(overIndex.value)}
          y={middle}
          r={5}
        />
      )}
    </svg>
  );
}
