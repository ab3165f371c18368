import { type FormEvent, useId, useState } from 'react';
import type { Findings } from '../../audit/findings';
import { useFilled } from '../../charts/useFilled';
import { count, noun } from '../../text/format';
import { shareWords } from './claim';
import type { GallerySort, GalleryState, OutcomeFilter } from './galleryState';
import type { Facets } from './select';

export type FiltersProps = {
  findings: Findings;
  classes: string[];
  facets: Facets;
  state: GalleryState;
  /** Whether probabilities are at hand, for the order by confidence. */
  scored: boolean;
  /** The compression that stands beside this one; null where none does. */
  second: string | null;
  onChange: (state: GalleryState) => void;
  /** Opens an image by its id. */
  onFind: (image: number) => void;
};

const chips: [OutcomeFilter, string][] = [
  ['forgotten', 'Forgotten'],
  ['recovered', 'Recovered'],
  ['traded', 'Traded'],
  ['unchanged', 'Same answer'],
];

const orders: [GallerySort, string][] = [
  ['taxicab', 'strongest change'],
  ['dense', 'dense votes surest'],
  ['compressed', 'compressed votes surest'],
  ['confidence', 'most confidence lost'],
  ['id', 'image id'],
];

/** The stops of the slider, in percent of all images. */
const shares = [0.1, 0.2, 0.5, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100];

/** Where the slider starts, percent. */
const firstShare = 5;

function nearestStop(share: number): number {
  const distances = shares.map((stop) => Math.abs(Math.log(stop / share)));
  return distances.indexOf(Math.min(...distances));
}

type ClassSelectProps = {
  name: string;
  tone: 'plain' | 'dense' | 'compressed';
  classes: string[];
  counts: number[];
  value: number | null;
  onChange: (value: number | null) => void;
};

const classFilters = [
  { of: 'class', name: 'Label', tone: 'plain' },
  { of: 'from', name: 'Dense says', tone: 'dense' },
  { of: 'to', name: 'Compressed says', tone: 'compressed' },
] as const;

function ClassSelect({ name, tone, classes, counts, value, onChange }: ClassSelectProps) {
  const { isFilled, listeners } = useFilled(classes.length);
  return (
    <label className={`exemplars-field exemplars-${tone}`}>
      <span>{name}</span>
      <select
        value={value ?? ''}
        {...listeners}
        onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
      >
        <option value="">any</option>
        {classes.map((title, label) =>
          isFilled || value === label ? (
            <option key={title} value={label} disabled={counts[label] === 0 && value !== label}>
              {title} ({count(counts[label])})
            </option>
          ) : null,
        )}
      </select>
    </label>
  );
}

function Find({ images, onFind }: { images: number; onFind: (image: number) => void }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState('');
  const help = useId();
  const find = (event: FormEvent) => {
    event.preventDefault();
    const image = Number(text);
    if (text.trim() === '' || !Number.isInteger(image) || image < 0 || image >= images) {
      setProblem(`Images here are numbered 0 to ${count(images - 1)}.`);
      return;
    }
    setProblem('');
    onFind(image);
  };
  return (
    <form className="exemplars-find" onSubmit={find} noValidate>
      <label className="exemplars-field">
        <span>Find image</span>
        <input
          type="number"
          inputMode="numeric"
          min={0}
          max={images - 1}
          placeholder="id"
          value={text}
          aria-invalid={problem !== ''}
          aria-describedby={help}
          onChange={(event) => {
            setText(event.target.value);
            setProblem('');
          }}
        />
      </label>
      <button type="submit" className="exemplars-quiet">
        Open
      </button>
      <span id={help} className="exemplars-problem" role="status">
        {problem}
      </span>
    </form>
  );
}

/**
 * What the gallery shows and in which order: outcome chips with counts, classes and label pairs, the
 * top-share slider, an image by its id.
 */
export function Filters(props: FiltersProps) {
  const { findings, classes, facets, state, scored, second, onChange, onFind } = props;
  const set = (change: Partial<GalleryState>) => onChange({ ...state, ...change });
  const shown = chips.filter(([outcome]) => outcome !== 'unchanged' || state.share !== null);
  const pies = findings.pies.images.length;
  return (
    <div className="exemplars-filters">
      <fieldset className="exemplars-chips">
        <legend className="exemplars-hidden">Outcome</legend>
        <button type="button" aria-pressed={state.outcome === null} onClick={() => set({ outcome: null })}>
          All <span>{count(facets.outcomes)}</span>
        </button>
        {shown.map(([outcome, title]) => (
          <button
            key={outcome}
            type="button"
            aria-pressed={state.outcome === outcome}
            disabled={facets.outcome[outcome] === 0 && state.outcome !== outcome}
            onClick={() => set({ outcome: state.outcome === outcome ? null : outcome })}
          >
            <i className={`exemplars-key exemplars-${outcome}`} aria-hidden="true" />
            {title} <span>{count(facets.outcome[outcome])}</span>
          </button>
        ))}
      </fieldset>
      {second === null ? null : (
        <fieldset className="exemplars-chips" data-testid="shared">
          <legend className="exemplars-hidden">Beside {second}</legend>
          {(['only', 'both'] as const).map((shared) => (
            <button
              key={shared}
              type="button"
              aria-pressed={state.shared === shared}
              onClick={() => set({ shared: state.shared === shared ? null : shared })}
            >
              {shared === 'both' ? `Changed by ${second} too` : `Not by ${second}`}{' '}
              <span>{count(facets.shared[shared])}</span>
            </button>
          ))}
        </fieldset>
      )}
      {state.region === null ? null : (
        <fieldset className="exemplars-chips" data-testid="region">
          <legend className="exemplars-hidden">Region of the map</legend>
          <button type="button" aria-pressed="true" onClick={() => set({ region: null })}>
            In the region drawn on the map
          </button>
        </fieldset>
      )}
      <Find images={findings.images} onFind={onFind} />
      <div className="exemplars-fields">
        {classFilters.map(({ of, ...words }) => (
          <ClassSelect
            key={of}
            {...words}
            classes={classes}
            counts={facets[of]}
            value={state[of]}
            onChange={(value) => set({ [of]: value })}
          />
        ))}
        <label className="exemplars-field">
          <span>Order</span>
          <select value={state.sort} onChange={(event) => set({ sort: event.target.value as GallerySort })}>
            {orders.map(([sort, title]) => (
              <option key={sort} value={sort} disabled={sort === 'confidence' && !scored}>
                {title}
                {sort === 'confidence' && !scored ? ' (no probabilities)' : ''}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="exemplars-fields">
        <fieldset className="exemplars-share">
          <legend className="exemplars-hidden">Which images</legend>
          <button
            type="button"
            aria-pressed={state.share === null}
            title="Images whose modal label differs between the populations"
            onClick={() =>
              set({ share: null, outcome: state.outcome === 'unchanged' ? null : state.outcome })
            }
          >
            {count(pies)} {noun(pies, 'PIE')}
          </button>
          <button
            type="button"
            aria-pressed={state.share !== null}
            title="The images whose votes change most, whether or not the modal label does"
            onClick={() => set({ share: state.share ?? firstShare })}
          >
            Most changed
          </button>
          {state.share === null ? null : (
            <>
              <input
                type="range"
                aria-label="Share of images, by change in votes"
                aria-valuetext={shareWords(findings.images, state.share)}
                min={0}
                max={shares.length - 1}
                step={1}
                value={nearestStop(state.share)}
                onChange={(event) => set({ share: shares[Number(event.target.value)] })}
              />
              <output>{shareWords(findings.images, state.share)}</output>
            </>
          )}
        </fieldset>
        <button
          type="button"
          className="exemplars-toggle"
          aria-pressed={state.beside}
          title="Beside each image, the next of its class on which both populations agree"
          onClick={() => set({ beside: !state.beside })}
        >
          <i aria-hidden="true" />
          An unchanged image beside each
        </button>
      </div>
    </div>
  );
}
