import { useCallback, useMemo, useRef, useState } from 'react';
import type { Findings } from '../../audit/findings';
import { BarAxis } from '../../charts/BarAxis';
import { Figure } from '../../charts/Figure';
import { useGrowing } from '../../charts/useGrowing';
import { useWidth } from '../../charts/useWidth';
import { count } from '../../text/format';
import { ClassRow } from './ClassRow';
import { ImpactTable } from './ImpactTable';
import './classes.css';
import type { Follow } from '../follow/place';
import { manyImages } from '../headline/manyImages';
import { methodsHref } from '../methods/anchors';
import { changeDomain, chartWidth, classesClaim, isNarrow, type Sort, sortedImpacts } from './rows';

export type ClassesProps = {
  findings: Findings;
  /** Class names. */
  classes: string[];
  /** True class of each image that was audited. */
  truth: Uint16Array;
  /** The open class; null: none. Left out, the panel keeps it itself. */
  open?: number | null;
  onOpen?: (open: number | null) => void;
  /** The order of the rows. Left out, the panel keeps it itself. */
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  stale?: boolean;
  /** How to get to the images of a class; left out where there is no gallery. */
  follow?: Follow;
};

const sorts: { id: Sort; label: string }[] = [
  { id: 'change', label: 'change' },
  { id: 'beyond', label: 'beyond model' },
  { id: 'name', label: 'name' },
];

/** Rows drawn unless a reader asks for all, where there are many more; and then in each frame. */
const FIRST_ROWS = 60;
const ROWS_A_FRAME = 30;

/**
 * "Who pays": the change of every class and what of it is beyond the model's own, with tests; a class opens
 * its networks and confusions.
 */
export function Classes(props: ClassesProps) {
  const { findings, classes, truth, open, onOpen, stale, follow } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [ownSort, setOwnSort] = useState<Sort>('change');
  const sort = props.sort ?? ownSort;
  const setSort = props.onSort ?? setOwnSort;
  const [own, setOwn] = useState<number | null>(null);
  const opened = open === undefined ? own : open;
  const setOpened = onOpen ?? setOwn;
  const toggled = useRef(setOpened);
  toggled.current = setOpened;
  const toggle = useCallback((label: number, open: boolean) => toggled.current(open ? label : null), []);
  const [all, setAll] = useState(false);
  const { classImpact } = findings;
  const impacts = useMemo(() => sortedImpacts(classImpact, sort, classes), [classImpact, sort, classes]);
  const domain = useMemo(() => changeDomain(impacts), [impacts]);
  const drawn = useGrowing(all ? impacts.length : FIRST_ROWS, FIRST_ROWS, ROWS_A_FRAME);
  const narrow = isNarrow(width);
  const many = manyImages(findings.images);
  const isLong = impacts.length >= 2 * FIRST_ROWS;
  const shown = isLong ? impacts.filter((impact, row) => row < drawn || impact.class === opened) : impacts;
  return (
    <Figure
      title="Who pays"
      methods={methodsHref('impact')}
      name="classes"
      claim={classesClaim(findings, classes).map(({ text, strong }) =>
        strong ? <strong key={text}>{text}</strong> : <span key={text}>{text}</span>,
      )}
      how={
        <>
          bars are the change in recall, in points. Dots are what is left after each network's own change. The
          lines through them are 95% intervals that allow for other networks and other images. The table also
          has intervals for other networks alone. A dot is filled where Welch's test on these images gives a p
          ≤ {findings.options.alpha}.{' '}
          {findings.paired &&
            'Both sides are the same networks. Welch takes them to be independent, so it is too ' +
              'cautious; the paired test stands in an open class and in the table. '}
          {many && `${many} `}
          Choose a class to open it.
        </>
      }
      table={<ImpactTable findings={findings} classes={classes} />}
      stale={stale}
    >
      <div ref={ref} className={`classes${narrow ? ' classes-narrow' : ''}`}>
        <fieldset className="classes-sort" data-no-export>
          <legend>Sort by</legend>
          {sorts.map(({ id, label }) => (
            <button key={id} type="button" aria-pressed={sort === id} onClick={() => setSort(id)}>
              {label}
            </button>
          ))}
        </fieldset>
        <div className="classes-head" aria-hidden="true">
          <span />
          <span className="classes-bar">
            <BarAxis domain={domain} width={chartWidth(width)} unit="points" />
          </span>
          <span>change</span>
          <span>beyond model</span>
          <span>p</span>
          {!narrow && <span>adjusted</span>}
        </div>
        <ol className={`classes-list${isLong ? ' classes-long' : ''}`}>
          {shown.map((impact) => (
            <ClassRow
              key={impact.class}
              impact={impact}
              findings={findings}
              classes={classes}
              truth={truth}
              domain={domain}
              width={width}
              narrow={narrow}
              open={opened === impact.class}
              onToggle={toggle}
              follow={follow}
            />
          ))}
        </ol>
        {!all && shown.length < impacts.length && (
          <button type="button" className="classes-all" data-no-export onClick={() => setAll(true)}>
            Show all {count(impacts.length)} classes
          </button>
        )}
      </div>
    </Figure>
  );
}
