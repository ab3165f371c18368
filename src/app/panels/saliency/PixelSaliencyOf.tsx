import { lazy, Suspense, useState } from 'react';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';

const Maps = lazy(() =>
  import('../../../views/inspector/SaliencyMaps').then(({ SaliencyMaps }) => ({ default: SaliencyMaps })),
);

/** In the inspector of an image, on demand: where a small change of a pixel changes the label's score. */
export function PixelSaliencyOf({ given, image }: { given: Given; image: number }) {
  const [isOpen, setOpen] = useState(false);
  const { answer, done } = useAnswer(given, 'saliency', { image }, isOpen);
  const found = answer?.image === image ? answer : null;
  const label = given.truth ? given.classes[given.truth[image]] : '';
  return (
    <details
      className="inspector-saliency"
      data-testid="saliency"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>Saliency: which pixels move the label’s score</summary>
      {isOpen && !found && (
        <p className="inspector-note" role="status">
          Taking gradients of both populations, {Math.round(100 * (answer === null ? done : 0))}% so far.
        </p>
      )}
      {isOpen && found?.kind === 'none' && <p className="inspector-note">{found.why}</p>}
      {isOpen && found?.kind === 'maps' && (
        <Suspense fallback={null}>
          <Maps {...found} label={label} title={given.name.title} />
        </Suspense>
      )}
    </details>
  );
}
