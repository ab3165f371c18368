import { memo, useMemo } from 'react';
import type { GroupRate, RateKind } from '../../audit/groups/groupRates';
import type { Subgroup, SubgroupTable } from '../../audit/groups/subgroups';
import { ChartTable } from '../../charts/ChartTable';
import { plainly } from '../../charts/claim';
import { Figure } from '../../charts/Figure';
import { useGrowing } from '../../charts/useGrowing';
import { useWidth } from '../../charts/useWidth';
import { bracketed, count, counted, decimal, noun, percent, pValue, range, signed } from '../../text/format';
import { ratioText } from '../longTail/longTailWords';
import { methodsHref } from '../methods/anchors';
import { GroupControls } from './GroupControls';
import { type ClassLink, GroupHead, GroupRow, groupScales } from './GroupRow';
import type { GroupsState } from './groupsState';
import { byHarm, groupName, groupsClaim, rateNames } from './subgroupWords';
import './subgroups.css';

export type SubgroupsProps = {
  /** The groups asked for last that are known; null until there are any. */
  table: SubgroupTable | null;
  state: GroupsState;
  onState: (state: GroupsState) => void;
  attributes: { name: string; meaning: string }[];
  classes: string[];
  stale?: boolean;
};

/** More groups than this are not drawn, but stand in the table. */
const MOST_ROWS = 40;
/** Rows drawn at once, and then in each frame. */
const ROWS_A_FRAME = 14;

/** "Groups of images": who pays by brightness, by class, by any attribute or two, and where PIEs gather. */
export function Subgroups({ table, state, onState, attributes, classes, stale }: SubgroupsProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const kind = table?.target === null ? 'error' : state.rate;
  const ranked = useMemo(() => (table ? byHarm(table, kind) : []), [table, kind]);
  const shown = useMemo(
    () =>
      ranked.length <= MOST_ROWS
        ? ranked
        : [...ranked.slice(0, MOST_ROWS / 2), ...ranked.slice(-MOST_ROWS / 2)],
    [ranked],
  );
  const scales = useMemo(() => groupScales(shown, width), [shown, width]);
  const said = useMemo(
    () => (table ? groupsClaim(table, kind) : plainly('Auditing the groups.')),
    [table, kind],
  );
  const drawn = useGrowing(shown.length, ROWS_A_FRAME, ROWS_A_FRAME);
  return (
    <Figure
      title="Groups of images"
      methods={methodsHref('subgroups')}
      name="groups"
      {...said}
      how={
        <>
          a dot is how much the {rateNames[kind].noun} of a group rose beyond the model’s own, in points. Its
          95% interval allows for other networks and other images. The dot is filled where{' '}
          {table?.paired ? 'the paired' : 'Welch’s'} test on these images flags it. The table also has
          intervals for other networks alone, and the growth of the odds, rate / (1 − rate). The groups of one
          attribute make up the whole, so what some lose others gain. The right side shows whether PIEs gather
          in a group: × 2 is twice its share, with a bootstrap 95% interval over images. It is filled where it
          lies above 1
          {table?.groups.some(({ retraining }) => retraining)
            ? ' and measurably above what retraining alone puts there (the stroke)'
            : ''}
          . Small groups have wide intervals, cut at the edge.
        </>
      }
      table={table && <GroupTable table={table} kind={kind} />}
      stale={stale}
    >
      <div ref={ref} className={`groups${width < 620 ? ' groups-narrow' : ''}`}>
        <GroupControls {...{ state, onState, attributes, classes }} />
        {table && shown.length > 0 && (
          <>
            <GroupHead scales={scales} />
            <ol className="groups-list">
              {shown.slice(0, drawn).map(({ group, rate }) => (
                <GroupRow
                  key={groupName(group)}
                  {...{ group, rate, scales }}
                  {...classLink(table.attributes, group, classes)}
                />
              ))}
            </ol>
            <p className="groups-note">{notes(table, kind, ranked.length, shown.length, classes)}</p>
          </>
        )}
      </div>
    </Figure>
  );
}

/** The class whose images are a group, or of which they are a part; nothing where groups are of no class. */
function classLink(attributes: string[], { parts }: Subgroup, classes: string[]): ClassLink {
  const label = classes.indexOf(parts[attributes.indexOf('class')]?.name ?? '');
  return label < 0 ? {} : { [parts.length === 1 ? 'data-is' : 'data-of']: `class:${label}` };
}

function notes(table: SubgroupTable, kind: RateKind, all: number, shown: number, classes: string[]): string {
  const { target, ungrouped, model, leastImages, resampling, groups } = table;
  const few = groups.filter(({ rates }) => (rates[kind]?.images ?? leastImages) < leastImages).length;
  const whole = model[kind];
  const sentences = [
    target === null || kind === 'error'
      ? ''
      : kind === 'falsePositive'
        ? `False positives: images of other classes called ${classes[target]}, of all of them.`
        : `False negatives: images of ${classes[target]} called otherwise, of all of them.`,
    whole
      ? `Over all images the ${rateNames[kind].noun} goes from ${percent(whole.dense.value)} to ` +
        `${percent(whole.compressed.value)}.`
      : '',
    all > shown ? `The ${count(shown)} of ${count(all)} groups that move most; the table has all.` : '',
    few > 0
      ? `${count(few)} ${noun(few, 'group')} of fewer than ${count(leastImages)} such images ` +
        `${noun(few, 'is', 'are')} not tested.`
      : '',
    ungrouped > 0 ? `${counted(ungrouped, 'image is', 'images are')} in no group.` : '',
    `PIEs: ${count(resampling.draws)} draws of the images, seed ${resampling.seed}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function ratioCell({ odds }: GroupRate): string {
  return odds ? decimal(odds.ratio, 2) + bracketed(odds.interval, (end) => decimal(end, 2)) : '–';
}

/** Not drawn again with the chart: it may be long. */
const GroupTable = memo(function GroupTable({ table, kind }: { table: SubgroupTable; kind: RateKind }) {
  const points = (value: number) => signed(value, 2);
  const beside = table.groups.some(({ retraining }) => retraining);
  return (
    <ChartTable
      caption={
        `${rateNames[kind].choice} by ${table.attributes.join(' and ')}: change in points, ` +
        `${table.paired ? 'paired' : 'Welch’s'} test, and share of the PIEs over share of the ` +
        `images; ${count(table.tests.made)} comparisons`
      }
      columns={[
        ['Group', ({ group }) => groupName(group, true)],
        ['Images', ({ rate }) => count(rate.images)],
        ['Dense', ({ rate }) => percent(rate.rate.dense?.value)],
        ['Compressed', ({ rate }) => percent(rate.rate.compressed?.value)],
        ['Change', ({ rate }) => signed(rate.absolute, 2)],
        ['Beyond model', ({ rate }) => signed(rate.normalised, 2)],
        ['95%, networks vary', ({ rate }) => range(rate.interval, points)],
        ['95%, images too', ({ rate }) => range(rate.crossed?.interval ?? null, points)],
        // By what factor the odds grow in the group and over all images.
        ['Odds, group', ({ rate }) => decimal(rate.odds?.group, 2)],
        ['model', ({ rate }) => decimal(rate.odds?.model, 2)],
        ['ratio (95%)', ({ rate }) => ratioCell(rate)],
        ['p', ({ rate }) => pValue(rate.test.p)],
        ['Adjusted p', ({ rate }) => pValue(rate.pAdjusted)],
        ['PIEs', ({ group }) => count(group.pies)],
        ['PIEs per share', ({ group }) => decimal(group.overIndex?.value, 2)],
        [
          '95% interval',
          ({ group }) => range(group.overIndex?.interval ?? null, (value) => decimal(value, 2)),
        ],
        beside && ['Retraining alone (95%)', ({ group }) => ratioText(group.retraining?.overIndex ?? null)],
        beside && ['Difference (95%)', ({ group }) => ratioText(group.retraining?.beyond ?? null, points)],
      ]}
      rows={byHarm(table, kind)}
    />
  );
});
