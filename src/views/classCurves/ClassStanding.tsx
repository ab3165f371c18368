import { useMemo } from 'react';
import { intensification } from '../../audit/classes/classCurves';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { methodsHref } from '../methods/anchors';
import { CorrelationTable, SplitTable, standingHow } from './CurveDetails';
import type { CurveLevel, CurvesData } from './curveWords';
import { StandingChart } from './StandingChart';
import { standingClaim } from './standingWords';
import './classCurves.css';

type ClassStandingProps = Omit<CurvesData, 'levels' | 'family'> & {
  /** The one level there is. */
  level: CurveLevel;
  /** The class that is open; null: none. */
  chosen: number | null;
};

/**
 * How classes split at a single level, and whether the weak got weaker: what is left of curves where there is
 * one level.
 */
export function ClassStanding({ level, chosen, ...rest }: ClassStandingProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const { denseAccuracy, classes, alpha } = rest;
  const shown = useMemo(() => intensification(level.impacts, denseAccuracy), [level, denseAccuracy]);
  const data = { ...rest, levels: [level], family: null };
  return (
    <Figure
      title="Do weak classes lose more?"
      methods={methodsHref('curves')}
      name="class-standing"
      {...standingClaim(level, shown)}
      how={
        'each dot is a class: how it stood before, and how it moved beyond the model. ' +
        `${standingHow(rest)} Filled: p ≤ ${alpha}, Welch’s test.`
      }
      table={<CorrelationTable {...data} />}
    >
      <div ref={ref}>
        <StandingChart
          standings={shown.standings}
          flagged={(label) => level.impacts[label].impacted}
          classes={classes}
          chosen={chosen}
          width={width}
        />
        <SplitTable {...data} />
      </div>
    </Figure>
  );
}
