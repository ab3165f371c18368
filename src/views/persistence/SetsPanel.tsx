import { useMemo } from 'react';
import { type Intersection, intersectionsOf } from '../../audit/levels/persistence';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, noun, percent } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import type { PieLevel } from './persistenceWords';
import { SetMatrix } from './SetMatrix';
import './persistence.css';

export type SetsPanelProps = {
  /** Every known population but the dense one. */
  levels: PieLevel[];
  images: number;
  /** Id of the set on screen, where it is among them. */
  current: string | null;
  stale?: boolean;
};

/** More rows than this make no readable chart. */
const MOST = 10;

/**
 * The sets that fit, in their order: the one on screen always, then those of the zoo. Then come what was
 * computed here, the newest first, and levels pruned here at which networks were trained too. Where all fit,
 * all of them.
 */
export function shownSets(levels: PieLevel[], current: string | null): PieLevel[] {
  if (levels.length <= MOST) return levels;
  const trained = levels.filter(({ series }) => series === 'sparse').map(({ removed }) => removed);
  const rank = ({ id, series, removed }: PieLevel) => {
    if (id === current) return 0;
    if (series === 'other') return 2;
    if (series !== 'pruned') return 1;
    return trained.includes(removed) ? 3 : null;
  };
  const kept = levels
    .flatMap((level, place) => {
      const first = rank(level);
      return first === null ? [] : { level, first, next: first === 2 ? -place : place };
    })
    .sort((a, b) => a.first - b.first || a.next - b.next)
    .slice(0, MOST)
    .map(({ level }) => level);
  return levels.filter((level) => kept.includes(level));
}

/** How many known sets the chart leaves out. */
export function leftOutSentence(known: number, shown: number): string {
  const left = known - shown;
  if (left === 0) return '';
  return (
    ` ${count(left)} of the ${count(known)} sets known here ${noun(left, 'is', 'are')} left out, ` +
    `since the chart has room for ${count(MOST)}.`
  );
}

/** How many images are PIEs of one set alone, of all, and which intersection is the largest. */
export function setsClaim(levels: PieLevel[], intersections: Intersection[]): string {
  const all = intersections.reduce((sum, one) => sum + one.count, 0);
  if (levels.length < 2 || all === 0)
    return 'With two sets of PIEs or more, one can see which images they share.';
  const alone = intersections
    .filter(({ members }) => members.length === 1)
    .reduce((sum, one) => sum + one.count, 0);
  const every = intersections.find(({ members }) => members.length === levels.length)?.count ?? 0;
  const [largest] = intersections;
  const names = largest.members.map((place) => levels[place].short).join(', ');
  return (
    `${count(all)} ${noun(all, 'image is a PIE', 'images are PIEs')} of at least one of ` +
    `${count(levels.length)} sets. ${percent(alone / all, 0)} are PIEs of one set alone, ` +
    `${every === 0 ? 'none' : count(every)} of every set. The largest group, ${count(largest.count)} ` +
    `${noun(largest.count, 'image')}, is of ` +
    `${largest.members.length === 1 ? `${names} alone` : `exactly ${names}`}.`
  );
}

/**
 * "Which sets share which images": exclusive intersections of the PIEs of all levels and compressions known
 * here.
 */
export function SetsPanel({ levels: known, images, current, stale }: SetsPanelProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const levels = useMemo(() => shownSets(known, current), [known, current]);
  const intersections = useMemo(() => intersectionsOf(levels, images), [levels, images]);
  return (
    <Figure
      title="Which sets share which images"
      methods={methodsHref('persistence')}
      name="sets"
      claim={setsClaim(levels, intersections) + leftOutSentence(known.length, levels.length)}
      how={
        'a row is the PIEs of one population, with their number. A column is the images that are PIEs ' +
        'of exactly the sets that are dotted, of no other. Heights are square roots. What you compute ' +
        'here joins as a row; where rows are too many, what was computed first gives way.'
      }
      table={<SetsTable levels={levels} intersections={intersections} />}
      stale={stale}
    >
      <div ref={ref}>
        {levels.length > 1 && <SetMatrix levels={levels} intersections={intersections} width={width} />}
      </div>
    </Figure>
  );
}

function SetsTable({ levels, intersections }: { levels: PieLevel[]; intersections: Intersection[] }) {
  return (
    <ChartTable
      caption="Images that are PIEs of exactly these populations"
      columns={[
        ['Populations', ({ members }) => members.map((place) => levels[place].name).join('; ')],
        ['Images', ({ count: images }) => count(images)],
      ]}
      rows={intersections}
    />
  );
}
