import { useMemo } from 'react';
import type { Robustness } from '../../audit/levels/robustness';
import { type CorruptionId, corrupt, corruptionTitle, severities } from '../../corruptions/corrupt';
import type { Shard } from '../../model/shard';
import { count, percent } from '../../text/format';
import { ShardImage } from '../exemplars/ShardImage';
import { changeAt } from './robustnessWords';

/** One image of a shard clean and at every severity, as a shard of six. */
export function exampleOf(shard: Shard, image: number, corruption: CorruptionId, seed: number): Shard {
  const size = shard.height * shard.width * shard.channels;
  const one: Shard = {
    ...shard,
    id: `${shard.id}[${image}]`,
    count: 1,
    images: shard.images.subarray(image * size, (image + 1) * size),
    labels: shard.labels.subarray(image, image + 1),
    attributes: undefined,
  };
  const images = new Uint8Array((severities.length + 1) * size);
  images.set(one.images);
  severities.forEach((severity, place) => {
    images.set(corrupt(one, corruption, severity, seed, image).images, (place + 1) * size);
  });
  return { ...one, count: severities.length + 1, images };
}

type Props = {
  shard: Shard;
  image: number;
  corruption: CorruptionId;
  seed: number;
  /** The population on screen; null where nothing of it is known. */
  robustness: Robustness | null;
  width: number;
  onExample: (image: number) => void;
};

/**
 * An image under a corruption at every severity, with the top-1 of both populations over all images beneath.
 */
export function ExampleStrip({ shard, image, corruption, seed, robustness, width, onExample }: Props) {
  const shown = Math.min(image, shard.count - 1);
  const example = useMemo(() => exampleOf(shard, shown, corruption, seed), [shard, shown, corruption, seed]);
  const title = corruptionTitle(corruption);
  const label = shard.classes[shard.labels[shown]];
  const across = width < 560 ? 3 : 6;
  const limit = Math.min(112, Math.floor(width / across) - 12);
  const turn = (by: number) => onExample((shown + by + shard.count) % shard.count);
  return (
    <div className="robustness-strip">
      <p>
        {title}: image {count(shown)}, {label}
        <span>
          <button type="button" onClick={() => turn(-1)}>
            Previous image
          </button>
          <button type="button" onClick={() => turn(1)}>
            Next image
          </button>
        </span>
      </p>
      <ol>
        {[0, ...severities].map((severity) => {
          const change = severity > 0 && robustness ? changeAt(robustness, corruption, severity) : null;
          const clean = severity === 0 && robustness ? robustness : null;
          const mean = (right: number[]) =>
            right.reduce((sum, value) => sum + value, 0) / right.length / (clean?.images ?? 1);
          return (
            <li key={severity}>
              <ShardImage
                shard={example}
                image={severity}
                limit={limit}
                label={severity === 0 ? `${label}, clean` : `${label}, ${title}, severity ${severity}`}
              />
              <span>{severity === 0 ? 'clean' : severity}</span>
              <span className="robustness-dense">
                {percent(clean ? mean(clean.clean.right.dense) : change?.top1.dense.value)}
              </span>
              <span className="robustness-compressed">
                {percent(clean ? mean(clean.clean.right.compressed) : change?.top1.compressed.value)}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="robustness-key">
        Under each: its severity, then top-1 of the <b className="robustness-dense">dense</b> and{' '}
        <b className="robustness-compressed">compressed</b> networks over all images, where computed.
      </p>
    </div>
  );
}
