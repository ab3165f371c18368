import type { Offer } from '../../model/experiment';

/** The datasets to choose from, those that the reader brought in a group of their own. */
export function DatasetOptions({ datasets }: Pick<Offer, 'datasets'>) {
  const shipped = datasets.filter(({ own }) => !own);
  const brought = datasets.filter(({ own }) => own);
  return (
    <>
      {shipped.map(option)}
      {brought.length > 0 && <optgroup label="Your own">{brought.map(option)}</optgroup>}
    </>
  );
}

function option({ id, title }: Offer['datasets'][number]) {
  return (
    <option key={id} value={id}>
      {title}
    </option>
  );
}
