import { useLayoutEffect, useRef } from 'react';
import type { Shard } from '../../model/shard';
import { isInk, pixelScale, toRgba } from './pixels';
import './exemplars.css';

const inkOf = new WeakMap<Uint8Array, boolean>();

/** `isInk`, worked out once for each shard's bytes. */
function ink(shard: Shard): boolean {
  const known = inkOf.get(shard.images) ?? isInk(shard);
  inkOf.set(shard.images, known);
  return known;
}

/**
 * One image of a shard, crisp, or its id where the shard has no pictures, at the largest whole multiple within `limit` CSS pixels. Decorative unless `label` names it.
 * Light-on-dark grey images are inverted on the light theme, by CSS; the pixels are those stored.
 */
export function ShardImage({
  shard,
  image,
  limit,
  label,
}: {
  shard: Shard;
  image: number;
  limit: number;
  label?: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = pixelScale(shard.width, shard.height, limit);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(toRgba(shard, image), shard.width, shard.height), 0, 0);
  }, [shard, image]);
  if (shard.images.length === 0) {
    return (
      <span className="exemplars-noimage" style={{ width: limit }} aria-hidden={label ? undefined : true}>
        {shard.ids?.[image] ?? image}
      </span>
    );
  }
  return (
    <canvas
      ref={canvas}
      className="exemplars-image"
      data-ink={ink(shard) || undefined}
      width={shard.width}
      height={shard.height}
      style={{ width: shard.width * scale, height: shard.height * scale }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}
