import { arrive, detailSelector } from './arrive';
import { goTo } from './goTo';
import { PRESETS } from './presets';

/** Experiments worth a look, on one line: each is an address with a name. */
export function PresetLine({ datasets }: { datasets: { id: string }[] }) {
  const known = PRESETS.filter(({ query }) => {
    const data = new URLSearchParams(query).get('data');
    return datasets.some(({ id }) => id === data);
  });
  if (known.length === 0) return null;
  return (
    <nav className="presets" aria-label="Presets">
      <span>Try</span>
      <ul>
        {known.map(({ name, query }) => (
          <li key={name}>
            <a
              href={`?${query}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                goTo(query);
                const detail = new URLSearchParams(query).get('details');
                if (detail) arrive(detailSelector(detail));
              }}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
