import {
  Children,
  cloneElement,
  createContext,
  Fragment,
  isValidElement,
  type ReactNode,
  useContext,
} from 'react';
import { splitTerms } from './split';
import { Term } from './Term';

/**
 * Whether terms are explained where they stand: on the page they are, in pictures and reports they are words.
 */
export const ExplainTerms = createContext(false);

/**
 * Text whose terms are explained on hover, focus and tap, each where it first stands in it. Links and buttons
 * are left alone.
 */
export function Terms({ children }: { children: ReactNode }) {
  return useContext(ExplainTerms) ? explain(children, new Set()) : children;
}

function explain(node: ReactNode, seen: Set<string>): ReactNode {
  return Children.map(node, (child) => {
    if (typeof child === 'string') {
      const pieces = splitTerms(child, seen);
      // A line never begins with the comma or the full stop after a term.
      const marks = pieces.map(
        (piece) => (typeof piece === 'string' ? /^[,.;:)]*/.exec(piece)?.[0] : '') ?? '',
      );
      return (
        <Fragment>
          {pieces.map((piece, at) =>
            typeof piece === 'string' ? (
              piece.slice(at > 0 ? marks[at].length : 0)
            ) : (
              <span key={piece.entry.term} className="term-end">
                <Term {...piece} />
                {marks[at + 1]}
              </span>
            ),
          )}
        </Fragment>
      );
    }
    if (!isValidElement<{ children?: ReactNode }>(child) || !child.props.children) return child;
    const isText =
      child.type === Fragment || (typeof child.type === 'string' && !/^(a|button|code)$/.test(child.type));
    return isText ? cloneElement(child, {}, explain(child.props.children, seen)) : child;
  });
}
