import { useEffect, useMemo, useRef, useState } from 'react';
import { type GalleryData, type GalleryQuery, type Selection, selectImages, selectSteps } from './select';

/** Of more images than these a selection is made in slices, so that the page answers meanwhile. */
const AT_ONCE = 200_000;

/**
 * What a gallery shows; of very many images what it showed last, until the new selection of the same data is
 * there: `isCurrent` tells.
 */
export function useSelection(
  data: GalleryData,
  { class: label, outcome, from, to, shared, sort, share }: GalleryQuery,
): { selection: Selection; isCurrent: boolean } {
  const wanted = useMemo(
    () => ({ data, query: { class: label, outcome, from, to, shared, sort, share } }),
    [data, label, outcome, from, to, shared, sort, share],
  );
  const shown = useRef<{ data: GalleryData; selection: Selection } | null>(null);
  const whole = useMemo(() => {
    const isLarge = ((wanted.query.share ?? 0) / 100) * wanted.data.findings.images > AT_ONCE;
    if (isLarge && shown.current?.data === wanted.data) return null;
    return selectImages(wanted.data, wanted.query);
  }, [wanted]);
  const [sliced, setSliced] = useState<{ wanted: object; selection: Selection } | null>(null);
  useEffect(() => {
    if (whole) return;
    const steps = selectSteps(wanted.data, wanted.query);
    let timer = setTimeout(function next() {
      const step = steps.next();
      if (step.done) setSliced({ wanted, selection: step.value });
      else timer = setTimeout(next);
    });
    return () => clearTimeout(timer);
  }, [wanted, whole]);
  const made = whole ?? (sliced?.wanted === wanted ? sliced.selection : null);
  const selection = made ?? shown.current?.selection ?? selectImages(wanted.data, wanted.query);
  useEffect(() => {
    shown.current = { data, selection };
  }, [data, selection]);
  return { selection, isCurrent: made !== null };
}
