import { extent } from 'd3';
import { useMemo } from 'react';
import { confusions } from '../../audit/classes/confusions';
import type { ClassImpact, Findings } from '../../audit/findings';
import { Chart } from '../../charts/Chart';
import { ChartTable } from '../../charts/ChartTable';
import { DotStrip } from '../../charts/DotStrip';
import { IntervalMark } from '../../charts/IntervalMark';
import { Label, move, Rule } from '../../charts/marks';
import { XYFrame, xyFrame } from '../../charts/XYFrame';
import { bracketed, count, counted, decimal, noun, percent, pPhrase, range, signed } from '../../text/format';

import { PlaceLink } from '../follow/PlaceLink';
import type { Follow } from '../follow/place';

type ClassDetailProps = {
  impact: ClassImpact;
  findings: Findings;
  classes: string[];
  truth: Uint16Array;
  width: number;
  follow?: Follow;
};

/** An opened class: the recall of each network, the tests, and the labels its images gained and lost. */
export function ClassDetail({ impact, findings, classes, truth, width, follow }: ClassDetailProps) {
  const changes = useMemo(() => confusions(findings, truth, impact.class), [findings, truth, impact.class]);
  if (impact.images === 0) return <p>None of the images shown so far is of this class.</p>;
  const gained = changes.filter(({ difference }) => difference > 0.05).slice(0, 3);
  const lost = changes
    .filter(({ difference }) => difference < -0.05)
    .slice(-3)
    .reverse();
  const name = (label: number) => classes[label] ?? `class ${label}`;
  return (
    <>
      {follow && <ChangedImages {...{ impact, findings, truth, follow }} name={name(impact.class)} />}
      <RecallDots impact={impact} width={width} />
      <RecallTable impact={impact} findings={findings} name={name(impact.class)} />
      <p>
        {counted(impact.images, 'image')}. {effects(impact)}
        {tests(impact)}
      </p>
      <div className="classes-confusions">
        <Confused
          title="More often called"
          list={gained}
          name={name}
          none="No wrong label is given more often."
        />
        <Confused
          title="Less often called"
          list={lost}
          name={name}
          none="No wrong label is given less often."
        />
      </div>
    </>
  );
}

/** The way to the gallery, filtered to the images of the class that changed their label. */
function ChangedImages({
  impact,
  findings,
  truth,
  follow,
  name,
}: Pick<ClassDetailProps, 'impact' | 'findings' | 'truth'> & { follow: Follow; name: string }) {
  const changed = findings.pies.images.reduce(
    (sum, image) => sum + (truth[image] === impact.class ? 1 : 0),
    0,
  );
  if (changed === 0) return <p>No image of {name} changes its label.</p>;
  const words =
    `See the ${count(changed)} ${noun(changed, 'image')} of ${name} that ` +
    `${noun(changed, 'changes its', 'change their')} label`;
  return (
    <p>
      <PlaceLink className="classes-images" place={{ kind: 'changed', class: impact.class }} follow={follow}>
        {words}
      </PlaceLink>
    </p>
  );
}

/** The effect when images vary too, and the same change on the scale of odds; they come before the tests. */
function effects({ crossed, errorOdds }: ClassImpact): string {
  const points = crossed
    ? `With other networks and images: ${signed(crossed.value)} points beyond the model ` +
      `(${range(crossed.interval, signed)}), p ${pPhrase(crossed.p)}. `
    : '';
  if (!errorOdds) return points;
  const { group, model, ratio, interval } = errorOdds;
  const ends = bracketed(interval, (end) => decimal(end, 2));
  return (
    `${points}The odds of an error grow by a factor of ${decimal(group, 2)}, the model's by ` +
    `${decimal(model, 2)}: ratio ${decimal(ratio, 2)}${ends}. `
  );
}

function tests({ welch, paired, pAdjusted }: ClassImpact): string {
  if (welch.p === null) return 'No test: it needs two networks or more a side.';
  const t = welch.t === null ? '' : `, t = ${decimal(welch.t, 2)}, df = ${decimal(welch.df, 1)}`;
  const lines = `Welch's test on these images: p ${pPhrase(welch.p)}${t}; adjusted ${pPhrase(pAdjusted)}.`;
  return paired?.p == null ? lines : `${lines} Paired test on the same networks: p ${pPhrase(paired.p)}.`;
}

function RecallDots({ impact, width }: { impact: ClassImpact; width: number }) {
  const { recallPerMember, recall } = impact;
  const [low = 0, high = 1] = extent([...recallPerMember.dense, ...recallPerMember.compressed]);
  const room = Math.max(0.005, (high - low) * 0.08);
  const left = 92;
  const lane = 40;
  const frame = xyFrame(
    width,
    { left, right: 16, top: 0, ground: 2 * lane + 4 },
    {
      domain: [Math.max(0, low - room), Math.min(1, high + room)],
      ticks: Math.max(2, Math.floor(width / 120)),
      format: (tick) => percent(tick, Number.isInteger(Math.round(tick * 1000) / 10) ? 0 : 1),
    },
  );
  const { x } = frame;
  return (
    <Chart width={width} height={2 * lane + 30} label="Recall of each network">
      {(['dense', 'compressed'] as const).map((side, index) => (
        <g key={side} transform={move(0, index * lane + lane / 2)}>
          <Label className="soft" y={4} text={side} />
          <DotStrip
            positions={recallPerMember[side].map((value) => x(value))}
            across={0}
            ink={side}
            horizontal
            spread={14}
            radius={3.2}
            linked={side}
          />
          {recall[side] !== null && (
            <IntervalMark mean={x(recall[side])} ends={null} across={0} horizontal reach={15} />
          )}
        </g>
      ))}
      <Rule className="axis" x={[left, width - 12]} y={2 * lane + 6} />
      <XYFrame frame={frame} guides="none" />
    </Chart>
  );
}

type RecallTableProps = { impact: ClassImpact; findings: Findings; name: string };

function RecallTable({ impact: { recallPerMember }, findings, name }: RecallTableProps) {
  const { dense, compressed } = findings.members;
  return (
    <details>
      <summary>Table</summary>
      <ChartTable
        caption={
          `Recall of ${name}, each ` +
          `network${findings.paired ? '; a row is one network before and after' : ''}`
        }
        columns={[
          ['Network', (row) => count(row + 1)],
          ['Dense', (row) => percent(recallPerMember.dense[row])],
          ['Compressed', (row) => percent(recallPerMember.compressed[row])],
        ]}
        rows={[...new Array(Math.max(dense, compressed)).keys()]}
      />
    </details>
  );
}

type ConfusedProps = {
  title: string;
  list: { predicted: number; dense: number; compressed: number; difference: number }[];
  name: (label: number) => string;
  none: string;
};

function Confused({ title, list, name, none }: ConfusedProps) {
  return (
    <div>
      <h3>{title}</h3>
      {list.length === 0 && <p>{none}</p>}
      <ul>
        {list.map(({ predicted, dense, compressed, difference }) => (
          <li key={predicted} data-is={`class:${predicted}`}>
            <span>{name(predicted)}</span>
            <b>{signed(difference)}</b>
            <small>
              {decimal(dense)} → {decimal(compressed)} images a network
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}
