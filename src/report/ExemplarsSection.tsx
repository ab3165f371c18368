import type { Findings } from '../audit/findings';
import { fixed } from '../text/fixed';
import { count, noun, percent } from '../text/format';
import type { Exemplar } from './exemplars';

/** The PIEs whose votes moved furthest. */
export function ExemplarsSection({ findings, exemplars }: { findings: Findings; exemplars: Exemplar[] }) {
  const { pies, members, images } = findings;
  const { forgotten, recovered, traded } = pies.counts;
  const total = pies.images.length;
  return (
    <section>
      <h2>What is forgotten</h2>
      <p>
        {count(total)} of {count(images)} images, {percent(total / images)}, change their modal label, the one
        that most networks give. Forgotten (right, then wrong): {count(forgotten)}. Recovered (wrong, then
        right): {count(recovered)}. Traded (wrong, then another wrong): {count(traded)}.
      </p>
      {exemplars.length > 0 && (
        <>
          <p className="how">
            The {count(exemplars.length)} {noun(exemplars.length, 'image')} whose votes moved furthest, the
            furthest first. Votes are for the modal label, of {count(members.dense)} dense and{' '}
            {count(members.compressed)} compressed networks. The last number is half the taxicab distance of
            the two distributions of votes: 0 where they are the same, 1 where they share nothing.
          </p>
          <ol className="exemplars">
            {exemplars.map((exemplar) => (
              <li key={exemplar.id}>
                {exemplar.picture && <img src={exemplar.picture} alt={`${exemplar.label}, ${exemplar.id}`} />}
                <p>
                  <b>{exemplar.outcome}</b> {exemplar.label}
                  <br />
                  {exemplar.dense.label} {exemplar.dense.votes} → {exemplar.compressed.label}{' '}
                  {exemplar.compressed.votes}
                  <br />
                  <span className="kept">
                    {exemplar.id} · {fixed(exemplar.taxicab, 2)}
                  </span>
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
