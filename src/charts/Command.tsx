import { Fragment } from 'react';

/** A command in a sentence: lines break between its words, and in one only where it is wider than the line. */
export function Command({ children }: { children: string }) {
  return (
    <code className="command">
      {children.split(' ').map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
        <Fragment key={at}>
          {at > 0 && ' '}
          <span>{word}</span>
        </Fragment>
      ))}
    </code>
  );
}
