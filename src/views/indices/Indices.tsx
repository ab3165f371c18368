import type { Findings } from '../../audit/findings';
import type { BiasIndices } from '../../audit/scores/biasIndices';
import type { MismatchRates } from '../../audit/scores/mismatch';
import { ChartTable } from '../../charts/ChartTable';
import { Figure } from '../../charts/Figure';
import { useWidth } from '../../charts/useWidth';
import { count, counted } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { indexRows, indicesClaim, leftOutNote } from './indexWords';
import { MismatchChart } from './MismatchChart';
import './indices.css';

type IndicesProps = {
  findings: Findings;
  /** Of the answers that `findings` is the audit of. */
  mismatch: MismatchRates;
  /** Null of too few classes. */
  bias: BiasIndices | null;
  classes: string[];
  stale?: boolean;
};

/**
 * "In single numbers": how many answers differ and how, and how unevenly the classes' error rates changed.
 */
export function Indices({ findings, mismatch, bias, classes, stale }: IndicesProps) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const note = leftOutNote(bias, classes);
  return (
    <Figure
      title="In single numbers"
      methods={methodsHref('indices')}
      name="indices"
      {...indicesClaim(mismatch, bias, findings.paired)}
      how={
        <>
          {findings.paired
            ? 'a network is compared with its dense self'
            : 'every compressed network is compared with every dense one. For retraining alone, every ' +
              'dense one is compared with every other'}
          . Intervals are 95%: over the networks on the changed side, for modal labels over images. The last
          two rows of the table say how unevenly the classes’ error rates changed, false positives and false
          negatives, relative to the dense ones. 0 is all alike.
        </>
      }
      stale={stale}
    >
      <div ref={ref} className="indices">
        <MismatchChart mismatch={mismatch} width={width} />
        <ChartTable
          caption={
            `${counted(findings.images, 'image')}, ${count(findings.members.dense)} dense and ` +
            `${counted(findings.members.compressed, 'compressed network')}`
          }
          columns={[
            ['Index', ({ name }) => name],
            ['Networks (95%)', ({ networks }) => networks],
            ['Retraining alone (95%)', ({ retrained }) => retrained],
            ['Modal labels (95%)', ({ modal }) => modal],
          ]}
          rows={indexRows(mismatch, bias)}
        />
        <p className="indices-note">
          {note} Differing labels: churn, Milani Fard et al. 2016. Combined error variance and symmetric
          distance error: Blakeney et al. 2021.
        </p>
      </div>
    </Figure>
  );
}
