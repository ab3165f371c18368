import { memo } from 'react';
import { shownInterval } from '../../audit/classes/shownInterval';
import type { ClassImpact, Findings } from '../../audit/findings';
import { BarWithDot } from '../../charts/BarWithDot';
import { pValue, signed } from '../../text/format';
import type { Follow } from '../follow/place';
import { ClassDetail } from './ClassDetail';
import { chartWidth } from './rows';

/** The name of a number's column, for who hears the row. */
function Column({ name }: { name: string }) {
  return <span className="visually-hidden">, {name} </span>;
}

export type ClassRowProps = {
  impact: ClassImpact;
  findings: Findings;
  classes: string[];
  truth: Uint16Array;
  domain: [number, number];
  /** Of the whole list, px. */
  width: number;
  narrow: boolean;
  open: boolean;
  onToggle: (label: number, open: boolean) => void;
  follow?: Follow;
};

/** One class: its bar and dot, its numbers, and, opened, its networks and confusions. */
export const ClassRow = memo(function ClassRow(props: ClassRowProps) {
  const { impact, findings, classes, truth, domain, width, narrow, open, onToggle, follow } = props;
  const name = classes[impact.class] ?? `Class ${impact.class}`;
  const id = `class-${impact.class}`;
  return (
    <li
      className={`classes-row${impact.impacted ? ' classes-flagged' : ''}`}
      data-testid="class-row"
      data-class={impact.class}
      data-is={`class:${impact.class}`}
      data-absolute={impact.absolute ?? ''}
      data-normalised={impact.normalised ?? ''}
      data-p={impact.welch.p ?? ''}
    >
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => onToggle(impact.class, !open)}
      >
        <span className="classes-name">
          <svg className="classes-caret" data-no-export width="8" height="8" aria-hidden="true">
            <path d="M1,0L7,4L1,8Z" />
          </svg>
          {name}
        </span>
        <span className="classes-bar">
          <BarWithDot
            bar={impact.absolute}
            dot={impact.normalised}
            interval={shownInterval(impact)}
            flagged={impact.impacted}
            domain={domain}
            width={chartWidth(width)}
          />
        </span>
        <span className="classes-number" title="Change in recall, points">
          <Column name="change in points" />
          {impact.images === 0 ? 'no image' : signed(impact.absolute)}
        </span>
        <span className="classes-number classes-key" title="Change beyond the model's own, points">
          <Column name="beyond the model's" />
          {signed(impact.normalised)}
        </span>
        <span className="classes-number classes-key" title="Welch's two-sided test">
          <Column name="p" />
          {impact.welch.p === null ? 'no test' : pValue(impact.welch.p)}
        </span>
        {!narrow && (
          <span className="classes-number" title="Benjamini-Hochberg adjusted over the tested classes">
            <Column name="adjusted p" />
            {pValue(impact.pAdjusted)}
          </span>
        )}
      </button>
      <div id={id} hidden={!open} className="classes-detail">
        {open && <ClassDetail {...{ impact, findings, classes, truth, follow }} width={width} />}
      </div>
    </li>
  );
});
