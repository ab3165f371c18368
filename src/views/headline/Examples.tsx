import { useContext, useMemo } from 'react';
import type { Findings } from '../../audit/findings';
import { Compact } from '../../charts/compact';
import { Terms } from '../../charts/terms/Terms';
import { imageName, type Shard } from '../../model/shard';
import { capital, word } from '../../text/format';
import { ShardImage } from '../exemplars/ShardImage';
import { PlaceLink } from '../follow/PlaceLink';
import type { Follow } from '../follow/place';
import { type Example, forgottenExamples } from './examples';

type Props = {
  /** Null until there are any. */
  findings: Findings | null;
  shard: Shard;
  /** Whether nothing is compared, so that nothing can be forgotten. */
  nothing: boolean;
  follow?: Follow;
};

/** The side of an image in CSS pixels, at most. */
const LIMIT = 112;
const COMPACT_LIMIT = 76;

/**
 * Three forgotten images, by name where the shard has no pictures, and how many networks of each population
 * know them. Each leads to all that is known of it.
 */
export function Examples({ findings, shard, nothing, follow }: Props) {
  const examples = useMemo(
    () => (findings && findings.images > 0 ? forgottenExamples(findings, shard.labels) : []),
    [findings, shard.labels],
  );
  if (nothing) return null;
  return (
    <figure className="headline-examples" data-unpictured={shard.images.length === 0 || undefined}>
      {findings && examples.length > 0 && (
        <>
          <ul>
            {examples.map((example) => (
              <li key={example.image}>
                <ExampleCard example={example} findings={findings} shard={shard} follow={follow} />
              </li>
            ))}
          </ul>
          <figcaption>
            <Terms>
              {`${capital(word(examples.length))} of the forgotten images. A dot is a network, ` +
                'filled where it gives the label. Such images are PIEs, Pruning Identified ' +
                'Exemplars: the majority changes its answer.'}
            </Terms>
          </figcaption>
        </>
      )}
    </figure>
  );
}

type ExampleCardProps = { example: Example; findings: Findings; shard: Shard; follow?: Follow };

function ExampleCard({
  example: { image, truth, right },
  findings: { members },
  shard,
  follow,
}: ExampleCardProps) {
  const limit = useContext(Compact) ? COMPACT_LIMIT : LIMIT;
  const label = shard.classes[truth];
  const card = (
    <>
      <span className="headline-picture">
        <ShardImage shard={shard} image={image} limit={limit} />
      </span>
      <span className="visually-hidden">{imageName(shard, image)}, labelled </span>
      <b>{label}</b>
      <span className="visually-hidden">
        : so say {right.dense} of {members.dense} networks before and {right.compressed} of{' '}
        {members.compressed} after
      </span>
      <Dots side="dense" right={right.dense} of={members.dense} />
      <Dots side="compressed" right={right.compressed} of={members.compressed} />
      <span className="headline-votes" aria-hidden="true">
        <span className="headline-dense">
          {right.dense}/{members.dense}
        </span>{' '}
        →{' '}
        <span className="headline-compressed">
          {right.compressed}/{members.compressed}
        </span>
      </span>
      <span className="visually-hidden">. Open it.</span>
    </>
  );
  if (!follow) return <div className="headline-example">{card}</div>;
  return (
    <PlaceLink className="headline-example" place={{ kind: 'image', image }} follow={follow}>
      {card}
    </PlaceLink>
  );
}

/** A dot a network, those that give the label first, in two lines. */
function Dots({ side, right, of }: { side: 'dense' | 'compressed'; right: number; of: number }) {
  const columns = Math.max(1, Math.ceil(of / 2));
  return (
    <svg
      className={`headline-dots headline-dots-${side}`}
      viewBox={`0 0 ${columns * 8} ${of > 1 ? 16 : 8}`}
      width={columns * 8}
      aria-hidden="true"
    >
      {Array.from({ length: of }, (_, network) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
          key={network}
          cx={(network % columns) * 8 + 4}
          cy={Math.floor(network / columns) * 8 + 4}
          r={2.6}
          data-right={network < right}
        />
      ))}
    </svg>
  );
}
