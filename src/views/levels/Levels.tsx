import { paperTables } from '../../audit/levels/paper';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { counted } from '../../text/format';
import { LevelsChart } from './LevelsChart';
import { LevelsTable, PaperLevels } from './LevelsTable';
import { type LevelEntry, levelsClaim, placesOf } from './levelWords';
import './levels.css';
import { methodsHref } from '../methods/anchors';

export type LevelsProps = {
  title?: string;
  /** The data set: "Fashion-MNIST". */
  data: string;
  /** Every population known, dense first, then in the order of the table. */
  levels: LevelEntry[];
  /** Id of the level on screen. */
  current: string | null;
  stale?: boolean;
};

/**
 * "Every level, and the paper's": the table of all populations, the paper's beside it, and both in one chart.
 */
export function Levels(props: LevelsProps) {
  const { title = 'Every level, beside the paper’s', data, levels, current, stale } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const images = levels[0]?.row.images;
  const isPlaced =
    placesOf(levels, 'sparse').length + placesOf(levels, 'pruned').length + placesOf(levels, 'tuned').length >
    0;
  return (
    <Figure
      title={title}
      methods={methodsHref('table')}
      name="levels"
      {...levelsClaim(levels, current)}
      how={
        <>
          {isPlaced &&
            'circles are populations of their own, hollow diamonds the dense one pruned here, ' +
              'filled ones fine-tuned after it. The dotted line is what retraining alone gives. ' +
              'Small grey squares are the paper’s, another network on other data: compare shapes, ' +
              'not heights. The vertical axes are square roots. '}
          {isPlaced ? 'A' : 'a'} class is flagged by its own test. “Adjusted” counts the classes that stay
          flagged after allowing for many tests (Benjamini and Hochberg).
          {isPlaced
            ? ' Time is how long one image takes through one network, with all cores at work, ' +
              'where it ran here. Size counts the weights of convolutions and dense layers alone.'
            : ' Below, the paper’s tables: other networks on other data.'}
        </>
      }
      stale={stale}
    >
      <div ref={ref} className="levels">
        {isPlaced && <LevelsChart levels={levels} current={current} width={width} />}
        <LevelsTable
          levels={levels}
          caption={`${data}${images ? `, ${counted(images, 'image')}` : ''}: every population known here`}
        />
        <div className="levels-papers">
          {paperTables.map((table) => (
            <PaperLevels key={table.id} table={table} />
          ))}
        </div>
      </div>
    </Figure>
  );
}
