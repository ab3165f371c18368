import { type FormEvent, useState } from 'react';
import type { StudySummary } from '../../audit/study/studySummary';
import { count } from '../../text/format';

export type AnnotatorsProps = {
  /** The reader's own first, then those of added files. */
  annotators: StudySummary['annotators'];
  onRename: (place: number, name: string) => void;
  /** Takes an added file out again. */
  onDrop: (place: number) => void;
};

/** Who judged a study: each can be called otherwise, and added files can be taken out again. */
export function Annotators({ annotators, onRename, onDrop }: AnnotatorsProps) {
  const [renamed, setRenamed] = useState<number | null>(null);
  const rename = (event: FormEvent<HTMLFormElement>, place: number) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    setRenamed(null);
    onRename(place, String(name));
  };
  return (
    <ul className="study-annotators" aria-label="Annotators">
      {annotators.map(({ name, judged, finished }, place) => (
        <li key={name}>
          {renamed === place ? (
            <form onSubmit={(event) => rename(event, place)}>
              <input
                ref={(field) => field?.focus()}
                name="name"
                aria-label={`Another name for ${name}`}
                defaultValue={name}
                maxLength={80}
                required
                onKeyDown={(event) => {
                  if (event.key === 'Escape') setRenamed(null);
                }}
              />
              <button type="submit">Call them so</button>
            </form>
          ) : (
            <>
              <span>
                {name} ({count(judged)}
                {finished ? '' : ', not finished'})
              </span>
              <button type="button" aria-label={`Rename ${name}`} onClick={() => setRenamed(place)}>
                Rename
              </button>
              {place > 0 && (
                <button type="button" aria-label={`Take out ${name}`} onClick={() => onDrop(place)}>
                  Take out
                </button>
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
