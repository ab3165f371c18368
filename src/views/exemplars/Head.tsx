import { useContext } from 'react';
import type { Findings } from '../../audit/findings';
import { Withheld } from '../../charts/withheld';
import type { Shard } from '../../model/shard';
import { count, noun } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { accuracyClaim, floorClaim } from './claim';
import { type FindingsPhase, phaseWords } from './phase';
import { isInk } from './pixels';

/** The count of PIEs, how right the populations are on them, and what of it retraining alone does. */
export function Claim({ findings, phase }: { findings: Findings; phase: FindingsPhase }) {
  const { floor } = useContext(Withheld);
  const pies = findings.pies.images.length;
  const number = (
    <b className="exemplars-count" data-testid="pie-count" data-value={pies}>
      {count(pies)}
    </b>
  );
  const what = (
    <>
      On {number} {noun(pies, 'image')} the two populations disagree.{' '}
    </>
  );
  return (
    <p className="exemplars-claim">
      {pies === 0 ? (
        <>
          {number} PIEs among {count(findings.images)} {noun(findings.images, 'image')}.{' '}
        </>
      ) : (
        what
      )}
      {accuracyClaim(findings)} {floor ?? floorClaim(findings)}{' '}
      {phaseWords(phase) ? <span className="exemplars-phase">{phaseWords(phase)}</span> : null}
    </p>
  );
}

/** What the marks of a card mean. */
export function HowToRead({ shard }: { shard: Shard }) {
  return (
    <p className="exemplars-how">
      How to read them: under each image stand the answer of most{' '}
      <span className="exemplars-dense">dense</span> networks, that of most{' '}
      <span className="exemplars-compressed">compressed</span> ones, and its label. The coloured line tells
      what became of it:{' '}
      <span className="exemplars-legend">
        <i className="exemplars-key-rule exemplars-forgotten" /> forgotten (right, then wrong),
      </span>{' '}
      <span className="exemplars-legend">
        <i className="exemplars-key-rule exemplars-recovered" /> recovered (wrong, then right),
      </span>{' '}
      <span className="exemplars-legend">
        <i className="exemplars-key-rule exemplars-traded" /> traded (one error for another).
      </span>
      {isInk(shard)
        ? ' On the light page, grey images are drawn as ink on paper; on the dark one, as stored.'
        : ''}{' '}
      <a href={methodsHref('pies')}>What a PIE is</a>
    </p>
  );
}
