import type { LongTail, TailRow } from '../../audit/groups/longTail';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { bracketed, count, percent, signed } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { type BeyondBalanced, beyondClaim, beyondColumns } from './beyondWords';
import { LongTailChart } from './LongTailChart';
import { longTailClaim, partNames, ratioText } from './longTailWords';
import './longTail.css';

export type LongTailPanelProps = {
  tail: LongTail;
  /** Beside what the same classes do where none is rare; left out where that is not known. */
  beyond?: BeyondBalanced;
  classes: string[];
  /** How the training images were chosen; null where all were taken. */
  note: string | null;
  stale?: boolean;
};

/** "The long tail": whether PIEs fall on the classes with few training images. */
export function LongTailPanel({ tail, beyond, classes, note, stale }: LongTailPanelProps) {
  const more = beyond && beyondClaim(beyond);
  const [ref, width] = useWidth<HTMLDivElement>();
  return (
    <Figure
      title="The long tail"
      methods={methodsHref('longTail')}
      name="long-tail"
      {...longTailClaim(tail, classes)}
      how={
        <>
          classes stand in the order of their training images. The bar is a class’s share of the PIEs, the
          stroke its share of the images, the diamond its share of the training images. The ratio divides bar
          by stroke: 1 where PIEs are spread evenly. Head and tail are the thirds of the classes with the most
          and the fewest training images.{' '}
          {hasRetraining(tail) &&
            'Retraining alone also puts PIEs where classes are hard; its ratio stands in the table. ' +
              'Only a difference whose interval excludes 0 is called more. '}
          Balanced accuracy is the mean of the classes’ recalls.{' '}
          {!tail.balanced &&
            'A class may hold many PIEs because it is hard, not because it is rare. The balanced ' +
              'dataset has the same classes, none of them rare.'}
        </>
      }
      table={
        <>
          <LongTailTable tail={tail} classes={classes} />
          {beyond && beyond.rankings.length > 0 && <BeyondTable {...beyond} />}
        </>
      }
      stale={stale}
    >
      <div ref={ref}>
        <LongTailChart {...{ tail, classes, width }} />
        {more && <p className="long-tail-beyond">{more}</p>}
        {note && <p className="long-tail-source">Training images: {note}.</p>}
      </div>
    </Figure>
  );
}

/** Whether rare classes lose more than they do where none is rare, a row a ranking of the classes. */
function BeyondTable({ rankings }: BeyondBalanced) {
  return (
    <ChartTable
      caption={
        'Change of the tail’s mean recall minus that of the head’s. Networks trained on the long tail ' +
        'stand beside those trained on a balanced set of the same images. ' +
        'Ranges are 95%, with other networks and images.'
      }
      columns={beyondColumns}
      rows={rankings}
    />
  );
}

function hasRetraining({ classes }: LongTail): boolean {
  return classes.some(({ retraining }) => retraining !== null);
}

/** The table behind the chart: every class, then head, medium and tail. */
export function LongTailTable({ tail, classes }: { tail: LongTail; classes: string[] }) {
  const named = [
    ...tail.classes.map((row) => ({ name: classes[row.class], ...row })),
    ...tail.parts.map((row) => ({ name: partNames[row.part], ...row })),
  ];
  const beside = hasRetraining(tail);
  return (
    <ChartTable
      caption={
        'PIEs by training images; ratios with 95% intervals by bootstrap over images ' +
        `(${count(tail.resampling.draws)} draws, seed ${tail.resampling.seed}), recall over networks`
      }
      columns={[
        ['Class', ({ name }) => name],
        ['Training images', ({ training }) => count(training)],
        ['Share', ({ trainingShare }) => percent(trainingShare)],
        ['Images', ({ images }) => count(images)],
        ['PIEs', ({ pies }) => count(pies)],
        ['PIEs among its images (95%)', ({ pieRate }) => estimateCell(pieRate)],
        ['Share of the PIEs', ({ pieShare }) => percent(pieShare)],
        ['Over its share of the images', ({ overImages }) => ratioText(overImages)],
        beside && [
          'Retraining alone, over its share of the images',
          ({ retraining }) => ratioText(retraining?.overIndex ?? null),
        ],
        beside && [
          'Difference',
          ({ retraining }) => ratioText(retraining?.beyond ?? null, (value) => signed(value, 2)),
        ],
        ['Over its share of the training images', ({ overTraining }) => ratioText(overTraining)],
        ['Recall, dense', ({ recall }) => estimateCell(recall.dense)],
        ['Recall, compressed', ({ recall }) => estimateCell(recall.compressed)],
      ]}
      rows={named}
    />
  );
}

function estimateCell(estimate: TailRow['recall']['dense']): string {
  return estimate ? percent(estimate.value) + bracketed(estimate.interval, (end) => percent(end)) : '–';
}
