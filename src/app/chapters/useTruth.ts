import { useMemo } from 'react';
import type { ChapterProps } from './chapter';

/** The true labels of the images that the comparison on screen covers; null until the images are there. */
export function useTruth({ lab, comparison }: Pick<ChapterProps, 'lab' | 'comparison'>): Uint16Array | null {
  const labels = lab.state.shard?.labels ?? null;
  const { images } = comparison.findings;
  return useMemo(() => labels?.subarray(0, images) ?? null, [labels, images]);
}
