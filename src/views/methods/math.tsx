import { createElement, type ReactElement } from 'react';

type Part = string | ReactElement;

const node = (tag: string, ...children: ReactElement[]) => createElement(tag, null, ...children);

function atom(text: string): ReactElement {
  if (/^[\d.,]+$/.test(text)) return createElement('mn', null, text);
  if (/^\p{L}$/u.test(text)) return createElement('mi', { className: 'methods-letter' }, text);
  return createElement(/^\p{L}+$/u.test(text) ? 'mi' : 'mo', null, text);
}

function word(text: string): ReactElement {
  const script = /^(.+?)([_^])(.+)$/u.exec(text);
  if (!script) return atom(text);
  return node(script[2] === '_' ? 'msub' : 'msup', atom(script[1]), atom(script[3]));
}

function elements(parts: Part[]): ReactElement[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? part.split(' ').filter(Boolean).map(word) : [part],
  );
}

/**
 * A group of parts. A string is split at spaces into numbers, names and operators; `x_0` has an index, `x^2`
 * an exponent.
 */
export function row(...parts: Part[]): ReactElement {
  return node('mrow', ...elements(parts));
}

/** A fraction. */
export function fraction(above: Part, below: Part): ReactElement {
  return node('mfrac', row(above), row(below));
}

/** A base with an exponent. */
export function power(base: Part, exponent: Part): ReactElement {
  return node('msup', row(base), row(exponent));
}

/** A sum with what it runs over below it. */
export function sum(over: Part): ReactElement {
  return node('munder', createElement('mo', { movablelimits: 'false' }, '∑'), row(over));
}

/** An operator's name with what it runs over below it, as in arg max over c. */
export function operator(name: string, over: Part): ReactElement {
  return node(
    'mrow',
    node('munder', createElement('mi', null, name), row(over)),
    createElement('mspace', { width: '0.25em' }),
  );
}

/** A wide space, between two formulas on one line. */
export function space(): ReactElement {
  return createElement('mspace', { width: '2em' });
}

/** A displayed formula in MathML; `words` say it for readers without it. */
export function Formula({ words, parts }: { words: string; parts: Part[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="methods-formula" aria-label={words} tabIndex={0}>
      {createElement('math', { display: 'block', alttext: words, 'aria-label': words }, row(...parts))}
    </section>
  );
}
