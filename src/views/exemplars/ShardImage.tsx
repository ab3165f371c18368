import { createContext, useContext, useLayoutEffect, useRef, useState } from 'react';
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
 * Where a picture of an image is, for shards that have none themselves; null where it has none, or none may
 * be shown.
 */
export const PictureAddresses = createContext<((image: number) => string | null) | null>(null);

type ShardImageProps = { shard: Shard; image: number; limit: number; label?: string };

/**
 * One image of a shard, crisp, at the largest whole multiple within `limit` CSS pixels; smooth where it is
 * too large for that. Where the shard has no pictures, the one at its address, or its id. Decorative unless
 * `label` names it. Light-on-dark grey images are inverted on the light theme, by CSS; the pixels are those
 * stored.
 */
export function ShardImage({ shard, image, limit, label }: ShardImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const addressOf = useContext(PictureAddresses);
  const scale = pixelScale(shard.width, shard.height, limit);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(toRgba(shard, image), shard.width, shard.height), 0, 0);
  }, [shard, image]);
  if (shard.images.length === 0) {
    const name = String(shard.ids?.[image] ?? `image ${image}`);
    return <PictureElsewhere address={addressOf?.(image) ?? null} {...{ name, limit, label }} />;
  }
  return (
    <canvas
      ref={canvas}
      className="exemplars-image"
      data-ink={ink(shard) || undefined}
      width={shard.width}
      height={shard.height}
      data-shrunk={scale < 1 || undefined}
      style={{ width: shard.width * scale, height: shard.height * scale }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  );
}

type PictureElsewhereProps = { address: string | null; name: string; limit: number; label?: string };

/**
 * A picture by its address, asked for when it comes near; its name where there is none or it does not come.
 */
function PictureElsewhere({ address, name, limit, label }: PictureElsewhereProps) {
  const [failed, setFailed] = useState<string | null>(null);
  if (address === null || failed === address) {
    return (
      <span className="exemplars-noimage" style={{ width: limit }} aria-hidden={label ? undefined : true}>
        {name}
      </span>
    );
  }
  return (
    <img
      className="exemplars-elsewhere"
      alt={label ?? ''}
      width={limit}
      height={limit}
      loading="lazy"
      decoding="async"
      referrerPolicy="no-referrer"
      src={address}
      onError={() => setFailed(address)}
    />
  );
}
