import { messageOf } from '../../text/messageOf';
import { isAbort } from '../lab/abort';

/** What is told of a request that did not end well. */
type Unanswered<Kind> = { kind: 'stopped'; asked: Kind } | { kind: 'failed'; asked: Kind; message: string };

/**
 * Answers requests one after the other. `cancel` ends the one under way; what fails is told in one sentence,
 * and the next is answered all the same.
 */
export function inTurn<R extends { kind: string }>(
  answer: (request: R, signal: AbortSignal) => Promise<void>,
  post: (event: Unanswered<R['kind']>) => void,
): (request: R | { kind: 'cancel' }) => Promise<void> {
  let current: AbortController | null = null;
  let turn: Promise<void> = Promise.resolve();
  const isCancel = (request: R | { kind: 'cancel' }): request is { kind: 'cancel' } =>
    request.kind === 'cancel';
  return (request) => {
    if (isCancel(request)) {
      current?.abort();
      return turn;
    }
    turn = turn.then(async () => {
      const controller = new AbortController();
      current = controller;
      try {
        await answer(request, controller.signal);
      } catch (error) {
        if (isAbort(error) || controller.signal.aborted) post({ kind: 'stopped', asked: request.kind });
        else {
          const message = messageOf(error);
          post({ kind: 'failed', asked: request.kind, message });
        }
      } finally {
        current = null;
      }
    });
    return turn;
  };
}
