import { useMemo } from 'react';
import type { Findings } from '../../audit/findings';
import type { Shard } from '../../model/shard';
import { Card } from './Card';
import { reading } from './Gallery';
import { outcomesByImage } from './outcomes';

type PinnedProps = {
  shard: Shard;
  findings: Findings;
  pinned: number[];
  /** The image in the inspector. */
  current: number | null;
  onOpen: (image: number) => void;
  onClear: () => void;
};

/** The images a reader pinned, in the order of pinning; nothing where there are none. */
export function Pinned({ shard, findings, pinned, current, onOpen, onClear }: PinnedProps) {
  const outcomes = useMemo(() => outcomesByImage(findings), [findings]);
  const here = pinned.filter((image) => image < findings.images);
  if (pinned.length === 0) return null;
  return (
    <section className="exemplars-pinned" aria-label="Pinned images">
      <h3>
        Pinned
        <button type="button" className="exemplars-quiet" onClick={onClear}>
          Unpin all
        </button>
      </h3>
      <ul>
        {here.map((image) => (
          <li key={image}>
            <Card
              shard={shard}
              image={image}
              {...reading(findings, outcomes, image)}
              testId="pinned-card"
              current={current === image}
              tabIndex={0}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ul>
      {here.length < pinned.length ? (
        <p className="exemplars-how">
          {pinned.length - here.length} more pinned, beyond the images that were run.
        </p>
      ) : null}
    </section>
  );
}
