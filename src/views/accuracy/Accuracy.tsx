import type { CrossedEffect, Findings } from '../../audit/findings';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, cut, percent, range, signed } from '../../text/format';
import { AccuracyChart } from './AccuracyChart';
import './accuracy.css';
import { methodsHref } from '../methods/anchors';
import { accuracyClaim, groups, matchClaim, retrainedGroups, topFiveGroups } from './groups';

export type AccuracyProps = { findings: Findings; stale?: boolean };

/** "Are they harder?": top-1 of both populations on PIEs, on images as uncertain, on all, and on the rest. */
export function Accuracy({ findings, stale }: AccuracyProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const sets = groups(findings);
  const caveat = matchClaim(findings);
  return (
    <Figure
      title="Are they harder?"
      methods={methodsHref('accuracy')}
      name="accuracy"
      claim={
        <>
          {accuracyClaim(findings)} {caveat && <span className="accuracy-caveat">{caveat}</span>}
        </>
      }
      how={
        'filled is the dense population, hollow the compressed one. Lines are 95% intervals for other ' +
        'networks on these images. PIEs are called harder where the interval of the difference ' +
        'excludes 0; the table has it, for other networks and other images. Matched images are ' +
        'weighted to be like the PIEs in two things. They are how far the dense votes lie apart, and ' +
        'whether the dense majority is right.'
      }
      table={
        <ChartTable
          caption="Top-1 and top-5 accuracy of both populations on each set of images"
          columns={[
            ['Images', ({ name }) => name],
            ['n', ({ images }) => count(images)],
            ['Dense', ({ accuracy: { dense } }) => percent(dense?.value)],
            ['Dense 95% interval', ({ accuracy: { dense } }) => range(cut(dense?.interval), percent)],
            ['Compressed', ({ accuracy: { compressed } }) => percent(compressed?.value)],
            [
              'Compressed 95% interval',
              ({ accuracy: { compressed } }) => range(cut(compressed?.interval), percent),
            ],
            [
              'Difference, points',
              ({ accuracy: { dense, compressed } }) =>
                signed(dense && compressed ? 100 * (compressed.value - dense.value) : null),
            ],
            ['PIEs minus these, dense (95%, images too)', ({ beyond }) => beyondCell(beyond?.dense)],
            [
              'PIEs minus these, compressed (95%, images too)',
              ({ beyond }) => beyondCell(beyond?.compressed),
            ],
          ]}
          rows={[...sets, ...retrainedGroups(findings), ...topFiveGroups(findings)]}
        />
      }
      stale={stale}
    >
      <div ref={ref}>
        <AccuracyChart groups={sets} width={width} />
      </div>
    </Figure>
  );
}

/** How far accuracy on PIEs lies from that on other images, points, networks and images both varying. */
function beyondCell(beyond: CrossedEffect | null | undefined): string {
  return beyond ? `${signed(beyond.value)} (${range(beyond.interval, (end) => signed(end))})` : '–';
}
