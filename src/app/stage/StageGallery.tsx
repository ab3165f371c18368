import { useMemo } from 'react';
import { Card } from '../../views/exemplars/Card';
import { defaultGallery } from '../../views/exemplars/galleryState';
import { selectImages } from '../../views/exemplars/select';
import type { Given } from '../panels/panel';

/** Images on the slide: two rows of seven. */
const MOST = 14;

/** The images whose votes moved most, as many as a slide holds; each leads to its own slide. */
export function StageGallery({ given, onOpen }: { given: Given; onOpen: (image: number) => void }) {
  const { shard, findings } = given;
  const images = useMemo(() => {
    if (!shard) return [];
    const data = { findings, truth: shard.labels, confidence: null, second: null };
    const { class: label, outcome, from, to, shared, sort, share } = defaultGallery;
    const all = selectImages(data, { class: label, outcome, from, to, shared, sort, share });
    return Array.from(all.images.slice(0, MOST), (image) => ({
      image,
      outcome: findings.pies.outcomes[findings.pies.images.indexOf(image)] ?? 'unchanged',
    }));
  }, [shard, findings]);
  if (!shard) return <p>Loading the images.</p>;
  if (images.length === 0) return <p>No image changes its label.</p>;
  return (
    <div className="stage-gallery">
      {images.map(({ image, outcome }) => (
        <Card
          key={image}
          shard={shard}
          image={image}
          dense={findings.modal.dense[image]}
          compressed={findings.modal.compressed[image]}
          outcome={outcome}
          testId="stage-card"
          current={false}
          tabIndex={0}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
}
