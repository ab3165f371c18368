import type { Findings } from '../../audit/findings';
import type { Shard } from '../../model/shard';
import { count, noun } from '../../text/format';
import { methodsHref } from '../methods/anchors';
import { accuracyClaim, floorClaim } from './claim';
import { type FindingsPhase, phaseWords } from './phase';
import { isInk } from './pixels';

/** The count of PIEs, how right the populations are on them, and what of it retraining alone does. */
export function Claim({ findings, phase }: { findings: Findings; phase: FindingsPhase }) {
  const pies = findings.pies.images.length;
  const number = (
    <b className="exemplars-count" data-testid="pie-count" data-value={pies}>
      {count(pies)}
    </b>
  );
  const what =
    pies === 1 ? (
      <>The {number} image on which the two populations disagree. </>
    ) : (
      <>The {number} images on which the two populations disagree. </>
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
      {accuracyClaim(findings)} {floorClaim(findings)}{' '}
      {phaseWords(phase) ? <span className="exemplars-phase">{phaseWords(phase)}</span> : null}
    </p>
  );
}

/** What the marks of a card mean. */
export function HowToRead({ shard }: { shard: Shard }) {
  return (
    <p className="exemplars-how">
      How to read: under each image what most <span className="exemplars-dense">dense</span> networks say,
      what most <span className="exemplars-compressed">compressed</span> ones say, its label. The rule tells
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
        ? ' Grey images are inverted on the light page, as ink, and as stored on the dark one.'
        : ''}{' '}
      <a href={methodsHref('pies')}>What a PIE is</a>
    </p>
  );
}
