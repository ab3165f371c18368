import type { Offer } from '../../model/experiment';
import { capital } from '../../text/format';

/** The datasets to choose from, those that the reader brought in a group of their own. */
export function DatasetOptions({ datasets }: Pick<Offer, 'datasets'>) {
  const shipped = datasets.filter(({ own }) => !own);
  const titles = shipped.map(({ title }) => title);
  const brought = datasets.filter(({ own }) => own);
  return (
    <>
      {shipped.map(({ id, title }) => (
        <option key={id} value={id}>
          {shortName(title, titles)}
        </option>
      ))}
      {brought.length > 0 && (
        <optgroup label="Your own">
          {brought.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </optgroup>
      )}
    </>
  );
}

/**
 * A dataset's name in a narrow box: of one that goes on from another's, what tells the two apart comes first,
 * since the end is cut off.
 */
export function shortName(title: string, others: readonly string[]): string {
  const begins = others.filter((other) => title.startsWith(`${other}, `)).sort((a, b) => b.length - a.length);
  return begins.length > 0 ? `${capital(title.slice(begins[0].length + 2))}: ${begins[0]}` : title;
}
