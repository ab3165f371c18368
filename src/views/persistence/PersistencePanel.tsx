import { useMemo, useState } from 'react';
import { overlapOf, persistenceOf, type SameImages, type Strata } from '../../audit/levels/persistence';
import { ChartTable } from '../../charts/ChartTable';
import { plainly } from '../../charts/claim';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, decimal, noun, percent, range } from '../../text/format';
import { OverlapMatrix, type Pair } from './OverlapMatrix';
import { PersistenceBars } from './PersistenceBars';
import {
  followable,
  jaccardBetween,
  overlapReadout,
  type PieLevel,
  type PieSeries,
  persistenceClaim,
  shareBetween,
  taxicabSentence,
} from './persistenceWords';
import './persistence.css';
import { methodsHref } from '../methods/anchors';

export type PersistencePanelProps = {
  /**
   * Every known population but the dense one: the null population first, then each method from mild to
   * strong.
   */
  levels: PieLevel[];
  /** Images of the shard that all levels cover. */
  images: number;
  /** What all votes of the comparison on screen say of its PIEs; null until it is known. */
  votes: SameImages | null;
  /** What its compressed population is called: "90% removed". */
  name?: string;
  stale?: boolean;
};

const titles = { sparse: 'A population of its own at every level', pruned: 'Pruned here at every level' };

/** "The same images?": which PIEs stay from level to level, and how much methods agree on them. */
export function PersistencePanel(props: PersistencePanelProps) {
  const { levels, images, votes, name, stale } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const series = useMemo(
    () => followable(levels).map((list) => ({ levels: list, persistence: persistenceOf(list, images) })),
    [levels, images],
  );
  const moved = votes?.asManyMoved ? taxicabSentence(votes.asManyMoved, name) : null;
  const margins = votes?.margins.of.length === images ? votes.margins : null;
  const { claim, evidence } =
    levels.length === 1 && moved ? plainly(moved) : persistenceClaim(series, levels, images, margins);
  return (
    <Figure
      title="The same images?"
      methods={methodsHref('persistence')}
      name="persistence"
      claim={claim}
      evidence={evidence}
      how={
        <>
          {series.length > 0 &&
            'a bar holds the PIEs of one level; its light part is first seen there. Those that ' +
              'stay are PIEs at every stronger level too. Below, '}
          each dot compares two levels: the larger, the more of their images are the same. Dots with the
          retrained population are grey: what chance and the hard images alone make two sets share. All sets
          are PIEs against the same dense networks. So images on which these are divided recur in every set,
          and “as divided” counts that in.
        </>
      }
      table={<PersistenceTables {...{ levels, series, images, margins, votes, name }} />}
      stale={stale}
    >
      <div ref={ref} className="persistence">
        {series.map((one) => (
          <PersistenceBars
            key={one.levels[0].series}
            series={one}
            title={one.levels[0].series === 'pruned' ? titles.pruned : titles.sparse}
            width={width}
          />
        ))}
        {levels.length > 1 && (
          <Overlaps
            {...{ levels, images, margins, width }}
            told={series.length === 0 && levels.length === 2}
          />
        )}
        {moved && moved !== claim && <p className="persistence-readout">{moved}</p>}
      </div>
    </Figure>
  );
}

type OverlapsProps = {
  levels: PieLevel[];
  images: number;
  margins: Strata | null;
  width: number;
  /** Whether the claim is the only pair, read out already. */
  told: boolean;
};

function Overlaps({ levels, images, margins, width, told }: OverlapsProps) {
  const [wanted, setWanted] = useState<Pair | null>(null);
  const last = levels.length - 1;
  const chosen = wanted && wanted.row <= last ? wanted : { row: last, column: last - 1 };
  return (
    <div>
      <OverlapMatrix {...{ levels, images, margins, chosen, width }} onChoose={setWanted} />
      {!told && (
        <p className="persistence-readout" role="status">
          {overlapReadout(levels[chosen.column], levels[chosen.row], images, margins)}
        </p>
      )}
    </div>
  );
}

type TablesProps = Pick<PersistencePanelProps, 'levels' | 'images' | 'votes' | 'name'> & {
  series: PieSeries[];
  margins: Strata | null;
};

function PersistenceTables({ levels, series, images, margins, votes, name }: TablesProps) {
  return (
    <>
      {series.map(({ levels: list, persistence }) => (
        <ChartTable
          key={list[0].series}
          caption={
            `PIEs that stay; ${count(persistence.every)} of ${count(persistence.some)} ` +
            `${noun(persistence.every, 'is a PIE', 'are PIEs')} at every level`
          }
          columns={[
            ['Level', (_, level) => list[level].name],
            ['PIEs', ({ pies }) => count(pies)],
            ['First here', ({ first }) => count(first)],
            ['Stay to the strongest', ({ staying }) => count(staying)],
            ['Share (95%)', ({ pies, staying }) => (pies === 0 ? '–' : shareBetween(staying, pies))],
            ['First here and stay', ({ firstStaying }) => count(firstStaying)],
            [
              'Images at so many levels',
              (_, level) => `${level + 1}: ${count(persistence.byCount[level + 1])}`,
            ],
          ]}
          rows={persistence.levels}
        />
      ))}
      <ChartTable
        caption="PIEs in common"
        columns={[
          ['Level', ({ other }) => other.name],
          ['And', ({ level }) => level.name],
          ['In both', ({ overlap }) => count(overlap.both)],
          ['At random', ({ overlap }) => decimal(overlap.byChance)],
          ['As contested (95%)', ({ overlap }) => byMarginCell(overlap)],
          ['Jaccard (95%)', ({ overlap }) => jaccardBetween(overlap)],
        ]}
        rows={levels.flatMap((level, row) =>
          levels.slice(0, row).map((other) => {
            const overlap = overlapOf(other.pies, level.pies, images, margins);
            return { level, other, overlap };
          }),
        )}
      />
      {votes && (
        <ChartTable
          caption={
            `${name ? `${name}: ` : ''}modal PIEs among the images whose votes moved most (taxicab ` +
            'distance)'
          }
          columns={[
            ['Share of images', ({ share }) => percent(share, 0)],
            ['Images', ({ top }) => count(top)],
            ['Of them PIEs', ({ both }) => count(both)],
            ['Jaccard (95%)', jaccardBetween],
          ]}
          rows={votes.moved}
        />
      )}
    </>
  );
}

function byMarginCell({ byMargin }: ReturnType<typeof overlapOf>): string {
  if (!byMargin) return '–';
  return `${decimal(byMargin.value)} (${range(byMargin.interval, (end) => decimal(end))})`;
}
