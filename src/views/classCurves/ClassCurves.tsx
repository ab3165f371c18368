import { useMemo, useState } from 'react';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, pValue, range, signed } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { CurveCard, curveDomain } from './CurveCard';
import './classCurves.css';
import { Intensification, Kin, SplitTable } from './CurveDetails';
import {
  byChange,
  type CurvesData,
  classReadout,
  curvesClaim,
  flaggedFrom,
  flagsOf,
  nameOf,
} from './curveWords';

type ClassCurvesProps = CurvesData & {
  /** The class that is open; null: none. */
  chosen: number | null;
  onChoose: (label: number | null) => void;
  /** Id of the level on screen. */
  current: string | null;
  stale?: boolean;
};

/** More classes than this are not drawn, but stand in the table. */
const MOST_CARDS = 24;

/**
 * "Every class over all levels": a small curve a class, how classes split at each level, and whether the weak
 * got weaker.
 */
export function ClassCurves(props: ClassCurvesProps) {
  const { levels, retrained, family, classes, alpha, chosen, onChoose, current, stale } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const [near, setNear] = useState<number | null>(null);
  const flags = useMemo(
    () => flagsOf({ levels, retrained, family, classes, alpha }),
    [levels, retrained, family, classes, alpha],
  );
  const order = useMemo(() => byChange(levels), [levels]);
  const shown = mostMoved(order, MOST_CARDS);
  const level = levels.find(({ id }) => id === current) ?? levels.at(-1);
  const columns = width >= 620 ? 5 : width >= 420 ? 3 : 2;
  const card = Math.floor((width - (columns - 1) * 18) / columns) - 12;
  const read = near ?? chosen ?? order[0];
  const domain = useMemo(() => curveDomain(levels), [levels]);
  return (
    <Figure
      title="Every class over all levels"
      methods={methodsHref('curves')}
      name="class-curves"
      claim={curvesClaim(props)}
      how={
        <>
          each small chart is one class, from no weights removed at the left to {levels.at(-1)?.short} at the
          right. It shows the change in recall beyond the model’s own, in points. The 95% intervals allow for
          other networks and other images. All charts share one scale. Filled dots are flagged: Welch’s test
          on these images gives p ≤ {alpha}.{' '}
          {family &&
            'Where a class is flagged first is told twice: by its own tests, and after allowing for ' +
              'all tests of levels and classes together. The second leaves out what retraining ' +
              'alone flags. '}{' '}
          With equally many images of each class, the changes add up to 0. So if few classes lose, each loses
          more by arithmetic; whether few lose or few gain is what the data say. Choose a class to open it
          above.
        </>
      }
      table={<CurvesTable {...{ levels, family, classes }} />}
      stale={stale}
    >
      <div ref={ref} className="curves">
        <div className="curves-grid" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
          {shown.map((label) => (
            <CurveCard
              key={label}
              label={label}
              name={nameOf(classes, label)}
              note={flaggedFrom(flags[label], levels)}
              levels={levels}
              domain={domain}
              current={level?.id ?? null}
              width={card}
              chosen={label === chosen}
              onChoose={() => onChoose(label === chosen ? null : label)}
              onNear={(is) => setNear(is ? label : null)}
            />
          ))}
        </div>
        {level && read !== undefined && (
          <p className="curves-readout" role="status">
            {classReadout(read, level, props, flags[read])}
          </p>
        )}
        {shown.length < order.length && (
          <p className="curves-readout">
            The {shown.length} classes of {order.length} that move most at the strongest level; the table has
            all.
          </p>
        )}
        <SplitTable {...props} />
        {level && <Intensification {...props} level={level} chosen={read ?? null} width={width} />}
        <Kin levels={levels} classes={classes} width={width} />
      </div>
    </Figure>
  );
}

/** The `most` of an ascending order that lie furthest out, half from either end, in that order. */
function mostMoved(order: number[], most: number): number[] {
  if (order.length <= most) return order;
  return [...order.slice(0, most / 2), ...order.slice(-most / 2)];
}

const points = (value: number) => signed(value, 2);

function CurvesTable({ levels, family, classes }: Pick<ClassCurvesProps, 'levels' | 'family' | 'classes'>) {
  const adjusted = family
    ? `. The last column is adjusted for all ${count(family.tests)} tests as one family (the largest |t| ` +
      `of ${count(family.shuffles)} relabellings)`
    : '';
  return (
    <ChartTable
      caption={`Change in recall beyond the model’s own at every level, points, with Welch’s test${adjusted}`}
      columns={[
        ['Class', ({ label }) => nameOf(classes, label)],
        ['Level', ({ short }) => short],
        ['Beyond model', ({ impact }) => signed(impact.normalised, 2)],
        ['95%, networks vary', ({ impact }) => range(impact.normalisedInterval, points)],
        ['95%, images too', ({ impact }) => range(impact.crossed?.interval ?? null, points)],
        ['p', ({ impact }) => pValue(impact.welch.p)],
        ['Adjusted p', ({ impact }) => pValue(impact.pAdjusted)],
        family && ['p in the family', ({ label, level }) => pValue(family.adjusted[level][label])],
      ]}
      rows={byChange(levels).flatMap((label) =>
        levels.map(({ short, impacts }, level) => ({ label, level, short, impact: impacts[label] })),
      )}
    />
  );
}
