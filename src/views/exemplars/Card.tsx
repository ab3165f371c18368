import { memo } from 'react';
import { imageName, type Shard } from '../../model/shard';
import type { OutcomeFilter } from './galleryState';
import { ShardImage } from './ShardImage';

/** The side of a card's image in CSS pixels, at most. */
export const cardLimit = 96;

/** What becomes of an image, for people. */
const outcomeWords: Record<OutcomeFilter, string> = {
  forgotten: 'forgotten',
  recovered: 'recovered',
  traded: 'traded one error for another',
  unchanged: 'same answer from both',
};

type SaysProps = { kind: 'dense' | 'compressed' | 'label'; hidden: string; name: string };

/** A class name under an image, with words before it that only a screen reader says. */
function Says({ kind, hidden, name }: SaysProps) {
  return (
    <span className={`exemplars-says exemplars-${kind}`}>
      <span className="exemplars-hidden">{hidden}</span>
      {name}
    </span>
  );
}

export type CardProps = {
  shard: Shard;
  image: number;
  /** Modal labels, as class indices. */
  dense: number;
  compressed: number;
  outcome: OutcomeFilter;
  testId: string;
  /** Whether the inspector shows this image. */
  current: boolean;
  tabIndex: 0 | -1;
  onOpen: (image: number) => void;
};

/**
 * An image with the modal label of the dense population, of the compressed one, and its true label; the rule
 * below it tells the outcome. A button that opens it.
 */
export const Card = memo(function Card({
  shard,
  image,
  dense,
  compressed,
  outcome,
  testId,
  current,
  tabIndex,
  onOpen,
}: CardProps) {
  const label = shard.labels[image];
  const { classes } = shard;
  return (
    <button
      type="button"
      className={`exemplars-card exemplars-${outcome}`}
      data-testid={testId}
      data-image-id={image}
      data-is={`image:${image}`}
      data-of={`class:${label}`}
      data-label={label}
      data-dense={dense}
      data-compressed={compressed}
      aria-current={current || undefined}
      tabIndex={tabIndex}
      onClick={() => onOpen(image)}
    >
      <ShardImage shard={shard} image={image} limit={cardLimit} />
      <span className="exemplars-rule" />
      <Says
        kind="dense"
        hidden={`${imageName(shard, image)}, ${outcomeWords[outcome]}. Dense: `}
        name={classes[dense]}
      />
      <Says kind="compressed" hidden="Compressed: " name={classes[compressed]} />
      <Says kind="label" hidden="Label: " name={classes[label]} />
    </button>
  );
});
