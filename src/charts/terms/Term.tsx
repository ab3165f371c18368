import { type CSSProperties, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { GlossaryEntry } from '../../text/glossary';
import './terms.css';

/**
 * How wide an entry is, how far it stays from the edges and how long it stays when the pointer leaves: CSS
 * pixels, milliseconds.
 */
const WIDTH = 300;
const EDGE = 12;
const LINGER = 150;

/** Where an entry stands: below its word, or above it where there is more room, and within the window. */
export function tipPlace(word: DOMRect, window: { innerWidth: number; innerHeight: number }): CSSProperties {
  const width = Math.min(WIDTH, window.innerWidth - 2 * EDGE);
  const left = Math.max(EDGE, Math.min(word.left, window.innerWidth - width - EDGE));
  const isBelow = window.innerHeight - word.bottom > 160 || word.top < 160;
  return isBelow
    ? { left, width, top: word.bottom + 6 }
    : { left, width, bottom: window.innerHeight - word.top + 6 };
}

/**
 * A word that the glossary explains: on hover, on focus and on tap. Escape, or going elsewhere, closes the
 * entry.
 */
export function Term({ text, entry }: { text: string; entry: GlossaryEntry }) {
  const [place, setPlace] = useState<CSSProperties | null>(null);
  const word = useRef<HTMLButtonElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const open = () => {
    clearTimeout(timer.current);
    if (word.current) setPlace(tipPlace(word.current.getBoundingClientRect(), window));
  };
  const close = () => {
    clearTimeout(timer.current);
    setPlace(null);
  };
  const leave = () => {
    timer.current = setTimeout(() => setPlace(null), LINGER);
  };
  const shown = place !== null;
  useEffect(() => {
    if (!shown) return;
    const end = new AbortController();
    const { signal } = end;
    const away = () => setPlace(null);
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      away();
    };
    addEventListener('keydown', key, { signal, capture: true });
    addEventListener('scroll', away, { signal, passive: true, capture: true });
    return () => end.abort();
  }, [shown]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      <button
        ref={word}
        type="button"
        className="term"
        aria-describedby={shown ? id : undefined}
        onPointerEnter={open}
        onPointerLeave={leave}
        onFocus={open}
        onBlur={close}
        onClick={open}
      >
        {text}
      </button>
      {shown &&
        createPortal(
          <span
            id={id}
            role="tooltip"
            className="term-entry"
            style={place}
            onPointerEnter={open}
            onPointerLeave={leave}
          >
            <b>{entry.term}</b>: {entry.means}.
          </span>,
          word.current?.closest('dialog') ?? document.body,
        )}
    </>
  );
}
