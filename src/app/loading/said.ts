import { NoAnswer } from '../../library/fetchFile';
import { messageOf } from '../../text/messageOf';

/** How browsers begin what they say of code that could not be loaded: Chromium, Firefox, Safari. */
const NOT_LOADED =
  /dynamically imported module|error loading dynamically imported|importing a module script failed/i;

/**
 * What is told of an error: its own sentence; of files and code that could not be loaded, what a reader can
 * do.
 */
export function said(error: unknown): string {
  const message = messageOf(error);
  if (error instanceof NoAnswer) {
    return `${message} With a network, the page Yours can keep whole datasets for use without one.`;
  }
  if (!NOT_LOADED.test(message)) return message;
  return (
    'A part of this page could not be loaded: its server does not answer, or no longer has it. Try ' +
    'again; if that does not help, reload the page.'
  );
}
