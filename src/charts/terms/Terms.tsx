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
      const pieces = splitTerms(child, seen).map((piece) =>
        typeof piece === 'string' ? piece : <Term key={piece.entry.term} {...piece} />,
      );
      return <Fragment>{pieces}</Fragment>;
    }
    if (!isValidElement<{ children?: ReactNode }>(child) || !child.props.children) return child;
    const isText =
      child.type === Fragment || (typeof child.type === 'string' && !/^(a|button|code)$/.test(child.type));
    return isText ? cloneElement(child, {}, explain(child.props.children, seen)) : child;
  });
}
