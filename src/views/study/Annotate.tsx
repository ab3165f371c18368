import { type FormEvent, type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { codebook, codeName } from '../../audit/study/studyCodes';
import type { Shard } from '../../model/shard';
import { count } from '../../text/format';
import { ShardImage } from '../exemplars/ShardImage';
import { codesWithKeys, type Judging, type JudgingStep, judgementAt } from './judging';

export type AnnotateProps = {
  shard: Shard;
  state: Judging;
  onStep: (step: JudgingStep) => void;
  onFinish: () => void;
  onSaveStudy: () => void;
  onSave: () => void;
  /** Whether the images are kept in this browser alone. */
  local?: boolean;
};

/** Datasets with more classes than this show an image's own label alone. */
const MOST_OPTIONS = 40;
const DIFFICULTIES = [1, 2, 3, 4, 5];

function now(): string {
  return new Date().toISOString();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null;
}

/**
 * Takes the focus off a button that was pressed with a pointer, so that Enter means the next image and not
 * the button once more.
 */
function leave({ detail, currentTarget }: MouseEvent<HTMLButtonElement>): void {
  if (detail > 0) currentTarget.blur();
}

/** One image after the other, judged by keyboard or pointer; nothing here knows which are PIEs. */
export function Annotate(props: AnnotateProps) {
  const { shard, state, onStep, onFinish, onSaveStudy, onSave, local = false } = props;
  const { annotations, position } = state;
  const { study, ownCodes, judgements } = annotations;
  const image = study.images[position];
  const said = judgementAt(annotations, position);
  const codes = codesWithKeys(ownCodes);
  const note = useRef<HTMLTextAreaElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const all = study.images.length;
  const done = judgements.length;

  const handle = useRef<(event: KeyboardEvent) => void>(() => {});
  handle.current = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (isTyping(event.target)) {
      if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
      return;
    }
    const onControl = event.target instanceof HTMLElement && event.target.closest('button, a, summary');
    const key = event.key.toLowerCase();
    const code = codes.find((each) => each.key === key);
    if (code) onStep({ kind: 'toggle', code: code.id, at: now() });
    else if (/^[1-5]$/.test(key)) onStep({ kind: 'difficulty', difficulty: Number(key), at: now() });
    else if (key === '0') onStep({ kind: 'difficulty', difficulty: null, at: now() });
    else if (key === 'arrowright' || (key === 'enter' && !onControl)) onStep({ kind: 'next', at: now() });
    else if (key === 'arrowleft') onStep({ kind: 'previous' });
    else if (key === 'z') onStep({ kind: 'undo' });
    else if (key === 'n') note.current?.focus();
    else return;
    event.preventDefault();
  };
  // Before it is drawn: who sees the image can press keys.
  useLayoutEffect(() => {
    const follow = (event: KeyboardEvent) => handle.current(event);
    document.addEventListener('keydown', follow);
    return () => document.removeEventListener('keydown', follow);
  }, []);

  return (
    <section className="study-annotate" aria-label="Judge" data-testid="annotate" data-done={done}>
      <h1 ref={heading} tabIndex={-1} className="visually-hidden">
        Judge the images
      </h1>
      <div className="study-image">
        <p className="study-progress" role="status">
          Image {count(position + 1)} of {count(all)}, {count(done)} judged
        </p>
        <progress max={all} value={done} aria-label="Images judged" />
        <ShardImage shard={shard} image={image} limit={340} label={`Image ${position + 1}`} />
        <p className="study-label">
          Its label: <strong>{shard.classes[shard.labels[image]]}</strong>
        </p>
        {shard.classes.length <= MOST_OPTIONS && (
          <p className="study-options">The labels there are: {shard.classes.join(', ')}</p>
        )}
      </div>
      <div className="study-panel">
        <fieldset>
          <legend>What holds of it? Several may, or none.</legend>
          <ul className="study-codes">
            {codes.map(({ id, key }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-pressed={said?.codes.includes(id) ?? false}
                  aria-keyshortcuts={key ?? undefined}
                  onClick={(event) => {
                    leave(event);
                    onStep({ kind: 'toggle', code: id, at: now() });
                  }}
                >
                  <kbd>{key?.toUpperCase() ?? ''}</kbd>
                  <span>
                    {codeName(id)}
                    <small>{codebook.find((code) => code.id === id)?.means}</small>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <OwnCode onAdd={(code) => onStep({ kind: 'addCode', code })} />
        </fieldset>
        <fieldset className="study-difficulty">
          <legend>How hard is it to name? 1 easy, 5 hard, 0 takes it back</legend>
          {DIFFICULTIES.map((difficulty) => (
            <button
              key={difficulty}
              type="button"
              aria-pressed={said?.difficulty === difficulty}
              aria-keyshortcuts={`${difficulty}`}
              onClick={(event) => {
                leave(event);
                onStep({
                  kind: 'difficulty',
                  difficulty: said?.difficulty === difficulty ? null : difficulty,
                  at: now(),
                });
              }}
            >
              {difficulty}
            </button>
          ))}
        </fieldset>
        <label className="study-note">
          Note (N; Escape leaves it)
          <textarea
            ref={note}
            rows={2}
            maxLength={2000}
            value={said?.note ?? ''}
            onChange={(event) => onStep({ kind: 'note', note: event.target.value, at: now() })}
          />
        </label>
        <div className="study-steps">
          <button type="button" disabled={position === 0} onClick={() => onStep({ kind: 'previous' })}>
            Previous <kbd>←</kbd>
          </button>
          <button type="button" disabled={state.past.length === 0} onClick={() => onStep({ kind: 'undo' })}>
            Undo <kbd>Z</kbd>
          </button>
          <button type="button" className="study-main" onClick={() => onStep({ kind: 'next', at: now() })}>
            {said || position < all - 1 ? 'Next' : 'Nothing holds'} <kbd>Enter</kbd>
          </button>
        </div>
        <div className="study-steps">
          <button type="button" className="study-main" disabled={done === 0} onClick={onFinish}>
            {done < all ? `Finish with ${count(done)} of ${count(all)}` : 'Finish and see the results'}
          </button>
          <button type="button" onClick={onSave}>
            Save my file
          </button>
          <button type="button" onClick={onSaveStudy}>
            Save the study
          </button>
        </div>
        <p className="study-how">
          After finishing nothing can be changed.{' '}
          {local
            ? 'The address of this page opens only in this browser. Others judge the same images ' +
              'where they have brought the same files, by the study that you save.'
            : 'The address of this page lets others judge the same images.'}
        </p>
      </div>
    </section>
  );
}

function OwnCode({ onAdd }: { onAdd: (code: string) => void }) {
  const [text, setText] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    onAdd(text);
    setText('');
  };
  return (
    <form className="study-own" onSubmit={add}>
      <label>
        A code of your own
        <input type="text" maxLength={60} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <button type="submit">Add</button>
    </form>
  );
}
