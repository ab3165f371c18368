// The steps of the tour as addresses: a step is `?tour=N` alone, and opens this much of the page.
import type { Guessed } from '../../charts/withheld';

/**
 * What each step shows, in the order of the tour. The figures of the later steps rest on 90% removed in
 * training. `asks` is the number that the reader guesses there.
 */
export const TOUR: readonly { title: string; query: string; asks?: Guessed }[] = [
  { title: 'One image, and its votes', query: '' },
  { title: 'Not one network, many', query: 'chapter=1' },
  {
    title: 'Prune with your own hand',
    query: 'variant=pruned&sparsity=0.5&images=1000&chapter=2',
  },
  { title: 'The images that change', query: 'chapter=4', asks: 'pies' },
  { title: 'Is it only retraining?', query: 'chapter=5', asks: 'floor' },
  { title: 'Who pays', query: 'chapter=3' },
  { title: 'What would you ship?', query: 'chapter=1&details=sizes' },
];

/** The step that a query asks for, from 1; null where it asks for none, or for one that is not there. */
export function tourStep(query: URLSearchParams): number | null {
  const text = query.get('tour');
  const step = text !== null && /^\d{1,2}$/.test(text) ? Number(text) : 0;
  return step >= 1 && step <= TOUR.length ? step : null;
}

/** What may stand beside the number of a step and leave the rest to the step. */
const BESIDE = new Set(['tour', 'data', 'stage']);

/** A query in full: one that names a step of the tour and little else opens what the step shows. */
export function withTour(query: URLSearchParams): URLSearchParams {
  const step = tourStep(query);
  if (step === null || [...query.keys()].some((name) => !BESIDE.has(name))) return query;
  return new URLSearchParams([...query, ...new URLSearchParams(TOUR[step - 1].query)]);
}
