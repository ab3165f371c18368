import { type ComponentType, createContext, lazy, use } from 'react';
import { messageOf } from '../../text/messageOf';
import { mendStyles } from './styles';

/** Code of the page that could not be loaded. */
export class NotLoaded extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
    this.name = 'NotLoaded';
  }
}

/**
 * Which try of its boundary a part is drawn in; a boundary that tries again takes a number that none has had.
 */
export const Attempt = createContext(0);

let attempts = 0;

/** The number of a new try. */
export function nextAttempt(): number {
  return ++attempts;
}

/**
 * A component whose code is loaded when it is first drawn, once for all who draw it. One that could not be
 * loaded throws `NotLoaded`, and is loaded anew when it is drawn in another `Attempt`: `React.lazy` alone
 * would fail for good.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const make = (attempt: number) => {
    const made = {
      attempt,
      hasFailed: false,
      Part: lazy(() =>
        mendStyles()
          .then(load)
          .then(
            (view) => ({ default: view as ComponentType<object> }),
            (error: unknown) => {
              made.hasFailed = true;
              throw new NotLoaded(error);
            },
          ),
      ),
    };
    return made;
  };
  let current: ReturnType<typeof make> | null = null;
  // biome-ignore lint/correctness/noComponentHookFactories: made once, where a module names it
  return function Later(props: P) {
    const attempt = use(Attempt);
    if (!current || (current.hasFailed && current.attempt !== attempt)) current = make(attempt);
    const { Part } = current;
    return <Part {...props} />;
  };
}
